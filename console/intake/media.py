"""The kinds of documents that are taken, and how a content is recognised as one. No file name is asked."""

from collections.abc import Mapping
from enum import StrEnum


class MediaType(StrEnum):
    """What is taken. A table of comma-separated values is plain text: nothing in its content tells them apart."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    ODP = "application/vnd.oasis.opendocument.presentation"
    TEXT = "text/plain"


TAKEN = "PDF, PNG, JPEG, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument or plain UTF-8 text"

# How a file of each kind is named; the first where it has no such name.
ENDINGS: Mapping[MediaType, tuple[str, ...]] = {
    MediaType.PDF: (".pdf",),
    MediaType.PNG: (".png",),
    MediaType.JPEG: (".jpg", ".jpeg"),
    MediaType.DOCX: (".docx",),
    MediaType.XLSX: (".xlsx",),
    MediaType.PPTX: (".pptx",),
    MediaType.ODT: (".odt",),
    MediaType.ODS: (".ods",),
    MediaType.ODP: (".odp",),
    MediaType.TEXT: (".txt", ".csv", ".md", ".tsv"),
}

PDF_HEADER = b"%PDF-"
PNG_HEADER = b"\x89PNG\r\n\x1a\n"
JPEG_HEADER = b"\xff\xd8\xff"
ZIP_HEADER = b"PK\x03\x04"
# The container of .doc, .xls and .ppt, of macros, of embedded objects and of Office files under a password.
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ARCHIVES = (b"PK", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_PICTURES = (b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"BM", b"\x00\x00\x01\x00")
_MACH_O = (
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
)


def is_program(content: bytes) -> bool:
    """Whether the content begins as a program of Windows, Linux, macOS or Java does."""
    windows = content.startswith(b"MZ") and b"\x00" in content[:64]
    return windows or content.startswith((b"\x7fELF", *_MACH_O))


def stranger(content: bytes) -> tuple[str, str] | None:
    """Code and sentence for a content that is no text, recognised and not taken; None if it is not recognised."""
    if is_program(content):
        return "program", "is a program."
    if content.startswith(COMPOUND_FILE):
        return "office-old-or-locked", "is an Office file of the old form or under a password: save it anew."
    if content.startswith(_ARCHIVES):
        return "archive", "is an archive: hand in its files one by one."
    if content.startswith(_PICTURES) or content[4:8] == b"ftyp":
        return "picture-form", "is a picture or film of a form that is not taken: save it as PNG or JPEG."
    return None

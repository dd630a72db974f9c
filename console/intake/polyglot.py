"""Contents that are one kind of document to one program and another kind to the next."""

import struct

from console.intake.media import PDF_HEADER, ZIP_HEADER
from console.intake.refused import DocumentRefused

# Readers of PDF look for the header so far into a file.
_PDF_HEADER_WITHIN = 1024
_END_OF_DIRECTORY = b"PK\x05\x06"
_END_LENGTH = 22
_LONGEST_COMMENT = 0xFFFF


def check_single(content: bytes) -> None:
    """`DocumentRefused` for a PDF behind other bytes, and for an archive at the end of what is none."""
    if content.find(PDF_HEADER, 1, _PDF_HEADER_WITHIN + len(PDF_HEADER)) > 0:
        raise DocumentRefused("second-document", "has the beginning of a PDF behind its own beginning.")
    if not content.startswith(ZIP_HEADER) and _ends_as_archive(content):
        raise DocumentRefused("second-document", "has an archive appended.")


def _ends_as_archive(content: bytes) -> bool:
    end = content.rfind(_END_OF_DIRECTORY, max(0, len(content) - _END_LENGTH - _LONGEST_COMMENT))
    if end < 0 or end + _END_LENGTH > len(content):
        return False
    (size,) = struct.unpack_from("<L", content, end + 12)
    return size <= end and content.startswith(b"PK\x01\x02", end - size)

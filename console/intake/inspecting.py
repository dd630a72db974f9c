"""The inspection every document passes: what it is by its content, and nothing else beside."""

from console.intake.confined import inspect_confined
from console.intake.jpeg import inspect_jpeg
from console.intake.media import JPEG_HEADER, PDF_HEADER, PNG_HEADER, ZIP_HEADER, MediaType, stranger
from console.intake.package import inspect_package
from console.intake.png import inspect_png
from console.intake.polyglot import check_single
from console.intake.refused import DocumentRefused
from console.intake.text import inspect_text


def inspected(content: bytes) -> MediaType:
    """What the content is. `DocumentRefused` unless it is, from its first byte to its last, one kind that is taken.

    The same content has the same answer. It may take seconds: not for an event loop.
    """
    if not content:
        raise DocumentRefused("empty", "is empty.")
    check_single(content)
    if content.startswith(PDF_HEADER):
        inspect_confined(content)
        return MediaType.PDF
    if content.startswith(PNG_HEADER):
        inspect_png(content)
        return MediaType.PNG
    if content.startswith(JPEG_HEADER):
        inspect_jpeg(content)
        return MediaType.JPEG
    if content.startswith(ZIP_HEADER):
        return inspect_package(content)
    return _inspected_text(content)


def _inspected_text(content: bytes) -> MediaType:
    try:
        inspect_text(content)
    except DocumentRefused:
        # Nothing that is text is a stranger: a letter may well begin with MZ or PK.
        if known := stranger(content):
            raise DocumentRefused(*known) from None
        raise
    return MediaType.TEXT

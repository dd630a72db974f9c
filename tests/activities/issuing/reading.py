"""What a reader gets from a rendered document: its text, page by page."""

import io

from pypdf import PdfReader


def opened(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf), strict=True)


def text_of(pdf: bytes) -> str:
    """The whole text, without spaces at the ends of lines; a line of dashes divides pages."""
    pages = [page.extract_text() for page in opened(pdf).pages]
    lines = "\n-----\n".join(pages).splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)

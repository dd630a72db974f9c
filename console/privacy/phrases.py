"""Looking for a person's words in a document: its text as far as it has one, compared by letters and digits alone."""

import logging
import re
import unicodedata
from collections.abc import Iterable
from io import BytesIO
from itertools import chain

from pypdf import PdfReader

from console.intake.archive import Archive, Room
from console.intake.media import PDF_HEADER, ZIP_HEADER
from console.intake.refused import DocumentRefused

# What pypdf warns of quotes the document, and a document's content stands in no log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_TAG = re.compile("<[^>]*>")


def text_in(content: bytes) -> str | None:
    """The text of a PDF, an office document or a plain one; None of an image, and of what cannot be read."""
    if content.startswith(PDF_HEADER):
        return _of_pdf(content)
    if content.startswith(ZIP_HEADER):
        return _of_package(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def occurs(phrases: Iterable[str], text: str) -> bool:
    """Whether one of the phrases stands in the text, however it is spaced, broken into lines or written in capitals.

    It may be found where it is not meant: a short name stands within longer words.
    """
    plain = folded(text)
    return any(folded(phrase) in plain for phrase in phrases if folded(phrase))


def folded(text: str) -> str:
    """Letters and digits alone, none of them a capital: what is left of a text when it is set in type."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def phrases_for(name: str, email: str) -> tuple[str, ...]:
    """What a person is looked for by: the name, the same with the family name first, the mail address."""
    *given, family = name.split() or [""]
    turned = " ".join([family, *given])
    return tuple(dict.fromkeys(phrase for phrase in (name, turned, email) if phrase))


def _of_pdf(content: bytes) -> str | None:
    try:
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    except Exception:  # noqa: BLE001 - what a parser of hostile bytes may raise is no closed list
        return None


def _of_package(content: bytes) -> str | None:
    try:
        archive = Archive(content, Room(len(content)))
        parts = (part for part in archive.parts if part.filename.endswith(".xml"))
        written = b"".join(chain.from_iterable(archive.chunks(part) for part in parts))
    except DocumentRefused:
        return None
    # A word may be cut in two where its form changes: without the tags it is one again.
    return _TAG.sub("", written.decode("utf-8", errors="replace"))

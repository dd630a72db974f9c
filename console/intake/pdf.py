"""PDF: whole, open to everybody, and with nothing in it that runs or hides."""

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject

from console.intake.refused import DocumentRefused

MOST_OBJECTS = 200_000
# What pypdf warns of quotes the document, and a document's content stands in no log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_END = re.compile(rb"%%EOF[\s\x00]*\Z")
_TAIL = 4096
# An action written out where the cross-references do not lead, for a reader that searches the file instead.
_LOOSE_ACTION = re.compile(rb"/S\s*/(?P<action>JavaScript|Launch|SubmitForm|ImportData|GoToR|GoToE)\b")
_RUNS: Final = ("pdf-script", "has scripts or actions that run a program: print it to a new PDF.")
_REACHES: Final = ("pdf-action", "has actions that send data or open other files: print it to a new PDF.")
_EMBEDS: Final = ("pdf-embedded", "has other files embedded: hand them in by themselves.")
_FORM: Final = ("pdf-form", "is a dynamic form (XFA): print it to a new PDF.")
# ISO 32000-1: 12.6.4.5 Launch, 12.6.4.16 JavaScript, 12.7.5.2 SubmitForm, 12.7.5.4 ImportData, 12.6.4.3 GoToR,
# 12.6.4.4 GoToE, 7.11.4 embedded files, 12.7.8 XFA; RichMedia of Adobe's extension.
_KEYS: Final = {
    "/JavaScript": _RUNS,
    "/JS": _RUNS,
    "/EmbeddedFiles": _EMBEDS,
    "/EF": _EMBEDS,
    "/XFA": _FORM,
}
_VALUES: Final = {
    "/JavaScript": _RUNS,
    "/Launch": _RUNS,
    "/SubmitForm": _REACHES,
    "/ImportData": _REACHES,
    "/GoToR": _REACHES,
    "/GoToE": _REACHES,
    "/EmbeddedFile": _EMBEDS,
    "/FileAttachment": _EMBEDS,
    "/RichMedia": _EMBEDS,
}


def inspect_pdf(content: bytes) -> None:
    """`DocumentRefused` unless the content is one whole PDF, not encrypted, without scripts and embedded files."""
    if not _END.search(content[-_TAIL:]):
        raise DocumentRefused("pdf-tail", "is not whole, or has something after the end of the PDF.")
    if loose := _LOOSE_ACTION.search(content):
        raise DocumentRefused(*_VALUES[f"/{loose['action'].decode()}"])
    try:
        _inspect_objects(PdfReader(BytesIO(content), xref_stream_maximum_entries=MOST_OBJECTS))
    except (DocumentRefused, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - what a parser of hostile bytes may raise is no closed list
        # Its errors quote the document.
        raise DocumentRefused("pdf-damaged", "is a damaged PDF: print it to a new one.") from None


def _inspect_objects(reader: PdfReader) -> None:
    if reader.is_encrypted:
        raise DocumentRefused("pdf-locked", "is encrypted: save it without a password.")
    numbers = _numbers(reader)
    if len(numbers) > MOST_OBJECTS:
        raise DocumentRefused("pdf-objects", f"has {len(numbers)} objects; at most {MOST_OBJECTS} are taken.")
    for number, generation in numbers:
        for each in _within(reader.get_object(IndirectObject(number, generation, reader))):
            _check(each)
    if not len(reader.pages):
        raise DocumentRefused("pdf-empty", "is a PDF without a page.")


def _numbers(reader: PdfReader) -> list[tuple[int, int]]:
    """Every object in use, whether the pages lead to it or not."""
    plain = [(number, generation) for generation, places in reader.xref.items() for number in places]
    return [*plain, *((number, 0) for number in reader.xref_objStm)]


def _within(value: PdfObject | None) -> Iterator[DictionaryObject]:
    """The dictionaries of one object; where it refers to others, they have their own turn."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case DictionaryObject() as found:
                yield found
                waiting += [found.raw_get(key) for key in found]
            case ArrayObject() as found:
                waiting += list.__iter__(found)


def _check(found: DictionaryObject) -> None:
    for key in found:
        if key in _KEYS:
            raise DocumentRefused(*_KEYS[key])
    for key in ("/S", "/Type", "/Subtype"):
        value = found.raw_get(key) if key in found else None
        if isinstance(value, NameObject) and value in _VALUES:
            raise DocumentRefused(*_VALUES[value])

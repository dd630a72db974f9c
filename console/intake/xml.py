"""The elements of an XML part, read without ever defining an entity."""

from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from console.intake.refused import DocumentRefused


@dataclass(frozen=True)
class Element:
    """A start tag: its name without namespace, and its attributes by their names as written."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)


def elements(part: bytes) -> list[Element]:
    """Every element in order. `DocumentRefused` for XML that is not well-formed or declares a document type."""
    found: list[Element] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append(
        Element(name.rpartition(":")[2], attributes)
    )
    # Neither OOXML nor OpenDocument has one; without it there are no entities to grow or to point elsewhere.
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        parser.Parse(part, True)  # noqa: FBT003 - expat takes its arguments by position
    except expat.ExpatError as malformed:
        raise DocumentRefused("package-damaged", "is damaged: a part of it is no XML.") from malformed
    return found


def _refuse_document_type(*_declared: object) -> NoReturn:
    raise DocumentRefused("package-damaged", "is no regular document: a part of it declares a document type.")

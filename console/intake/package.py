"""Office documents: which of the six kinds an archive is, and what none of its parts may be."""

from collections.abc import Mapping
from typing import Final
from zipfile import ZipInfo

from console.intake.archive import Archive, Room
from console.intake.media import COMPOUND_FILE, ZIP_HEADER, MediaType, is_program
from console.intake.refused import DocumentRefused
from console.intake.xml import elements

_CONTENT_TYPES = "[Content_Types].xml"
_MANIFEST = "META-INF/manifest.xml"
_OPENXML: Final = "application/vnd.openxmlformats-officedocument."
_MAIN_PARTS: Final[Mapping[str, MediaType]] = {
    f"{_OPENXML}wordprocessingml.document.main+xml": MediaType.DOCX,
    f"{_OPENXML}spreadsheetml.sheet.main+xml": MediaType.XLSX,
    f"{_OPENXML}presentationml.presentation.main+xml": MediaType.PPTX,
}
_OPEN_DOCUMENTS = frozenset({MediaType.ODT, MediaType.ODS, MediaType.ODP})
# Words of content types (ECMA-376) that stand for something that runs.
_RUNNING = ("macroenabled", "vbaproject", "macrosheet", "activex")
# Relations that Office follows when it opens a document, not when somebody clicks on it.
_FETCHED = ("/attachedtemplate", "/oleobject", "/frame", "/subdocument")
# Five thousand parts, each described in a line.
LARGEST_DESCRIPTION_BYTES = 2 * 1024 * 1024
# A chart of a report carries its table as a workbook of its own; a document deeper than that has no use.
_DEEPEST = 2


def inspect_package(content: bytes) -> MediaType:
    """Which kind of Office document the archive is; `DocumentRefused` if it is none, or has a part that may not be."""
    return _inspected(content, Room(len(content)), depth=1)


def _inspected(content: bytes, room: Room, *, depth: int) -> MediaType:
    if depth > _DEEPEST:
        raise DocumentRefused("package-nested", "has an archive within an archive within it.")
    archive = Archive(content, room)
    read = {part.filename: _part(archive, part, room, depth) for part in archive.parts}
    _check_programs(read)
    return _kind(read)


def _part(archive: Archive, part: ZipInfo, room: Room, depth: int) -> bytes:
    """The content of a part that says what the document is; of any other, checked as it passes, nothing."""
    chunks = archive.chunks(part)
    first = next(chunks, b"")
    if first.startswith(COMPOUND_FILE):
        raise DocumentRefused("package-object", "has macros, or an object of another program, embedded.")
    if is_program(first):
        raise DocumentRefused("program", "has a program embedded.")
    nested = first.startswith(ZIP_HEADER)
    if nested or _describes(part.filename):
        whole = b"".join([first, *chunks])
        if not nested and len(whole) > LARGEST_DESCRIPTION_BYTES:
            raise DocumentRefused("package-bomb", f"has a list of its parts of {len(whole)} bytes.")
        if not nested:
            return whole
        _inspected(whole, room, depth=depth + 1)
    for _ in chunks:
        pass
    return b""


def _describes(name: str) -> bool:
    return name in {_CONTENT_TYPES, _MANIFEST, "mimetype"} or name.lower().endswith(".rels")


def _check_programs(parts: Mapping[str, bytes]) -> None:
    folders = {name.partition("/")[0].lower() for name in parts if "/" in name}
    names = {name.rpartition("/")[2].lower() for name in parts}
    # OpenDocument keeps its macros in two folders of these names.
    if folders & {"basic", "scripts"} or "vbaproject.bin" in names:
        raise _macros()
    for name, part in parts.items():
        if name.lower().endswith(".rels"):
            _check_relations(part)


def _check_relations(part: bytes) -> None:
    for element in elements(part):
        outside = element.attributes.get("TargetMode", "").lower() == "external"
        if outside and element.attributes.get("Type", "").lower().endswith(_FETCHED):
            raise DocumentRefused(
                "package-fetches", "fetches a template or an object from elsewhere when opened."
            )


def _kind(parts: Mapping[str, bytes]) -> MediaType:
    if _CONTENT_TYPES in parts and "mimetype" not in parts:
        return _office_kind(parts[_CONTENT_TYPES])
    if "mimetype" in parts and _CONTENT_TYPES not in parts:
        return _open_document_kind(parts)
    raise _no_document()


def _office_kind(content_types: bytes) -> MediaType:
    said = [element.attributes.get("ContentType", "").lower() for element in elements(content_types)]
    if any(word in each for each in said for word in _RUNNING):
        raise _macros()
    main = [kind for name, kind in _MAIN_PARTS.items() if name in said]
    if len(main) != 1:
        raise _no_document()
    return main[0]


def _open_document_kind(parts: Mapping[str, bytes]) -> MediaType:
    said = parts["mimetype"].decode("ascii", "replace")
    if said not in _OPEN_DOCUMENTS or next(iter(parts)) != "mimetype" or _MANIFEST not in parts:
        raise _no_document()
    if any(element.name == "encryption-data" for element in elements(parts[_MANIFEST])):
        raise DocumentRefused("package-locked", "is under a password: save it without one.")
    return MediaType(said)


def _macros() -> DocumentRefused:
    return DocumentRefused("package-macros", "has macros: save it without them.")


def _no_document() -> DocumentRefused:
    return DocumentRefused("archive", "is an archive, and no Word, Excel, PowerPoint or OpenDocument file.")

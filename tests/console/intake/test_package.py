"""Office documents: which they are, and what none of them may carry."""

import struct
from zipfile import ZIP_BZIP2, ZIP_LZMA

import pytest

from console.intake.archive import (
    ALWAYS_UNPACKED_BYTES,
    LARGEST_RATIO,
    LARGEST_UNPACKED_BYTES,
    MOST_PARTS,
    Room,
)
from console.intake.inspecting import inspected
from console.intake.media import MediaType
from console.intake.package import LARGEST_DESCRIPTION_BYTES
from console.intake.refused import DocumentRefused
from tests.console.intake.refusing import code, refusal
from tests.console.intake.samples import (
    COMPOUND,
    PROGRAM,
    WHOLE,
    archive,
    office_parts,
    open_parts,
    relations,
)

DOCX, XLSX, ODT = MediaType.DOCX, MediaType.XLSX, MediaType.ODT
MACROS = ("package-macros", "has macros: save it without them.")
OBJECT = ("package-object", "has macros, or an object of another program, embedded.")
LOCKED = ("package-locked", "is under a password: save it without one.")
OUTSIDE = ("package-names", "has a part whose name leads out of it.")
NO_DOCUMENT = ("archive", "is an archive, and no Word, Excel, PowerPoint or OpenDocument file.")


def docx(more: dict[str, bytes], *types: str) -> bytes:
    return archive(office_parts(DOCX, *types) | more)


def odt(more: dict[str, bytes]) -> bytes:
    return archive(open_parts(ODT) | more)


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (docx({"word/vbaProject.bin": b"x"}), MACROS),
        (docx({"word/vbaProject.bin": COMPOUND}), OBJECT),
        (docx({}, "application/vnd.ms-word.document.macroEnabled.main+xml"), MACROS),
        (archive(office_parts(XLSX, "application/vnd.ms-excel.macrosheet+xml")), MACROS),
        (docx({}, "application/vnd.ms-office.activeX+xml"), MACROS),
        (odt({"Basic/script-lc.xml": b"<x/>"}), MACROS),
        (odt({"Scripts/python/x.py": b"x"}), MACROS),
        (docx({"word/embeddings/oleObject1.bin": COMPOUND}), OBJECT),
        (docx({"word/media/image1.png": PROGRAM}), ("program", "has a program embedded.")),
        (archive(open_parts(ODT, b"<m:file-entry><m:encryption-data/></m:file-entry>")), LOCKED),
        (
            docx(
                {
                    "word/_rels/settings.xml.rels": relations(
                        "https://x.example/t.dotm", mode="External", type_="attachedTemplate"
                    )
                }
            ),
            ("package-fetches", "fetches a template or an object from elsewhere when opened."),
        ),
        (docx({}, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), NO_DOCUMENT),
        (archive({"a.txt": b"a"}), NO_DOCUMENT),
        (archive(office_parts(DOCX) | open_parts(ODT)), NO_DOCUMENT),
        (archive({"content.xml": b"<x/>"} | open_parts(ODT)), NO_DOCUMENT),
        (archive(open_parts(MediaType.PDF)), NO_DOCUMENT),
        (
            archive({"[Content_Types].xml": b"<!DOCTYPE x [<!ENTITY e 'e'>]><x>&e;</x>"}),
            ("package-damaged", "is no regular document: a part of it declares a document type."),
        ),
        (
            archive({"[Content_Types].xml": b"<x>"}),
            ("package-damaged", "is damaged: a part of it is no XML."),
        ),
    ],
)
def test_what_runs_hides_or_is_no_document_is_refused(content: bytes, answer: tuple[str, str]) -> None:
    assert refusal(content) == answer


def test_a_link_that_somebody_has_to_follow_is_taken() -> None:
    link = relations("https://aurora.example", mode="External", type_="hyperlink")
    assert inspected(docx({"word/_rels/document.xml.rels": link})) == DOCX


def test_the_workbook_of_a_chart_is_taken_and_inspected_in_its_turn() -> None:
    place = "word/embeddings/sheet.xlsx"
    assert inspected(docx({place: WHOLE[XLSX]})) == DOCX
    assert refusal(docx({place: archive(office_parts(XLSX) | {"xl/vbaProject.bin": b"x"})})) == MACROS
    assert refusal(docx({place: archive({"a.txt": b"a"})})) == NO_DOCUMENT


def test_a_document_in_a_document_in_a_document_is_refused() -> None:
    within = archive(office_parts(XLSX) | {"xl/embeddings/d.docx": WHOLE[DOCX]})
    assert refusal(docx({"word/embeddings/s.xlsx": within})) == (
        "package-nested",
        "has an archive within an archive within it.",
    )


@pytest.mark.parametrize(
    "name", ["../evil.xml", "word/../../evil.xml", "/etc/passwd", "C:evil.xml", "word\\evil.xml"]
)
def test_a_name_that_leads_out_of_the_archive_is_refused(name: str) -> None:
    assert refusal(docx({name: b"x"})) == OUTSIDE


def test_two_parts_of_one_name_are_refused() -> None:
    assert refusal(docx({"WORD/document.xml": b"x"})) == ("package-names", "has two parts of one name.")


@pytest.mark.parametrize("method", [ZIP_BZIP2, ZIP_LZMA])
def test_a_way_of_packing_no_office_program_writes_is_refused(method: int) -> None:
    assert code(archive(office_parts(DOCX), method=method)) == "package-damaged"


def test_an_encrypted_part_is_refused() -> None:
    content = bytearray(WHOLE[DOCX])
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + flags] |= 1
    assert refusal(bytes(content)) == LOCKED


def test_bytes_before_between_and_after_the_parts_are_refused() -> None:
    whole = WHOLE[DOCX]
    second = whole.index(b"PK\x03\x04", 4)
    directory = whole.index(b"PK\x01\x02")
    assert code(whole[:second] + b"hidden" + whole[second:]) == "package-damaged"
    assert code(whole[:directory] + b"hidden" + whole[directory:]) == "package-damaged"
    assert code(whole + b"hidden") == "package-tail"
    assert code(whole[:-2] + struct.pack("<H", 6) + b"hidden") == "package-tail"


def test_parts_that_unpack_from_the_same_bytes_are_refused() -> None:
    """The way of archives that unpack to more than any ratio allows."""
    whole = WHOLE[DOCX]
    first = whole.index(b"PK\x01\x02")
    second = whole.index(b"PK\x01\x02", first + 4)
    same_place = whole[: second + 42] + bytes(4) + whole[second + 46 :]
    assert code(same_place) == "package-damaged"


def test_an_archive_of_exactly_the_most_parts_is_taken_and_one_more_refused() -> None:
    parts = office_parts(DOCX)
    filling = {f"word/{number}.xml": b"" for number in range(MOST_PARTS - len(parts))}
    assert inspected(archive(parts | filling)) == DOCX
    assert refusal(archive(parts | filling | {"word/last.xml": b""})) == (
        "package-parts",
        f"has {MOST_PARTS + 1} parts; at most {MOST_PARTS} are taken.",
    )


def test_what_unpacks_to_exactly_the_room_of_its_size_is_taken_and_one_byte_more_refused() -> None:
    parts = office_parts(DOCX)
    left = ALWAYS_UNPACKED_BYTES - sum(len(part) for part in parts.values())
    assert inspected(docx({"word/rows.xml": bytes(left)})) == DOCX
    assert refusal(docx({"word/rows.xml": bytes(left + 1)})) == (
        "package-bomb",
        "unpacks to more than a document of its size does.",
    )


def test_a_bomb_within_a_document_within_counts_for_the_whole() -> None:
    half = bytes(ALWAYS_UNPACKED_BYTES // 2)
    charts = {f"word/embeddings/{n}.xlsx": archive(office_parts(XLSX) | {"xl/s.xml": half}) for n in (1, 2)}
    assert code(docx(charts)) == "package-bomb"


@pytest.mark.parametrize(
    ("packed", "room"),
    [
        (0, ALWAYS_UNPACKED_BYTES),
        (1_000_000, LARGEST_RATIO * 1_000_000),
        (25 * 1024 * 1024, LARGEST_UNPACKED_BYTES),
    ],
)
def test_the_room_grows_with_the_document_up_to_a_limit(packed: int, room: int) -> None:
    Room(packed).take(room)
    with pytest.raises(DocumentRefused):
        Room(packed).take(room + 1)


def test_a_list_of_parts_that_is_a_bomb_itself_is_refused() -> None:
    relation = b"<x>".ljust(LARGEST_DESCRIPTION_BYTES - 3) + b"</x>"
    assert code(docx({"word/_rels/a.rels": relation})) == "package-bomb"


def test_a_part_whose_content_is_not_what_its_checksum_says_is_refused() -> None:
    spoilt = WHOLE[ODT].replace(b"oasis.opendocument.text", b"oasis.opendocument.texx", 1)
    assert code(spoilt) == "package-damaged"

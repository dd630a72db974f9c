"""A document is what its content says, and one thing only."""

import struct
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.intake.inspecting import inspected
from console.intake.media import TAKEN, MediaType
from console.intake.refused import DocumentRefused
from tests.console.intake.refusing import code, refusal
from tests.console.intake.samples import COMPOUND, PROGRAM, WHOLE, archive

EVERY_KIND = list(MediaType)
# A process for each of many examples would be slow; PDF has such laws of its own.
IN_PROCESS = [kind for kind in MediaType if kind is not MediaType.PDF]
ZIPPED = archive({"payload.html": b"<script>1</script>"})


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_each_kind_is_known_by_its_content(kind: MediaType) -> None:
    assert inspected(WHOLE[kind]) == kind


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b"", ("empty", "is empty.")),
        (b"\xef\xbb\xbf \n", ("empty", "is empty.")),
        (PROGRAM, ("program", "is a program.")),
        (b"\x7fELF\x02\x01\x01\x00" + bytes(90), ("program", "is a program.")),
        (b"\xca\xfe\xba\xbe\x00\x00\x00\x34", ("program", "is a program.")),
        (
            COMPOUND,
            ("office-old-or-locked", "is an Office file of the old form or under a password: save it anew."),
        ),
        (b"PK\x05\x06" + bytes(18), ("archive", "is an archive: hand in its files one by one.")),
        (b"Rar!\x1a\x07\x01\x00", ("archive", "is an archive: hand in its files one by one.")),
        (
            b"\x00\x00\x00\x18ftypheic\x00\x00",
            ("picture-form", "is a picture or film of a form that is not taken: save it as PNG or JPEG."),
        ),
        (
            "als UTF-16 gespeichert".encode("utf-16"),
            (
                "form-unknown",
                f"is none of {TAKEN}.",
            ),
        ),
    ],
)
def test_what_is_not_taken_is_called_by_what_it_is(content: bytes, answer: tuple[str, str]) -> None:
    assert refusal(content) == answer


@pytest.mark.parametrize("text", ["MZ is a postcode.", "PK, a name", "BM25 and GIF8", "the ftyp of films"])
def test_a_letter_may_begin_as_a_program_does(text: str) -> None:
    assert inspected(text.encode()) == MediaType.TEXT


@pytest.mark.parametrize(("first", "second"), list(permutations(EVERY_KIND, 2)))
def test_two_documents_in_one_are_refused(first: MediaType, second: MediaType) -> None:
    with pytest.raises(DocumentRefused):
        inspected(WHOLE[first] + WHOLE[second])


@pytest.mark.parametrize("kind", [MediaType.PDF, MediaType.PNG, MediaType.JPEG])
def test_an_archive_behind_a_document_is_refused(kind: MediaType) -> None:
    assert refusal(WHOLE[kind] + ZIPPED) == ("second-document", "has an archive appended.")


def test_an_archive_behind_a_pdf_is_refused_though_the_pdf_ends_again() -> None:
    ended_again = b"\n%%EOF\n"
    zipped = ZIPPED[:-2] + struct.pack("<H", len(ended_again)) + ended_again
    assert code(WHOLE[MediaType.PDF] + zipped) == "second-document"


@pytest.mark.parametrize("kind", [MediaType.PNG, MediaType.JPEG, MediaType.TEXT])
@pytest.mark.parametrize("before", [1, 1023])
def test_a_pdf_a_reader_would_find_behind_other_bytes_is_refused(kind: MediaType, before: int) -> None:
    content = WHOLE[kind].ljust(before, b" ")[:before] + WHOLE[MediaType.PDF]
    assert code(content) == "second-document"


def answer(content: bytes) -> MediaType | None:
    """What the content is, or None for a refusal; anything else is a fault."""
    try:
        return inspected(content)
    except DocumentRefused:
        return None


@given(kind=st.sampled_from(IN_PROCESS), cut=st.integers(0, 10_000))
def test_of_a_document_cut_short_only_text_is_left(kind: MediaType, cut: int) -> None:
    whole = WHOLE[kind].rstrip()
    assert answer(whole[: cut % len(whole)]) in {None, MediaType.TEXT}


@given(kind=st.sampled_from(IN_PROCESS), place=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_a_changed_byte_makes_no_other_document_but_text(kind: MediaType, place: int, byte: int) -> None:
    spoilt = bytearray(WHOLE[kind])
    spoilt[place % len(spoilt)] = byte
    assert answer(bytes(spoilt)) in {None, kind, MediaType.TEXT}


@given(content=st.binary(max_size=300))
def test_bytes_without_order_are_text_or_nothing(content: bytes) -> None:
    assert answer(content) in {None, MediaType.TEXT}

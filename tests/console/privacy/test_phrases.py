"""Looking for a person in documents: whatever they are set in, and whichever way a name is written."""

import pytest

from console.intake.media import MediaType
from console.privacy.phrases import folded, occurs, phrases_for, text_in
from tests.console.intake.samples import archive, office_parts, pdf, png

NAME = "Åse Quill-Holm"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 90]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def printed(text: str) -> bytes:
    """A PDF that says the text on its page."""
    shown = b"BT /F 12 Tf 9 9 Td (%b) Tj ET" % text.encode("cp1252")
    contents = b"<</Length %d>>stream\n%b\nendstream" % (len(shown), shown)
    return pdf(more={3: _PAGE, 4: contents, 5: _FONT})


def written(text: str) -> bytes:
    """A Word document that says the text."""
    parts = office_parts(MediaType.DOCX)
    body = f"<w:document><w:p><w:t>{text}</w:t></w:p></w:document>".encode()
    return archive({**parts, "word/document.xml": body})


@pytest.mark.parametrize(
    "content",
    [
        printed(f"Assessed by {NAME} and others"),
        written(f"Assessed by {NAME}"),
        written("Assessed by Åse</w:t><w:t> Quill-</w:t><w:t>Holm"),
        f"Kursus;{NAME}\r\n".encode(),
        f"\ufeff{NAME}".encode(),
    ],
    ids=["pdf", "word", "word with a change of form within", "text", "text with a mark"],
)
def test_a_name_is_found_in_every_kind_of_document_that_has_text(content: bytes) -> None:
    text = text_in(content)
    assert text is not None
    assert occurs([NAME], text)
    assert not occurs(["Somebody Else"], text)


@pytest.mark.parametrize(
    "content",
    [png(), b"%PDF-1.7 and no more", b"PK\x03\x04 and no more", b"\xff\xfe\x00"],
    ids=["picture", "torn pdf", "torn archive", "no known text"],
)
def test_what_has_no_text_to_look_into_says_so(content: bytes) -> None:
    assert text_in(content) is None


@pytest.mark.parametrize(
    "text",
    ["ÅSE QUILL-HOLM", "Åse Quill Holm", "Åse\nQuill-\nHolm", "…åse   quill‑holm…", "A\u030ase Quill-Holm"],
)
def test_a_name_is_found_however_it_is_spaced_broken_or_written_in_capitals(text: str) -> None:
    assert occurs([NAME], text)


def test_a_person_is_looked_for_by_name_either_way_round_and_by_address() -> None:
    assert phrases_for("Åse Marie Holm", "aase@holm.example") == (
        "Åse Marie Holm",
        "Holm Åse Marie",
        "aase@holm.example",
    )
    assert occurs(phrases_for("Åse Holm", ""), "Present: Holm, Åse; Kerr, Bob.")


def test_who_was_erased_is_looked_for_by_nothing() -> None:
    assert phrases_for("", "") == ()
    assert not occurs(["", " – "], "any text at all")


def test_letters_and_digits_alone_are_compared() -> None:
    assert folded("Café № 2, Straße ﬁn") == "caféno2strassefin"

"""A PDF is whole, open to everybody, and nothing in it runs or hides."""

from traceback import format_exception

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.intake.pdf import inspect_pdf
from console.intake.refused import DocumentRefused
from tests.console.intake.refusing import refusal
from tests.console.intake.samples import compressed_pdf, pdf

CANARY = b"what only the applicant knows"
RUNS = ("pdf-script", "has scripts or actions that run a program: print it to a new PDF.")
REACHES = ("pdf-action", "has actions that send data or open other files: print it to a new PDF.")
EMBEDS = ("pdf-embedded", "has other files embedded: hand them in by themselves.")


@pytest.mark.parametrize(
    "content",
    [
        pdf(),
        pdf() + b"\r\n\x00\x00",
        pdf(root=b"/OpenAction[3 0 R/Fit]"),
        pdf(more={4: b"<</S/URI/URI(https://a.example/JavaScript)>>"}),
        pdf(more={4: b"(the /Launch of a /JavaScript)"}),
        compressed_pdf(b"<</Producer(x)>>"),
        pdf() + pdf().partition(b"\n")[2],
    ],
)
def test_pages_links_and_later_additions_are_taken(content: bytes) -> None:
    inspect_pdf(content)


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (pdf(root=b"/OpenAction<</S/JavaScript/JS(app.alert)>>"), RUNS),
        (pdf(root=b"/OpenAction<</S/#4aava#53cript/#4aS(app.alert)>>"), RUNS),
        (pdf(root=b"/Names<</JavaScript 4 0 R>>", more={4: b"<<>>"}), RUNS),
        (pdf(more={4: b"[[<</A<</S/#4caunch/F(x)>>>>]]"}), RUNS),
        (pdf().replace(b"xref\n0 1", b"9 0 obj<</S /Launch>>endobj\nxref\n0 1"), RUNS),
        (compressed_pdf(b"<</S/Launch/F(cmd.exe)>>"), RUNS),
        (pdf(root=b"/OpenAction<</S/SubmitForm/F(https://a.example)>>"), REACHES),
        (pdf(root=b"/OpenAction<</S/Import#44ata/F(data.fdf)>>"), REACHES),
        (pdf(more={4: b"<</A<</S/GoToR/F(other.pdf)/D[0/Fit]>>>>"}), REACHES),
        (compressed_pdf(b"<</S/GoToE/T<</R/C>>>>"), REACHES),
        (pdf().replace(b"xref\n0 1", b"9 0 obj<</S /GoToR>>endobj\nxref\n0 1"), REACHES),
        (pdf(root=b"/Names<</EmbeddedFiles 4 0 R>>", more={4: b"<<>>"}), EMBEDS),
        (compressed_pdf(b"<</Type/Filespec/EF<</F 9 0 R>>>>"), EMBEDS),
        (pdf(more={4: b"<</Subtype/RichMedia>>"}), EMBEDS),
        (
            pdf(root=b"/AcroForm<</XFA 4 0 R>>"),
            ("pdf-form", "is a dynamic form (XFA): print it to a new PDF."),
        ),
        (
            pdf(
                trailer=b"/Encrypt 4 0 R/ID[<00><00>]",
                more={4: b"<</Filter/Standard/V 1/R 2/P -4/O(x)/U(y)>>"},
            ),
            ("pdf-locked", "is encrypted: save it without a password."),
        ),
    ],
)
def test_what_runs_hides_or_is_locked_is_refused_however_it_is_written(
    content: bytes, answer: tuple[str, str]
) -> None:
    assert refusal(content, inspect_pdf) == answer


def test_bytes_after_the_end_are_refused() -> None:
    assert refusal(pdf() + b"<script>", inspect_pdf) == (
        "pdf-tail",
        "is not whole, or has something after the end of the PDF.",
    )


@pytest.mark.parametrize("content", [b"%PDF-1.7\n%%EOF", b"%PDF-1.7\nstartxref\n9\n%%EOF"])
def test_a_pdf_that_leads_to_no_page_is_damaged(content: bytes) -> None:
    assert refusal(content, inspect_pdf)[0] == "pdf-damaged"


def test_a_pdf_without_a_page_is_refused() -> None:
    no_page = pdf().replace(b"[3 0 R]/Count 1", b"[]/Count 0     ")
    assert refusal(no_page, inspect_pdf) == ("pdf-empty", "is a PDF without a page.")


def test_nothing_of_a_document_stands_in_a_log_or_behind_an_error(caplog: pytest.LogCaptureFixture) -> None:
    content = b"%PDF-1.7\n" + CANARY + b"\n%%EOF"
    with pytest.raises(DocumentRefused) as refused:
        inspect_pdf(content)
    shown = "".join(format_exception(refused.value))
    assert (CANARY.decode() in shown, caplog.records) == (False, [])


@given(place=st.integers(0, len(pdf()) - 1), byte=st.integers(0, 255))
def test_a_changed_byte_leaves_a_pdf_or_a_refusal_and_no_fault(place: int, byte: int) -> None:
    spoilt = bytearray(pdf())
    spoilt[place] = byte
    try:
        inspect_pdf(bytes(spoilt))
    except DocumentRefused:
        assert bytes(spoilt) != pdf()

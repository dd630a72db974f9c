"""Every document as its archive needs it: what PDF/A-3a and PDF/UA-1 ask, read back by another program."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from activities.issuing.rendering import render_certificate, render_report
from activities.notification.wording import LANGUAGES, Language
from tests.activities.issuing.documents import (
    CHECK,
    bronze_report,
    certificate,
    gold_report,
    silver_report,
)
from tests.activities.issuing.reading import opened

FOREIGN = "Łódź Λευκωσία Київ ქართული עברית 中文 😀 \ue000\x07"


def _certificate(language: Language) -> bytes:
    return render_certificate(certificate(language))


def _gold_report(language: Language) -> bytes:
    return render_report(gold_report(language))


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    **{f"certificate {each}": partial(_certificate, each) for each in LANGUAGES},
    **{f"gold report {each}": partial(_gold_report, each) for each in LANGUAGES},
    "silver draft": lambda: render_report(silver_report("da", draft=True)),
    "bronze report": lambda: render_report(bronze_report("de")),
    "foreign letters": lambda: render_certificate(certificate("en", cluster=FOREIGN)),
}


@pytest.fixture(name="reader", params=DOCUMENTS, scope="module")
def _reader(request: pytest.FixtureRequest) -> PdfReader:
    return opened(DOCUMENTS[request.param]())


def test_it_declares_itself_as_pdf_a_3a_and_pdf_ua_1(reader: PdfReader) -> None:
    declared = _xmp(reader)
    marks = ("<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<")
    assert [declared.count(mark) for mark in marks] == [1, 1, 1]


def test_it_is_tagged_and_names_its_language(reader: PdfReader) -> None:
    root = _root(reader)
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/StructTreeRoot"]["/Type"] == "/StructTreeRoot"
    assert root["/Lang"] in LANGUAGES
    assert f"<dc:language><rdf:Bag><rdf:li>{root['/Lang']}</rdf:li>" in _xmp(reader)


def test_its_colours_have_a_profile(reader: PdfReader) -> None:
    (intent,) = (each.get_object() for each in _root(reader)["/OutputIntents"])
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_object().get_data()[36:40] == b"acsp"


def test_every_font_is_embedded_and_maps_its_glyphs_to_letters(reader: PdfReader) -> None:
    fonts: list[Any] = [each for each in _dictionaries(reader) if each.get("/Type") == "/Font"]
    composite = [each for each in fonts if each["/Subtype"] == "/Type0"]
    descendants = [each["/DescendantFonts"][0].get_object() for each in composite]
    descriptors = [each["/FontDescriptor"].get_object() for each in descendants]
    assert len(composite) * 2 == len(fonts) > 0
    assert all("/ToUnicode" in each for each in composite)
    assert all({"/FontFile2", "/FontFile3"} & each.keys() for each in descriptors)


def test_every_figure_has_words_for_who_does_not_see_it(reader: PdfReader) -> None:
    figures = [each for each in _dictionaries(reader) if each.get("/S") == "/Figure"]
    assert figures
    assert all(str(each["/Alt"]).strip() for each in figures)


def test_its_only_actions_are_links_to_the_check_address(reader: PdfReader) -> None:
    annotations: list[Any] = [each for each in _dictionaries(reader) if "/Rect" in each]
    actions = [each["/A"].get_object() for each in annotations]
    assert {(each["/S"], each["/URI"]) for each in actions} == {("/URI", CHECK)}


def test_it_holds_no_script_no_attachment_and_no_form(reader: PdfReader) -> None:
    forbidden = {"/JS", "/JavaScript", "/OpenAction", "/AA", "/EmbeddedFiles", "/EF", "/AcroForm", "/Encrypt"}
    found = {key for each in _dictionaries(reader) for key in each} | set(reader.trailer)
    assert found & forbidden == set()


def test_it_is_dated_by_its_content_and_not_by_its_rendering(reader: PdfReader) -> None:
    assert reader.metadata is not None
    days = {datetime(2026, 5, 22, tzinfo=UTC), datetime(2026, 4, 28, tzinfo=UTC)}
    assert reader.metadata.creation_date in days
    assert reader.metadata.modification_date == reader.metadata.creation_date


def test_it_names_its_title_and_author(reader: PdfReader) -> None:
    assert reader.metadata is not None
    assert reader.metadata.author == "European Secretariat for Cluster Analysis"
    assert f">{reader.metadata.title}</rdf:li>" in _xmp(reader)
    assert _root(reader)["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def _root(reader: PdfReader) -> Any:
    return reader.root_object


def _xmp(reader: PdfReader) -> str:
    xmp: bytes = _root(reader)["/Metadata"].get_data()
    return xmp.decode()


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary in the file, those inside others too."""
    for number in range(1, cast("int", reader.trailer["/Size"])):
        yield from _within(reader.get_object(number))


def _within(found: Any) -> Iterator[DictionaryObject]:
    if isinstance(found, DictionaryObject):
        yield found
        for each in found.values():
            yield from _within(each)
    elif isinstance(found, ArrayObject):
        for each in found:
            yield from _within(each)

"""What people typed, as a page can show it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from activities.issuing.printable import all_printable, printable


@pytest.mark.parametrize(
    "name",
    [
        "Køge Ærø Ålborg",
        "Größe Übung „Straße“",
        "Łódź, Gdańsk, Żółć",
        "Λευκωσία",
        "Київ",
        "ქართული",
        "עברית",
        "100 % – “quoted” €",
    ],
)
def test_the_letters_of_europe_stay_as_they_are(name: str) -> None:
    assert printable(name) == name


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("  Aurora\x00\x07\tLife\r\nScience ", "Aurora Life Science"),
        ("Aurora \u202eecneicS", "Aurora ecneicS"),
        ("Auro\u00adra\ufeff", "Aurora"),
        ("one\u2028two", "one two"),
        ("\ue000Aurora\ud800", "Aurora"),
        ("e\u0301t\u0065\u0301", "été"),
        ("中文 😀", "\ufffd\ufffd \ufffd"),
    ],
)
def test_what_no_page_can_show_is_left_out_or_seen_to_be_missing(typed: str, printed: str) -> None:
    assert printable(typed) == printed


def test_a_space_that_does_not_break_stays() -> None:
    assert printable("79.3\N{NO-BREAK SPACE}%") == "79.3\N{NO-BREAK SPACE}%"


def test_every_text_of_a_sheet_is_made_printable_and_nothing_else() -> None:
    sheet: JsonValue = {"name": "a\x07b", "rows": [["c\nd", 1, None, True]]}
    assert all_printable(sheet) == {"name": "a b", "rows": [["c d", 1, None, True]]}


@given(st.text(alphabet=st.characters(max_codepoint=0x24F, exclude_categories=["C"])))
def test_printing_what_is_printable_changes_nothing(text: str) -> None:
    assert printable(printable(text)) == printable(text)

"""CSV that every spreadsheet reads, and none takes a formula from."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.cli.answers import Usage
from console.cli.comma_separated import csv_text, one_form

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def test_a_table_has_a_line_of_names_and_ends_its_lines_as_the_standard_says() -> None:
    assert csv_text(("name", "number"), [("Aurora", 3), ("Borealis", None)]) == (
        "name,number\r\nAurora,3\r\nBorealis,\r\n"
    )


def test_commas_quotes_and_line_breaks_stay_within_their_cell() -> None:
    assert csv_text(("a",), [('x,"y"\nz',)]) == 'a\r\n"x,""y""\nz"\r\n'


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_cell_that_begins_like_a_formula_becomes_a_text(first: str) -> None:
    written = csv_text(("a",), [(f"{first}cmd|' /C calc'!A0",)])
    assert list(csv.reader(io.StringIO(written, newline=""))) == [["a"], [f"'{first}cmd|' /C calc'!A0"]]


def test_what_only_holds_such_a_sign_stays_as_it_is() -> None:
    assert csv_text(("a",), [("a=b",), ("2026-01-31",)]) == "a\r\na=b\r\n2026-01-31\r\n"


@given(st.lists(st.tuples(CELLS, CELLS), max_size=4))
def test_whatever_stands_in_cells_is_read_back_and_no_cell_begins_like_a_formula(
    rows: list[tuple[str, str]],
) -> None:
    read = list(csv.reader(io.StringIO(csv_text(("a", "b"), rows), newline="")))[1:]
    assert [[cell.removeprefix("'") for cell in row] for row in read] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert [cell for row in read for cell in row if cell.startswith(tuple("=+-@\t\r\n"))] == []


def test_one_form_is_asked_for_at_a_time() -> None:
    one_form(as_json=False, as_csv=True)
    with pytest.raises(Usage):
        one_form(as_json=True, as_csv=True)

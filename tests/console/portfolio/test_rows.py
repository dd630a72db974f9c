"""Each line of a portfolio table is a label, or says in which column it cannot be read."""

from datetime import date
from importlib import resources

import pytest

from console.portfolio.cells import NotAPortfolio, Unreadable
from console.portfolio.rows import CASE_COLUMNS, COLUMNS, Row, read_rows
from domain.cluster.commands.imports import ImportCase
from domain.cluster.commands.organisation import ImportLabel
from domain.levels import Kind, Level
from domain.terms import Interval
from tests.console.portfolio.table import CASE_HEADER, HEADER, case_row, items, row, table


def rows_of(content: bytes) -> list[Row]:
    rows = read_rows(content)
    assert [row for row in rows if isinstance(row, Unreadable)] == []
    return [row for row in rows if isinstance(row, Row)]


def test_the_portfolio_is_readable_and_names_each_label_by_country_and_normalised_name() -> None:
    content = (resources.files("console.portfolio") / "portfolio.csv").read_bytes()
    assert [
        (row.line, row.cluster_id, row.command.level, row.command.language) for row in rows_of(content)
    ] == [
        (2, "dk-damrc", "gold", "da"),
        (3, "de-cluster-sondermaschinen-und-anlagenbau-in-sachsen-anhalt-smab", "silver", "de"),
        (4, "de-medways", "silver", "de"),
        (5, "de-umweltcluster-bayern", "silver", "de"),
        (6, "de-umweltcluster-bayern", "silver", "de"),
        (7, "de-umweltcluster-bayern", "silver", "de"),
        (8, "dk-danish-life-science-cluster", "gold", "da"),
        (9, "dk-made", "bronze", "da"),
        (10, "dk-made", "gold", "da"),
        (11, "dk-energy-cluster-denmark", "gold", "da"),
        (12, "dk-energy-cluster-denmark", "gold", "da"),
        (13, "es-basque-energy-cluster", "gold", "en"),
        (14, "lb-qoot-cluster", "bronze", "en"),
    ]


@pytest.mark.parametrize(
    ("name", "country", "cluster_id"),
    [
        ("Ålborg Fødevarer", "DK", "dk-aalborg-foedevarer"),
        ("Aalborg fødevarer", "DK", "dk-aalborg-foedevarer"),
        ("Ελληνικός Όμιλος", "GR", "gr-9a3ed3f902a3"),
        ("ΕΛΛΗΝΙΚΟΣ ΟΜΙΛΟΣ", "GR", "gr-9a3ed3f902a3"),
        ("Клъстер Мебел", "BG", "bg-391d5c74d546"),
    ],
)
def test_a_name_in_any_script_identifies_its_cluster(name: str, country: str, cluster_id: str) -> None:
    (read,) = rows_of(table(row(cluster=name, country=country)))
    assert read.cluster_id == cluster_id


def test_equal_bounds_are_exact_one_bound_stays_open_and_none_is_unknown() -> None:
    line = row(assessed_from="2021-10-01", assessed_to="2021-10-01", awarded_to="2021-11-19")
    (read,) = rows_of(table(line))
    assert isinstance(read.command, ImportLabel)
    assert read.command.assessed == Interval.exactly(date(2021, 10, 1))
    assert read.command.awarded == Interval(earliest=None, latest=date(2021, 11, 19))
    assert read.command.valid_until == Interval.unknown()


def test_a_row_is_known_again_by_its_cells_however_they_are_written() -> None:
    cells = row(region="Fünen").split(",")
    quoted = ",".join(f'"{cell}"' for cell in cells)
    keys = {
        rows_of(end.join([HEADER, line, ""]).encode())[0].command.row_key
        for line in (",".join(cells), quoted)
        for end in ("\n", "\r\n")
    }
    (other,) = rows_of("\n".join([HEADER, row(region="Lolland")]).encode())
    assert (len(keys), other.command.row_key in keys) == (1, False)


def test_a_byte_order_mark_empty_lines_and_further_columns_are_no_matter() -> None:
    content = "\ufeff" + "\n".join([f"note,{HEADER}", "", f"seen,{row()}", "   "])
    (read,) = rows_of(content.encode())
    assert (read.line, read.cluster_id) == (3, "dk-aurora")


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (row(cluster="–"), "cluster", "the name has no letter or digit."),
        (row(country="Denmark"), "country", "a country in two capital letters is expected, such as DE."),
        (row(level="platinum"), "level", "one of 'bronze', 'silver' or 'gold' is expected."),
        (row(kind=""), "kind", "is missing."),
        (row(founded="long ago"), "founded", "a whole number is expected, such as 3."),
        (row(members="-1"), "members", "0 or more is expected."),
        (row(source=""), "source", "is missing."),
        (row(awarded_from="31.01.2018"), "awarded_from", "'31.01.2018' is no day of the form 2026-03-31."),
        (row(awarded_to="2018-02-30"), "awarded_to", "'2018-02-30' is no day of the form 2026-03-31."),
        (
            row(valid_until_from="2020-02-01", valid_until_to="2020-01-31"),
            "valid_until_from",
            "2020-02-01 is after valid_until_to, 2020-01-31.",
        ),
        ("Aurora,DK", "", f"2 cells where the first line names {len(COLUMNS)} columns."),
        (f"{row()},more", "", f"{len(COLUMNS) + 1} cells where the first line names {len(COLUMNS)} columns."),
        (row(cluster='"Aurora'), "", "not CSV: unexpected end of data."),
        (row(source="own\x00page"), "", "the line holds a control character."),
    ],
)
def test_a_row_that_cannot_be_read_names_its_line_and_column_and_spoils_no_other(
    line: str, column: str, reason: str
) -> None:
    before, unreadable, after = read_rows(table(row(), line, row(cluster="Borealis")))
    assert unreadable == Unreadable(line=3, column=column, reason=reason)
    assert [each.cluster_id for each in (before, after) if isinstance(each, Row)] == [
        "dk-aurora",
        "dk-borealis",
    ]


def test_a_row_that_is_not_utf_8_spoils_no_other() -> None:
    content = table(row(cluster="Fünen")).decode().encode("latin-1") + row(cluster="Fyn").encode()
    spoiled, read = read_rows(content)
    assert spoiled == Unreadable(line=2, column="", reason="the line is not UTF-8.")
    assert isinstance(read, Row)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", f"The first line does not name these columns: {', '.join(COLUMNS)}."),
        (
            HEADER.replace("kind", "sort").encode(),
            "The first line does not name these columns: kind.",
        ),
        (b'"cluster', "The first line is not CSV: unexpected end of data."),
    ],
)
def test_a_file_that_is_no_portfolio_is_refused_as_a_whole(content: bytes, sentence: str) -> None:
    with pytest.raises(NotAPortfolio) as refused:
        read_rows(content)
    assert str(refused.value) == sentence


def test_a_line_with_a_stage_is_a_case_begun_elsewhere() -> None:
    line = case_row(managers="clara; knud ;", stage="test-passed", applied_on="2026-01-07")
    (read,) = rows_of(f"{CASE_HEADER}\n{line}".encode())
    assert read.cluster_id == "dk-aurora"
    assert read.command == ImportCase(
        name="Aurora",
        country="DK",
        language="da",
        managers=("clara", "knud"),
        level=Level.GOLD,
        kind=Kind.FIRST,
        applied_on=date(2026, 1, 7),
        stage="test-passed",
        source="own page",
        row_key=read.command.row_key,
    )


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"applied_on": ""}, "applied_on", "is missing."),
        ({"applied_on": "last week"}, "applied_on", "'last week' is no day of the form 2026-03-31."),
        (
            {"stage": "audited"},
            "stage",
            "one of 'applied', 'accepted', 'test-passed' or 'signed' is expected.",
        ),
        ({"managers": "Clara Manager"}, "managers", "a person's id is expected, such as emil-expert."),
    ],
)
def test_a_case_that_cannot_be_read_names_its_column(cells: dict[str, str], column: str, reason: str) -> None:
    (unreadable,) = read_rows("\n".join([CASE_HEADER, case_row(**cells)]).encode())
    assert unreadable == Unreadable(line=2, column=column, reason=reason)


def test_a_table_of_cases_names_its_own_columns() -> None:
    with pytest.raises(NotAPortfolio) as refused:
        read_rows(b"cluster,country,stage")
    missing = [column for column in CASE_COLUMNS if column not in ("cluster", "country", "stage")]
    assert str(refused.value) == f"The first line does not name these columns: {', '.join(missing)}."


def test_json_says_the_same_as_a_table_and_is_known_again_by_it() -> None:
    (written,) = rows_of(table(row(founded="2010", awarded_from="2018-01-24", region="Fünen")))
    said = {"cluster": "Aurora", "country": "DK", "level": "gold", "kind": "first", "source": "own page"}
    (item,) = rows_of(items({**said, "founded": 2010, "awarded_from": "2018-01-24", "region": " Fünen "}))
    assert item == written.model_copy(update={"line": 1})


def test_json_holds_labels_and_cases_side_by_side() -> None:
    said = {"cluster": "Aurora", "country": "DK", "level": "gold", "kind": "first", "source": "own page"}
    case = {**said, "stage": "applied", "applied_on": "2026-01-07", "managers": ["clara", "knud"]}
    label, read = rows_of(items({**said, "members": None, "note": "seen"}, case))
    assert [label.command.type, read.command.type] == ["ImportLabel", "ImportCase"]
    assert isinstance(read.command, ImportCase)
    assert read.command.managers == ("clara", "knud")


@pytest.mark.parametrize(
    ("item", "column", "reason"),
    [
        ("Aurora", "", "an object with the columns as keys is expected."),
        ({"cluster": "Aurora", "founded": 2010.5}, "founded", "a text or a number is expected."),
        ({"cluster": "Aurora", "members": True}, "members", "a text or a number is expected."),
        ({"cluster": ["Aurora", 3]}, "cluster", "a text or a number is expected."),
        ({"cluster": "Aur\u0007ora"}, "", "the line holds a control character."),
        ({"country": "DK"}, "cluster", "the name has no letter or digit."),
    ],
)
def test_an_item_that_cannot_be_read_names_its_key_and_spoils_no_other(
    item: object, column: str, reason: str
) -> None:
    said = {"cluster": "Aurora", "country": "DK", "level": "gold", "kind": "first", "source": "own page"}
    before, unreadable, after = read_rows(items(said, item, said))
    assert unreadable == Unreadable(line=2, column=column, reason=reason)
    assert [isinstance(each, Row) for each in (before, after)] == [True, True]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"cluster": "Aurora"}', "The file is not a JSON array of objects."),
        (
            b"[{]",
            "The file is not JSON: Expecting property name enclosed in double quotes: line 1 column 3 (char 2).",
        ),
    ],
)
def test_json_that_is_no_portfolio_is_refused_as_a_whole(content: bytes, sentence: str) -> None:
    with pytest.raises(NotAPortfolio) as refused:
        read_rows(content)
    assert str(refused.value) == sentence

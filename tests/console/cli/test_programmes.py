"""`laurel duties`, `targets`, `counts`, `outcomes` and `register` over a small portfolio on record."""

import asyncio
import csv
import io
from datetime import date
from importlib import resources
from typing import Any

import asyncpg
import orjson
import pytest

from console.embedded.stack import DATABASE, Stack
from console.portfolio.rows import Row, read_rows
from domain.cluster.commands.organisation import ImportLabel
from domain.levels import Kind, Level
from domain.programme.commands import EnrolCluster, FilePlan, NameOwners, SetTarget
from domain.terms import Interval
from readmodel.rebuilding import rebuild
from readmodel.register import FIELDS
from tests.console.cli.conftest import Laurel
from tests.console.cli.recorded import record
from tests.domain.cast import CLARA, KNUD, MONDAY, OLGA, labelled, person
from tests.domain.specification import World, document

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

PORTFOLIO = resources.files("console.portfolio") / "portfolio.csv"
PAULA = "paula-programme"
NORWAY, GO_CLUSTER = "programme-norwegian-innovation-clusters", "programme-go-cluster"
YESTERDAY, TODAY = date(2026, 2, 2), date(2026, 2, 3)


def silver(name: str, until: date) -> ImportLabel:
    return ImportLabel(
        name=name,
        country="IS",
        level=Level.SILVER,
        kind=Kind.FIRST,
        awarded=Interval.exactly(date(2024, 1, 10)),
        valid_until=Interval.exactly(until),
        source="a page of the holder",
        row_key=document(name),
    )


def told() -> World:
    """Three members of go-cluster, one of the Norwegian programme, and the portfolio the sources tell of."""
    world = labelled(MONDAY).pay()
    world.does(OLGA, person(PAULA), on=f"person-{PAULA}")
    world.does(OLGA, silver("=Polar", date(2026, 6, 30)), on="cluster-polar")
    world.does(OLGA, NameOwners(owners=(PAULA,)), on=NORWAY)
    for cluster_id in ("aurora", "borealis", "polar"):
        world.does(OLGA, EnrolCluster(cluster_id=cluster_id, from_on=date(2024, 1, 1)), on=GO_CLUSTER)
    world.does(PAULA, EnrolCluster(cluster_id="corona", from_on=date(2024, 1, 1)), on=NORWAY)
    world.does(PAULA, SetTarget(level=Level.GOLD, at_least=1, by_on=date(2026, 12, 31)), on=NORWAY)
    for row in read_rows(PORTFOLIO.read_bytes()):
        # Of the countries whose calendar this world has.
        if isinstance(row, Row) and row.command.country in ("DK", "DE"):
            world.does(OLGA, row.command, on=f"cluster-{row.cluster_id}")
    return world


@pytest.fixture(scope="module", autouse=True)
def portfolio(stack: Stack) -> None:
    """What is told, on record, and the rows made from it."""
    record(stack, told())
    asyncio.run(_rebuilt(stack))


async def _rebuilt(stack: Stack) -> None:
    owner = await asyncpg.connect(stack.postgres.owner_url(DATABASE))
    try:
        await rebuild(owner)
    finally:
        await owner.close()


def test_who_complies_why_and_until_when(laurel: Laurel) -> None:
    rows = json_of(laurel, "duties", "--at", "2026-03-01")
    assert [
        (
            row["programme"],
            row["cluster_id"],
            row["duty"]["state"],
            row["ahead"]["until"],
            row["ahead"]["then"],
        )
        for row in rows
    ] == [
        ("go-cluster", "polar", "met", "2026-06-30", "in grace"),
        ("go-cluster", "aurora", "not met", None, None),
        ("go-cluster", "borealis", "met", "2040-05-31", "not met"),
        ("norwegian-innovation-clusters", "corona", "met", "2040-05-31", "in grace"),
    ]
    assert rows[0]["duty"]["why"] == "silver due until 2026-06-30; gold none"


def test_who_is_at_risk_within_the_months_asked_about(laurel: Laurel) -> None:
    at_risk = {
        months: [
            row["cluster_id"] for row in json_of(laurel, "duties", "--at", "2026-03-01", "--at-risk", months)
        ]
        for months in ("3", "6")
    }
    assert at_risk == {"3": [], "6": ["polar"]}


def test_a_past_day_is_judged_as_known_then_unless_it_is_asked_otherwise(laurel: Laurel) -> None:
    assert json_of(laurel, "duties", "--at", "2026-01-15") == []
    assert "with --as-of" in laurel("duties", "--at", "2026-01-15").stdout
    later = json_of(laurel, "duties", "--at", "2026-01-15", "--as-of", "2026-02-28")
    assert {row["cluster_id"]: row["duty"]["state"] for row in later} == {
        "aurora": "not met",
        "borealis": "met",
        "polar": "met",
        "corona": "met",
    }


def test_it_is_said_whose_duty_hangs_on_a_label(laurel: Laurel) -> None:
    (row,) = json_of(laurel, "duties", "--at", "2026-03-01", "--cluster", "polar", "--if-lapsed")
    assert (row["programme"], row["level"], row["state"], row["then"]) == (
        "go-cluster",
        "silver",
        "met",
        "not met",
    )
    nothing = laurel("duties", "--at", "2026-03-01", "--cluster", "aurora", "--if-lapsed")
    assert nothing.stdout == "No duty depends on a label of this cluster.\n"


def test_who_acts_for_a_programme_sees_its_members_and_who_for_a_cluster_that_one(laurel: Laurel) -> None:
    def seen(viewer: str) -> list[str]:
        return [row["cluster_id"] for row in json_of(laurel, "duties", "--at", "2026-03-01", "--as", viewer)]

    assert (seen(PAULA), seen(CLARA)) == (["corona"], ["aurora"])
    assert seen(OLGA) == ["polar", "aurora", "borealis", "corona"]
    refused = laurel("duties", "--at", "2026-03-01", "--as", KNUD)
    assert (refused.exit_code, "--public" in refused.stderr) == (1, True)


def test_who_sees_duties_is_told_that_there_is_none_on_a_day_and_not_that_they_may_not_ask(
    laurel: Laurel,
) -> None:
    assert json_of(laurel, "duties", "--at", "2023-12-31", "--as-of", "2026-02-28", "--as", PAULA) == []


@pytest.mark.parametrize("also", [(), ("--if-lapsed",)])
def test_a_duty_of_a_cluster_is_not_denied_to_who_may_not_see_it(
    laurel: Laurel, also: tuple[str, ...]
) -> None:
    refused = laurel("duties", "--cluster", "polar", *also, "--as", CLARA)
    assert (refused.exit_code, refused.stderr.rpartition(" ")[2]) == (1, "(not-permitted)\n")
    assert "clara-manager sees no duty of polar" in refused.stderr
    unknown = laurel("duties", "--cluster", "nowhere", *also)
    assert (unknown.exit_code, unknown.stderr) == (1, "No cluster is registered as nowhere. (not-found)\n")


def test_it_is_said_as_of_when_a_duty_is_judged(laurel: Laurel) -> None:
    later = laurel("duties", "--at", "2026-01-15", "--as-of", "2026-02-28").stdout
    assert "Duties on 2026-01-15, as known on 2026-02-28" in later


def test_the_public_is_told_no_figure_under_five(laurel: Laurel) -> None:
    figures = json_of(laurel, "duties", "--at", "2026-03-01", "--public")
    assert {figure["number"] for figure in figures} == {None}
    assert {figure["number"] for figure in json_of(laurel, "outcomes", "--public")} == {None}
    own = {(row["level"], row["outcome"]): row["number"] for row in json_of(laurel, "outcomes")}
    assert (own["bronze", "awarded at first pass"], own["bronze", "all"]) == (1, 1)


@pytest.mark.parametrize("option", [("--cluster", "polar"), ("--at-risk", "6")])
def test_figures_for_the_public_name_no_cluster(laurel: Laurel, option: tuple[str, ...]) -> None:
    assert laurel("duties", "--public", *option).exit_code == 2


def test_a_programme_there_is_not_is_not_found(laurel: Laurel) -> None:
    for command in ("duties", "targets"):
        assert laurel(command, "--programme", "moonshot").exit_code == 1


def test_a_target_of_members_is_met_by_them_alone(laurel: Laurel) -> None:
    (row,) = json_of(laurel, "targets", "--at", "2026-03-01", "--programme", "norwegian-innovation-clusters")
    assert row["target"] == {
        "among": "members",
        "at_least": 1,
        "by_on": "2026-12-31",
        "higher_counts": False,
        "level": "gold",
    }
    stands = row["stands"]
    assert (stands["met"], stands["first_met_on"], stands["met_in_a_year"]) == (True, "2024-01-01", True)


def test_what_the_known_rows_cannot_tell_is_not_invented(laurel: Laurel) -> None:
    answer = json_of(laurel, "counts", "--at", "2018-01-31", "--level", "gold", "--by", "country")
    told = {
        row["group"]: (row["certain"], row["possible"], row["stated"], row["agreement"])
        for row in answer["counts"]
    }
    missing = "the record cannot tell: some of those labels are not in it"
    # Borealis and Corona are certain; of the portfolio's two nobody knows until when they ran.
    assert told == {
        "": (2, 4, 90, missing),
        "DE": (2, 2, None, None),
        "DK": (0, 2, 13, missing),
    }


def test_a_country_of_which_labels_are_missing_is_not_said_to_miss_a_target_of_any_level(
    laurel: Laurel,
) -> None:
    gold, silver_ = json_of(laurel, "targets", "--at", "2018-12-31", "--programme", "klyngestrategi-2-0")
    assert [each["stands"]["met_by_then"] for each in (gold, silver_)] == [None, None]
    assert gold["missing"] == silver_["missing"] != ""
    assert "Counted is what is on record.\n" in laurel("targets", "--at", "2018-12-31").stdout


def test_labels_are_counted_by_level_sector_and_programme(laurel: Laurel) -> None:
    def counted(*options: str) -> dict[str, int]:
        rows = json_of(laurel, "counts", "--at", "2026-03-01", *options)["counts"]
        return {row["group"]: row["certain"] for row in rows if row["certain"]}

    assert counted("--by", "level") == {"": 4, "gold": 2, "bronze": 1, "silver": 1}
    assert counted("--by", "programme") == {"": 4, "go-cluster": 3, "norwegian-innovation-clusters": 1}
    assert counted("--by", "sector")["ICT"] == 1
    assert counted("--rule", "ever-held", "--level", "silver") == {"": 4}


def test_the_register_has_the_fields_that_are_public_and_no_other(laurel: Laurel) -> None:
    public = ("name", "country", "sector", "website", "level", "status", "valid_until", "renewable_until")
    assert public == FIELDS
    rows = json_of(laurel, "register", "--on", "2026-03-01")
    assert {tuple(sorted(row)) for row in rows} == {tuple(sorted(public))}
    written = laurel("register", "--on", "2026-03-01", "--csv").stdout
    lines = list(csv.reader(io.StringIO(written, newline="")))
    assert (tuple(lines[0]), len(lines) - 1) == (public, len(rows))
    # Aurora's carrier and manager, and all that is only known to the secretariat.
    for text in (written, orjson.dumps(rows).decode(), laurel("register").stdout):
        assert [each for each in ("Aurora Association", CLARA, "cluster-", "bronze-1") if each in text] == []


def test_the_register_is_asked_by_level_country_and_status(laurel: Laurel) -> None:
    def names(*options: str) -> list[str]:
        return [row["name"] for row in json_of(laurel, "register", "--on", "2026-03-01", *options)]

    assert names("--level", "bronze", "--status", "valid") == ["Aurora"]
    assert names("--country", "is") == ["=Polar"]
    assert names("--country", "IS", "--status", "valid") == []
    assert names("--level", "gold", "--country", "DE") == ["Borealis", "Corona"]


def test_no_cell_of_a_table_is_a_formula(laurel: Laurel) -> None:
    for command in (("register", "--country", "IS"), ("duties", "--cluster", "polar")):
        written = laurel(*command, "--csv").stdout
        cells = [cell for line in csv.reader(io.StringIO(written, newline="")) for cell in line]
        assert "'=Polar" in cells
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_csv_and_json_are_not_asked_for_at_once(laurel: Laurel) -> None:
    for command in ("register", "duties", "targets", "counts", "outcomes"):
        assert laurel(command, "--csv", "--json").exit_code == 2


def test_a_plan_filed_at_the_command_line_stands_in_the_label_s_place(laurel: Laurel) -> None:
    kept = FilePlan(cluster_id="aurora", filed_on=YESTERDAY, due_on=TODAY)
    data = orjson.dumps(kept.model_dump(mode="json", exclude={"type"})).decode()
    refused = laurel("submit", GO_CLUSTER, "FilePlan", "--as", OLGA, "--data", data)
    assert (refused.exit_code, "plan-not-provided" in refused.stderr) == (1, True)


def json_of(laurel: Laurel, *arguments: str) -> Any:
    answer = laurel(*arguments, "--json")
    assert answer.exit_code == 0, answer.stderr
    return orjson.loads(answer.stdout)

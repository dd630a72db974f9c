"""`laurel offices`, `office`, `scheme` and `edition`; and what an office's staff sees of other countries: nothing."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from console.embedded.stack import Stack
from domain.cluster.case import Stage
from domain.editions.reading import digest_of, read_edition
from domain.schemes import scheme
from tests.console.cli.conftest import Laurel
from tests.console.cli.recorded import record
from tests.domain.cast import KNUD, OLGA, SVEN, registration
from tests.domain.edition_files import edition_file
from tests.domain.offices import DANISH, NINA, NORDLYS, nordlys_at

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

BARE = "is written [value, mark, source]; a mark A says that the value is assumed."
NEXT_YEAR = date.today() + timedelta(days=365)  # noqa: DTZ011 - any day to come
UNTIL_MARCH = DANISH.model_copy(update={"from_on": date(2026, 2, 2), "until_on": date(2026, 3, 31)})
# Accredited for as long as these tests run.
ICELAND = DANISH.model_copy(update={"name": "Geysir", "countries": ("IS",), "from_on": date(2026, 2, 2)})


@pytest.fixture(scope="module")
def recorded(stack: Stack) -> Stack:
    """Nordlys handles Aurora's Bronze case and is accredited until the end of March 2026; Polaris is German."""
    world = nordlys_at(Stage.SIGNED).does(OLGA, UNTIL_MARCH, on=NORDLYS)
    world.does(OLGA, registration("Polaris", "DE", KNUD), on="cluster-polaris")
    record(stack, world.does(OLGA, ICELAND, on="office-geysir").pay())
    return stack


@pytest.fixture
def told(recorded: Stack, laurel: Laurel) -> Any:
    """What a command prints as JSON, of the record above."""
    assert recorded.env_file.exists()
    laurel("rebuild")

    def ask(*arguments: str) -> Any:
        answer = laurel(*arguments, "--json")
        assert answer.exit_code == 0, answer.stderr
        return orjson.loads(answer.stdout)

    return ask


def test_offices_are_listed_as_they_are_on_a_day(told: Any) -> None:
    in_time = {row["office_id"]: row for row in told("offices", "--on", "2026-03-31")}
    over = {row["office_id"]: row for row in told("offices", "--on", "2026-04-01")}
    assert {name: (row["accredited"], row["to_hand_over"]) for name, row in in_time.items()} == {
        "geysir": (True, []),
        "limes": (True, []),
        "nordlys": (True, []),
    }
    assert (over["nordlys"]["accredited"], over["nordlys"]["to_hand_over"]) == (False, ["aurora/bronze-1"])


def test_one_office_is_shown_with_all_it_was_accredited_for(told: Any, laurel: Laurel) -> None:
    shown = told("office", "nordlys", "--on", "2026-03-31")
    assert [(each["from_on"], each["until_on"]) for each in shown["accreditations"]] == [
        ("2026-01-01", "2026-02-01"),
        ("2026-02-02", "2026-03-31"),
    ]
    assert shown["office"]["cases"] == ["aurora/bronze-1"]
    page = laurel("office", "nordlys", "--on", "2026-04-01").stdout
    assert "Nordlys (nordlys), accredited until: not accredited" in page
    assert "To hand over (HandOverCase): ! aurora/bronze-1" in page


@pytest.mark.usefixtures("told")
def test_an_office_nobody_accredited_is_not_found(laurel: Laurel) -> None:
    answer = laurel("office", "fjord")
    assert (answer.exit_code, answer.stderr) == (1, "No office is accredited as fjord. (not-found)\n")


def test_a_case_to_be_handed_over_waits_in_the_inbox_of_operators(told: Any) -> None:
    tasks = [(row["task"], row["commands"]) for row in told("inbox", "--as", OLGA)]
    assert ("hand-over-case", ["HandOverCase"]) in tasks
    assert told("inbox", "--as", NINA) == []


@pytest.mark.parametrize(
    "command",
    [
        ("show", "polaris"),
        ("trail", "polaris"),
        ("diff", "polaris", "--from", "1"),
        ("reminders", "--cluster", "polaris"),
    ],
)
@pytest.mark.usefixtures("told")
def test_staff_do_not_look_at_clusters_outside_their_accreditation(
    laurel: Laurel, command: tuple[str, ...]
) -> None:
    answer = laurel(*command, "--as", NINA)
    assert (answer.exit_code, answer.stderr.rpartition(" ")[2]) == (1, "(outside-the-office)\n")


def test_the_list_of_clusters_has_those_of_the_countries_staff_may_look_at(told: Any) -> None:
    assert told("clusters", "--as", NINA) == []
    assert "polaris" in [row["cluster_id"] for row in told("clusters", "--as", OLGA)]
    luise = [row["country"] for row in told("clusters", "--as", "luise-limes")]
    assert luise == ["DE"] * len(luise) != []


def test_the_editions_are_listed_and_one_is_shown_with_every_source(told: Any, laurel: Laurel) -> None:
    rows = told("scheme")
    assert [(row["key"], row["in_force_until"], row["shipped"]) for row in rows] == [
        ("ecei-2013", "2019-11-14", True),
        ("ecei-2019", None, True),
    ]
    values = {each["place"]: each for each in told("scheme", "ecei-2019")["values"]}
    assert values["validity.first_months"] == {
        "place": "validity.first_months",
        "value": 24,
        "mark": "W",
        "source": "cluster-analysis.org, silver-label",
        "rivals": [],
    }
    assert [each["value"] for each in values["validity.renewal_months"]["rivals"]] == [24]
    assert len(values) == rows[-1]["values"]
    assert [place for place, each in values.items() if not each["source"]] == []
    missing = laurel("scheme", "ecei-2031")
    assert (missing.exit_code, missing.stderr) == (
        1,
        "There is no edition ecei-2031: there is ecei-2013, ecei-2019. (not-found)\n",
    )


def test_an_edition_is_checked_without_changing_anything(told: Any, tmp_path: Path) -> None:
    file = tmp_path / "edition.toml"
    file.write_text(edition_file(from_on=NEXT_YEAR), encoding="utf-8")
    checked = told("edition", "check", str(file))
    assert (checked["key"], checked["digest"]) == (
        "ecei-2026",
        digest_of(read_edition(file.read_text(encoding="utf-8"), scheme())),
    )
    assert len(told("scheme")) == 2


@pytest.mark.usefixtures("told")
def test_every_fault_of_an_edition_is_named_by_its_field(laurel: Laurel, tmp_path: Path) -> None:
    file = tmp_path / "edition.toml"
    file.write_text(edition_file(from_on=NEXT_YEAR, first_months="first_months = 24"), encoding="utf-8")
    answer = laurel("edition", "check", str(file))
    assert (answer.exit_code, answer.stderr) == (
        1,
        f"validity.first_months: {BARE} (edition-faulty)\n",
    )
    nowhere = laurel("edition", "check", str(tmp_path / "none.toml"))
    assert (
        nowhere.exit_code,
        nowhere.stderr.endswith("cannot be read: No such file or directory. (not-found)\n"),
    ) == (1, True)


def test_the_owner_activates_an_edition_and_nobody_else(told: Any, laurel: Laurel, tmp_path: Path) -> None:
    file = tmp_path / "edition.toml"
    file.write_text(edition_file(from_on=NEXT_YEAR), encoding="utf-8")
    refused = laurel("edition", "activate", str(file), "--as", OLGA)
    assert (refused.exit_code, refused.stderr) == (
        1,
        f"{OLGA} may not give ActivateEdition: only the scheme owner may. (not-permitted)\n",
    )
    assert laurel("edition", "activate", str(file), "--as", SVEN).stdout == (
        "scheme at version 1: EditionActivated\n"
    )
    rows = told("scheme")
    assert [(row["key"], row["in_force_until"], row["shipped"]) for row in rows[1:]] == [
        ("ecei-2019", str(NEXT_YEAR - timedelta(days=1)), True),
        ("ecei-2026", None, False),
    ]
    assert laurel("show", "scheme").stdout == (
        "  version: 1\n"
        f"  activated: key ecei-2026, in_force_from {NEXT_YEAR}, digest {rows[-1]['digest'][:12]}…\n"
        "  nobody has to act\n"
    )
    (entry,) = told("trail", "scheme")
    assert entry["payload"]["key"] == "ecei-2026"
    assert "content" not in laurel("trail", "scheme").stdout

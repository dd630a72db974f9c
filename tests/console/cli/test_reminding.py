"""`laurel reminders` on a record: who gets what when, and what `laurel show` says of it."""

from datetime import date, timedelta
from typing import Any

import orjson
import pytest

from console.embedded.stack import Stack
from domain.cluster.commands.reminders import SnoozeReminder
from domain.cluster.ladders import running_ladder
from domain.levels import Level
from domain.rungs import Rung
from domain.secretariat import secretariat_day
from domain.terms import Interval
from tests.console.cli.conftest import Laurel
from tests.console.cli.recorded import record
from tests.domain.cast import AURORA, CLARA, EMIL, OLGA, stage_set
from tests.domain.silver_gold import elsewhere
from tests.domain.specification import World

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

TODAY = date.today()  # noqa: DTZ011 - the command line looks ahead from the day it is
ENDS = TODAY + timedelta(days=400)
WHY = "They move house."


def world() -> World:
    """Aurora holds a Bronze that ends in 400 days; its second reminder is put off by a week."""
    held = elsewhere(
        Level.BRONZE,
        awarded=Interval.exactly(TODAY - timedelta(days=300)),
        until=Interval.exactly(ENDS),
    )
    begun = stage_set(TODAY - timedelta(days=1)).does(OLGA, held, on=AURORA)
    later = secretariat_day(ahead(begun)[1].due_at) + timedelta(days=7)
    snooze = SnoozeReminder(level=Level.BRONZE, rung="before-end-6", until_on=later, reason=WHY)
    return begun.does(OLGA, snooze, on=AURORA).pay()


def ahead(of: World) -> tuple[Rung, ...]:
    ladder = running_ladder(of.cluster("aurora"), Level.BRONZE)
    assert ladder is not None
    return ladder.ahead


@pytest.fixture(scope="module")
def told(stack: Stack) -> World:
    begun = world()
    record(stack, begun, texts=[WHY, "Clara-Manager"])
    return begun


def json_of(laurel: Laurel, *arguments: str) -> Any:
    asked = laurel("reminders", *arguments, "--json")
    assert asked.exit_code == 0, asked.stdout
    return orjson.loads(asked.stdout)


def test_the_reminders_to_come_are_listed_with_their_letters_in_order_of_time(
    laurel: Laurel, told: World
) -> None:
    lines = json_of(laurel, "--cluster", "aurora", "--until", (ENDS + timedelta(days=1000)).isoformat())
    rungs = [*ahead(told)]
    letters = [*["renewal-reminder"] * 4, "label-expired", *["grace-reminder"] * 4, "label-lapsed"]
    holder = [line for line in lines if line["recipient"] == CLARA]
    assert [(line["rung"], line["notice"]) for line in holder] == [
        (rung.key, letter) for rung, letter in zip(rungs, letters, strict=True)
    ]
    assert [line["at"] for line in holder] == [
        rung.due_at.isoformat().replace("+00:00", "Z") for rung in rungs
    ]
    others = [(line["rung"], line["recipient"], line["notice"]) for line in lines if line not in holder]
    assert others == [("before-end-1", "secretariat", "reminders-unanswered")]


def test_without_another_day_twelve_months_are_looked_at(laurel: Laurel, told: World) -> None:
    year = [rung for rung in ahead(told) if secretariat_day(rung.due_at) <= TODAY + timedelta(days=365)]
    assert [line["rung"] for line in json_of(laurel) if line["recipient"] == CLARA] == [
        rung.key for rung in year
    ]


def test_operators_are_told_the_names_others_the_ids_alone(laurel: Laurel, told: World) -> None:
    del told
    assert laurel("rebuild").exit_code == 0  # names are looked up in the rows
    table = laurel("reminders", "--as", OLGA).stdout
    assert "12 months before the end" in table
    assert f"Clara-Manager ({CLARA})" in table.replace("\n", " ")
    assert {line["name"] for line in json_of(laurel, "--as", OLGA)} == {"Clara-Manager"}
    assert {line["name"] for line in json_of(laurel, "--as", EMIL)} == {None}


def test_a_cluster_nobody_knows_is_not_found(laurel: Laurel, told: World) -> None:
    del told
    assert laurel("reminders", "--cluster", "nowhere").exit_code != 0


def test_show_says_which_reminder_is_next(laurel: Laurel, told: World) -> None:
    shown = laurel("show", "aurora").stdout
    due = ahead(told)[0].due_at.strftime("%Y-%m-%d %H:%M UTC")
    assert f"next reminder of bronze: {due}, 12 months before the end (before-end-12)" in shown

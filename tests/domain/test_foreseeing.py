"""The preview of reminders equals what is sent, whatever happened before it was taken (R26)."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from domain.cluster.commands.reminders import StopReminders
from domain.cluster.events.reminders import ReminderSent, ReminderSkipped
from domain.cluster.foreseeing import Foreseen, foreseen
from domain.levels import Level
from tests.domain.cast import AURORA, CLARA, OLGA, labelled
from tests.domain.portfolios import (
    BEGINNINGS,
    HAPPENINGS,
    NAMES,
    PORTFOLIOS,
    WHATS,
    Happening,
    Held,
    Portfolio,
    happen,
    portfolio,
    stream,
)
from tests.domain.specification import World, at_nine

INTERVIEWED = date(2024, 3, 12)
OUTCOMES = {
    "renewal": "ApplicationSubmitted",
    "withdrawn": "ApplicationWithdrawn",
    "goes-on": "ApplicationAccepted",
    "import": "LabelImported",
    "profile": "ProfileUpdated",
    "managers": "ManagerChanged",
    "snooze": "ReminderSnoozed",
    "stop": "RemindersStopped",
    "reply": "ReplyRecorded",
    "suspended": "LabelSuspended",
    "restored": "LabelRestored",
    "taken": "LabelWithdrawn",
    "corrected": "TermCorrected",
    "merged": "MergerRecorded",
    "dissolved": "ClusterDissolved",
    "relinquished": "LabelRelinquished",
}


def preview(world: World, on: str, until: datetime) -> list[Foreseen]:
    """What is foreseen of one cluster, letters and those that will not be written by the clock's word."""
    cluster = world.cluster(on.removeprefix("cluster-"))
    lines = foreseen(
        cluster, world.scheme, world.now, until, lambda asked: world._facts(asked, world.state(on))
    )
    return [line for line in lines if line.why not in ("past", "stopped")]


def given_since(world: World, on: str, seen: int) -> list[Foreseen]:
    """What the clock gave, or skipped, in the events of the cluster behind the first `seen`."""
    return [
        Foreseen(
            at=happened.recorded_at,
            cluster_id=on.removeprefix("cluster-"),
            level=event.level,
            term=event.term,
            rung=event.rung,
            recipient=notice.recipient if notice else None,
            notice=notice.notice if notice else None,
            why=event.why if isinstance(event, ReminderSkipped) else None,
        )
        for happened in world.histories[on][seen:]
        if isinstance(event := happened.event, ReminderSent | ReminderSkipped)
        for notice in (event.notices or (None,))
    ]


def let_pass(world: World, until: datetime) -> None:
    """Time passes, and everything owed is done at once."""
    while (due := world.next_due()) and due <= until:
        world.strike(*world.what_is_due())
        world.pay()
    world.until(until)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(PORTFOLIOS, HAPPENINGS)
def test_what_was_foreseen_is_what_is_given_whatever_happened_before(
    held: Portfolio, happenings: list[Happening]
) -> None:
    world = portfolio(held)
    for happening in happenings:
        happen(world, happening)
        until = world.now + happening.length
        streams = [stream(number) for number in range(len(NAMES))]
        foretold = {on: preview(world, on, until) for on in streams}
        seen = {on: len(world.histories[on]) for on in streams}
        let_pass(world, until)
        assert {on: given_since(world, on, seen[on]) for on in streams} == foretold


# What has to come before some of them, and how long that takes.
BEFORE = {"withdrawn": "renewal", "goes-on": "renewal", "restored": "suspended", "taken": "suspended"}


@pytest.mark.parametrize("what", [what for what in WHATS if what != "nothing"])
def test_everything_that_may_happen_in_a_portfolio_can(what: str) -> None:
    """Otherwise what is refused whenever it is tried would be foreseen, and nothing proved."""
    world = portfolio(Portfolio(BEGINNINGS[0], [Held(0, Level.SILVER, 300)]))
    let_pass(world, world.now + timedelta(days=200))
    if before := BEFORE.get(what):
        happen(world, Happening(before, 0, Level.BRONZE, 1))
        let_pass(world, world.now + timedelta(days=30))
    seen = len(world.trail)
    happen(world, Happening(what, 0, Level.GOLD, 3))
    assert OUTCOMES[what] in {each.happened.event.type for each in world.trail[seen:]}


def test_a_preview_changes_nothing() -> None:
    world = labelled(INTERVIEWED)
    before = dict(world.histories)
    preview(world, AURORA, at_nine(date(2030, 1, 1)))
    assert world.histories == before


def test_a_preview_tells_who_is_to_get_which_letter_when() -> None:
    (line,) = preview(labelled(INTERVIEWED), AURORA, at_nine(date(2025, 4, 1)))
    assert line == Foreseen(
        at=at_nine(date(2025, 3, 31), "DK"),
        cluster_id="aurora",
        level=Level.BRONZE,
        term=1,
        rung="before-end-12",
        recipient=CLARA,
        notice="renewal-reminder",
    )


def test_a_preview_says_of_stopped_reminders_that_they_are() -> None:
    world = labelled(INTERVIEWED).does(OLGA, StopReminders(level=Level.BRONZE, reason="Why."), on=AURORA)
    lines = foreseen(
        world.cluster("aurora"),
        world.scheme,
        world.now,
        at_nine(date(2025, 10, 1)),
        lambda asked: world._facts(asked, world.state(AURORA)),
    )
    assert [(line.rung, line.why, line.recipient) for line in lines] == [
        ("before-end-12", "stopped", None),
        ("before-end-6", "stopped", None),
    ]

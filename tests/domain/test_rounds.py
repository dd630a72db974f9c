"""Committee rounds: opened, warned, closed when each case has its outcome."""

from datetime import date

from domain.cluster.case import Stage
from domain.cluster.events.clock import DeadlinePassed, DeadlineWarned
from domain.person.events import MemberSeated
from domain.round.commands import CloseRound, OpenRound
from domain.round.events import RoundClosed, RoundOpened
from domain.secretariat import SECRETARIAT
from domain.streams import standing, tasks
from tests.domain.cast import (
    CARL,
    COMMITTEE,
    EMIL,
    ESTHER,
    MONDAY,
    OLGA,
    ROUND,
    ROUND_CLOSES,
    VERA,
    bronze,
    stage_set,
)
from tests.domain.specification import World, at_midnight_ending, given

OPENING = OpenRound(opens_on=MONDAY, closes_on=ROUND_CLOSES)


def opened() -> World:
    return stage_set().does(OLGA, OPENING, on=ROUND).pay()


def test_every_seated_member_is_called_to_a_round() -> None:
    given(stage_set()).when(OPENING, by=OLGA, on=ROUND).then(
        RoundOpened(opens_on=MONDAY, closes_on=ROUND_CLOSES, members=COMMITTEE)
    ).with_letters(*((member, "round-opened") for member in COMMITTEE)).with_limits(("voting", ROUND_CLOSES))


def test_members_named_for_one_case_are_not_called() -> None:
    ad_hoc = MemberSeated(ad_hoc_for="aurora/bronze-1", from_on=MONDAY, role="chair")
    world = stage_set().happens(f"person-{ESTHER}", ad_hoc)
    given(world).when(OPENING, by=CARL, on=ROUND).then(
        RoundOpened(opens_on=MONDAY, closes_on=ROUND_CLOSES, members=COMMITTEE)
    )
    given(world).when(CloseRound(), by=ESTHER, on=ROUND).then_rejected("not-permitted")


def test_only_secretariat_and_chair_open_and_close_rounds() -> None:
    given(stage_set()).when(OPENING, by=VERA, on=ROUND).then_rejected("not-permitted")
    given(opened()).when(CloseRound(), by=EMIL, on=ROUND).then_rejected("not-permitted")


def test_a_round_is_opened_once() -> None:
    given(opened()).when(OPENING, by=OLGA, on=ROUND).then_rejected("round-exists")


def test_a_round_closes_after_it_opens_and_not_in_the_past() -> None:
    reversed_ = OpenRound(opens_on=ROUND_CLOSES, closes_on=MONDAY)
    past = OpenRound(opens_on=date(2026, 1, 5), closes_on=date(2026, 1, 30))
    given(stage_set()).when(reversed_, by=OLGA, on=ROUND).then_rejected("dates-reversed")
    given(stage_set()).when(past, by=OLGA, on=ROUND).then_rejected("round-past")


def test_a_round_without_cases_is_closed_and_has_ended() -> None:
    world = opened()
    given(world).when(CloseRound(), by=CARL, on=ROUND).then(RoundClosed())
    assert (standing(world.round(ROUND)).ended, tasks(world.round(ROUND))) == (True, ())
    given(world).when(CloseRound(), by=CARL, on=ROUND).then_rejected("round-closed")


def test_a_round_that_was_never_opened_is_not_closed() -> None:
    given(stage_set()).when(CloseRound(), by=OLGA, on=ROUND).then_rejected("round-unknown")


def test_a_round_waits_for_the_outcome_of_each_case() -> None:
    given(bronze(Stage.ON_AGENDA)).when(CloseRound(), by=CARL, on=ROUND).then_rejected("case-without-outcome")
    given(bronze(Stage.CLOSED)).when(CloseRound(), by=CARL, on=ROUND).then(RoundClosed())


def test_the_end_of_a_round_is_noted_and_the_secretariat_told_to_close_it() -> None:
    world = opened().until(at_midnight_ending(ROUND_CLOSES))
    warned, passed = world.events(ROUND)[-2:]
    assert warned == DeadlineWarned(limit="voting", moments=1)
    assert isinstance(passed, DeadlinePassed)
    assert [(notice.recipient, notice.details) for notice in passed.notices] == [
        (SECRETARIAT, {"task": "close-round", "due_on": "2026-02-27"})
    ]


def test_the_stage_of_a_round_says_how_many_cases_wait() -> None:
    assert standing(bronze(Stage.ON_AGENDA).round(ROUND)).stage == "open until 2026-02-27: 1 of 1 cases wait"
    assert standing(bronze(Stage.CLOSED).round(ROUND)).stage == "open until 2026-02-27: 0 of 1 cases wait"

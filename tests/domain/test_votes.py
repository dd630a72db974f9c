"""Recusals and votes (R30 to R32), and who has yet to vote."""

from datetime import date

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.committee import (
    CastVote,
)
from domain.cluster.events.committee import (
    MemberRecused,
    VoteCast,
)
from domain.cluster.tasks import tasks_of
from domain.person.commands import EndSeat, SeatMember
from tests.domain.cast import (
    AURORA,
    CARL,
    EMIL,
    INCOMPLETE,
    MAX,
    MONA,
    MONDAY,
    NO,
    OLGA,
    SVEN,
    VERA,
    YES,
    bronze,
    interview,
    stepping_aside,
    voted,
    walk,
)
from tests.domain.specification import given, sealed
from tests.domain.ties_learned import on_board


def recused(member: str, reason: str | None = "An old friend.") -> MemberRecused:
    return MemberRecused(case_id="bronze-1", member=member, rule="R30", reason=sealed(reason or ""))


def test_a_member_steps_aside_and_the_vote_is_struck() -> None:
    world = voted((MAX, YES))
    given(world).when(stepping_aside(MAX), by=MAX).then(recused(MAX)).with_letters((MAX, "member-recused"))
    assert world.case("aurora").ballots == ()
    given(world).when(YES, by=MAX).then_rejected("recused")


def test_the_secretariat_may_record_that_a_member_steps_aside_and_no_other_member() -> None:
    given(bronze(Stage.ON_AGENDA)).when(stepping_aside(MAX), by=OLGA).then(recused(MAX))
    given(bronze(Stage.ON_AGENDA)).when(stepping_aside(MAX), by=MONA).then_rejected("not-permitted")


def test_nobody_steps_aside_who_is_not_entitled() -> None:
    given(bronze(Stage.ON_AGENDA)).when(stepping_aside(EMIL), by=OLGA).then_rejected("not-entitled")
    world = bronze(Stage.ON_AGENDA).does(MAX, stepping_aside(MAX), on=AURORA)
    given(world).when(stepping_aside(MAX), by=MAX).then_rejected("not-entitled")


def test_a_vote_says_which_dossier_was_read_and_who_nominated_the_member() -> None:
    given(bronze(Stage.ON_AGENDA)).when(YES, by=VERA).then(
        VoteCast(case_id="bronze-1", member=VERA, vote="yes", report_version=1, nominator="corona")
    )


def test_a_vote_on_an_older_dossier_is_refused() -> None:
    given(bronze(Stage.ON_AGENDA)).when(CastVote(vote="yes", report_version=2), by=VERA).then_rejected(
        "older-dossier"
    )


def test_a_member_who_got_tied_since_does_not_vote() -> None:
    world = on_board(bronze(Stage.ON_AGENDA), VERA)
    given(world).when(YES, by=VERA).then_rejected("voter-tied")


def test_whoever_assessed_does_not_vote_even_when_seated_later() -> None:
    seating = SeatMember(nominator="borealis", from_on=MONDAY)
    world = bronze(Stage.ON_AGENDA).does(SVEN, seating, on=f"person-{EMIL}")
    given(world).when(NO, by=EMIL).then_rejected("voter-tied")


def test_nobody_votes_without_a_seat_that_day() -> None:
    ended = EndSeat(until_on=date(2026, 2, 1), reason="A new job.")
    world = bronze(Stage.ON_AGENDA).does(SVEN, ended, on=f"person-{MAX}")
    given(world).when(YES, by=MAX).then_rejected("not-permitted")
    given(bronze(Stage.ON_AGENDA)).when(YES, by=OLGA).then_rejected("not-permitted")


def test_a_member_may_change_a_vote_until_the_decision() -> None:
    world = voted((VERA, YES), (VERA, NO))
    assert [(ballot.member, ballot.vote) for ballot in world.case("aurora").ballots] == [(VERA, "no")]


def test_no_vote_in_favour_is_taken_against_what_bars_an_award() -> None:
    world = walk(
        bronze(Stage.INTERVIEW_DUE).does(EMIL, interview(MONDAY, INCOMPLETE), on=AURORA).pay(),
        Stage.ON_AGENDA,
        after=Stage.DRAFT,
    )
    given(world).when(YES, by=VERA).then_rejected("award-barred")


@pytest.mark.parametrize(
    ("ballots", "asked"),
    [
        ((), [("cast-votes", (CARL, VERA, MAX, MONA)), ("take-decision", (CARL,))]),
        (((CARL, YES), (VERA, NO)), [("cast-votes", (MAX, MONA)), ("take-decision", (CARL,))]),
        (((CARL, YES), (VERA, NO), (MAX, NO), (MONA, NO)), [("take-decision", (CARL,))]),
    ],
)
def test_the_inbox_names_who_has_yet_to_vote_and_who_states_the_decision(
    ballots: tuple[tuple[str, CastVote], ...], asked: list[tuple[str, tuple[str, ...]]]
) -> None:
    tasks = tasks_of(voted(*ballots).cluster("aurora"))
    assert [(task.task, task.persons) for task in tasks] == asked

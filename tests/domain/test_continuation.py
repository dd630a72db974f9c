"""Continuing a merged cluster's label for a while, by decision of the committee (R37)."""

from datetime import date

import pytest

from domain.cluster.commands.imports import ConfirmFact
from domain.cluster.commands.lineage import CastContinuationVote
from domain.cluster.commands.measures import CorrectTerm
from domain.cluster.events.label import LabelRenewed
from domain.cluster.events.lineage import ContinuationVoteCast, LabelContinued, LabelEnded
from domain.levels import Level
from domain.person.state import Office, TieKind
from domain.schemes import scheme
from domain.status import Status, StatusState, status_on
from domain.terms import Interval, renewed_term
from tests.domain.cast import (
    AURORA,
    CARL,
    CLARA,
    COMMITTEE,
    EMIL,
    MAX,
    MONA,
    MONDAY,
    OLGA,
    VERA,
    labelled,
    person,
    tie,
)
from tests.domain.merging import (
    NINA,
    SINCE,
    continuing,
    dissolution,
    endorsing,
    holding,
    merged,
    recorded,
    scene,
    voting,
)
from tests.domain.specification import Outcome, World, document, given, sealed
from tests.domain.teams import OTTO

GOLD = Level.GOLD
SUMMER = date(2026, 6, 30)
A_YEAR_ON = date(2027, 1, 15)


def ended(until: date = date(2027, 12, 31)) -> World:
    """Aurora held a Gold when it became a part of Vega."""
    return merged(scene().does(OLGA, holding("Aurora", GOLD, until=until), on=AURORA)).pay()


def vote(until: date = SUMMER, say: str = "yes", level: Level = GOLD) -> CastContinuationVote:
    return CastContinuationVote.model_validate({"level": level, "until_on": until, "vote": say})


def status(world: World, day: date) -> Status:
    return status_on(world.cluster("aurora").labels, GOLD, day)


def test_the_committee_lets_a_merged_clusters_label_count_on() -> None:
    world = voting(SUMMER, world=ended())
    given(world).when(continuing(SUMMER), by=CARL).then(
        LabelContinued(
            level=GOLD,
            term=1,
            until_on=SUMMER,
            in_favour=(CARL, VERA, MONA),
            against=(),
            reason=sealed("Its members need the time."),
        )
    ).with_letters((NINA, "label-continued"))
    assert status(world, SUMMER) == Status(state=StatusState.VALID, until=SUMMER, by_continuation=True)
    assert status(world, date(2026, 7, 1)).state is StatusState.ENDED


def test_a_member_votes_in_person() -> None:
    given(ended()).when(vote(), by=MONA).then(
        ContinuationVoteCast(level=GOLD, until_on=SUMMER, member=MONA, vote="yes")
    )


def test_a_label_counts_on_for_a_year_at_most() -> None:
    voting(A_YEAR_ON, world=ended()).does(CARL, continuing(A_YEAR_ON), on=AURORA)
    for outcome in asking_for(date(2027, 1, 16)):
        outcome.then_rejected("continuation-too-long")


def test_a_label_counts_on_to_the_end_of_its_term_at_most() -> None:
    world = ended(until=SUMMER)
    voting(SUMMER, world=world.copy()).does(CARL, continuing(SUMMER), on=AURORA)
    for outcome in asking_for(date(2026, 7, 1), world):
        outcome.then_rejected("beyond-the-term")


def test_a_label_counts_on_to_the_end_its_term_has_by_a_correction() -> None:
    world, later = ended(until=SUMMER), date(2026, 12, 31)
    world.does(OTTO, endorsing("term-correction", f"gold/1/{later}"), on=AURORA)
    correction = CorrectTerm(level=GOLD, term=1, last_day=later, rule="R9", reasons="It was misread.")
    world.does(OLGA, correction, on=AURORA).pay()
    voting(later, world=world).does(CARL, continuing(later), on=AURORA)
    assert status(world, later).by_continuation
    assert (world.cluster("aurora").clocks, world.pay().stands[AURORA].due) == ({}, None)


def test_a_certificate_of_a_label_that_ended_is_not_issued_anew() -> None:
    world = labelled(MONDAY)
    world.does(OLGA, person(OTTO, Office.OPERATOR), on=f"person-{OTTO}")
    world = recorded(world, dissolution(MONDAY), AURORA).pay()
    ((level, (term,)),) = world.cluster("aurora").labels.items()
    later = date(2028, 3, 31)
    world.does(OTTO, endorsing("term-correction", f"{level}/1/{later}"), on=AURORA)
    correction = CorrectTerm(level=level, term=term.number, last_day=later, rule="R9", reasons="Misread.")
    world.does(OLGA, correction, on=AURORA)
    assert [debt.effect for debt in world.cluster("aurora").debts] == ["send-notice"]


def test_a_label_does_not_count_on_into_the_past() -> None:
    for outcome in asking_for(date(2026, 2, 1)):
        outcome.then_rejected("continuation-over")


def test_nothing_is_continued_where_nothing_merged() -> None:
    for outcome in asking_for(SUMMER, scene().does(OLGA, holding("Aurora", GOLD), on=AURORA)):
        outcome.then_rejected("no-merger")


def test_nothing_is_continued_of_a_cluster_that_was_dissolved() -> None:
    world = scene().does(OLGA, holding("Aurora", GOLD), on=AURORA)
    for outcome in asking_for(SUMMER, recorded(world, dissolution(), AURORA)):
        outcome.then_rejected("no-merger")


def test_a_label_in_grace_when_the_cluster_ended_is_not_continued() -> None:
    past = holding("Aurora", GOLD, until=date(2025, 12, 31), awarded=date(2023, 12, 4))
    for outcome in asking_for(SUMMER, merged(scene().does(OLGA, past, on=AURORA))):
        outcome.then_rejected("not-valid-then")


def test_a_label_whose_days_are_not_known_is_continued_once_they_are() -> None:
    row = holding("Aurora", GOLD).model_copy(update={"valid_until": Interval.unknown()})
    world = merged(scene().does(OLGA, row, on=AURORA))
    for outcome in asking_for(SUMMER, world):
        outcome.then_rejected("days-unknown")
    confirmed(world, date(2026, 12, 31))
    voting(SUMMER, world=world).does(CARL, continuing(SUMMER), on=AURORA)
    assert status(world, SUMMER).by_continuation


def confirmed(world: World, valid_until: date) -> World:
    """Two operators have found the day to which Aurora's Gold is valid."""
    subject = f"gold/1/valid_until/{valid_until}"
    fact = ConfirmFact(level=GOLD, term=1, fact="valid_until", day=valid_until, document=document("Gold"))
    return world.does(OTTO, endorsing("fact", subject), on=AURORA).does(OLGA, fact, on=AURORA)


def test_no_clock_speaks_of_a_label_whose_days_are_known_only_behind_its_end() -> None:
    row = holding("Aurora", GOLD).model_copy(update={"valid_until": Interval.unknown()})
    world = confirmed(merged(scene().does(OLGA, row, on=AURORA)), date(2026, 12, 31)).pay()
    assert (world.cluster("aurora").clocks, world.stands[AURORA].due) == ({}, None)


def test_a_label_never_held_is_not_continued() -> None:
    given(ended()).when(vote(level=Level.SILVER), by=CARL).then_rejected("not-valid-then")


def test_a_label_is_not_continued_to_the_same_day_twice() -> None:
    world = voting(SUMMER, world=ended()).does(CARL, continuing(SUMMER), on=AURORA)
    for outcome in asking_for(SUMMER, world):
        outcome.then_rejected("continued-already")


def asking_for(until: date, world: World | None = None) -> tuple[Outcome, Outcome]:
    """A member votes for it, and the chair states it."""
    world = world or ended()
    return given(world).when(vote(until), by=CARL), given(world).when(continuing(until), by=CARL)


def test_a_quorum_votes_on_it() -> None:
    world = voting(SUMMER, CARL, VERA, world=ended())
    given(world).when(continuing(SUMMER), by=CARL).then_rejected("no-quorum")


def test_votes_on_another_day_do_not_count() -> None:
    world = voting(date(2026, 5, 31), world=ended())
    given(world).when(continuing(SUMMER), by=CARL).then_rejected("no-quorum")


def test_the_decision_is_what_the_votes_say() -> None:
    world = voting(SUMMER, CARL, world=ended())
    world.does(VERA, vote(say="no"), on=AURORA).does(MONA, vote(say="no"), on=AURORA)
    given(world).when(continuing(SUMMER), by=CARL).then_rejected("votes-say-otherwise")


def test_a_renewal_decided_behind_the_end_takes_nothing_from_a_continuation() -> None:
    world = voting(SUMMER, world=ended()).does(CARL, continuing(SUMMER), on=AURORA)
    former, today = world.cluster("aurora").labels[GOLD][-1], world.today
    term = renewed_term(scheme().on(today), former, today, today)
    end = LabelEnded(level=GOLD, term=2, how="merged", effective_on=SINCE)
    world.happens(AURORA, LabelRenewed(case_id="gold-1", level=GOLD, term=term, clock=None), end)
    assert [status(world, day).state for day in (SUMMER, date(2026, 7, 1))] == [
        StatusState.VALID,
        StatusState.ENDED,
    ]


def test_a_members_later_vote_takes_the_place_of_the_earlier() -> None:
    world = voting(SUMMER, *COMMITTEE, world=ended())
    for member in (VERA, MONA, MAX):
        world.does(member, vote(say="no"), on=AURORA)
    given(world).when(continuing(SUMMER), by=CARL).then_rejected("votes-say-otherwise")


def test_it_is_stated_by_who_presides() -> None:
    world = voting(SUMMER, world=ended())
    given(world).when(continuing(SUMMER), by=VERA).then_rejected("not-presiding")


@pytest.mark.parametrize("who", [EMIL, OLGA, CLARA, NINA])
def test_nobody_but_a_member_votes_on_it(who: str) -> None:
    given(ended()).when(vote(), by=who).then_rejected("not-permitted")


def test_a_member_tied_to_the_cluster_does_not_vote() -> None:
    world = ended().does(OLGA, tie(TieKind.BOARD), on=f"person-{MONA}")
    given(world).when(vote(), by=MONA).then_rejected("voter-tied")


def test_a_member_tied_to_the_successor_does_not_vote() -> None:
    world = ended().does(OLGA, tie(TieKind.BOARD, "Vega"), on=f"person-{MONA}")
    given(world).when(vote(), by=MONA).then_rejected("voter-tied")


def test_a_vote_of_a_member_who_became_tied_since_does_not_count() -> None:
    world = voting(SUMMER, world=ended()).does(OLGA, tie(TieKind.BOARD), on=f"person-{MONA}")
    given(world).when(continuing(SUMMER), by=CARL).then_rejected("no-quorum")

"""Continuing a merged cluster's label for a while, by decision of the committee (R37)."""

from datetime import date

import pytest

from domain.cluster.commands.lineage import CastContinuationVote
from domain.cluster.events.lineage import ContinuationVoteCast, LabelContinued
from domain.levels import Level
from domain.person.state import TieKind
from domain.status import Status, StatusState, status_on
from tests.domain.cast import AURORA, CARL, CLARA, COMMITTEE, EMIL, MAX, MONA, OLGA, VERA, tie
from tests.domain.merging import NINA, continuing, dissolution, holding, merged, recorded, scene, voting
from tests.domain.specification import Outcome, World, given, sealed

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

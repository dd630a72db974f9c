"""An appeal passes on: the successor acts for it, and what it brings is a predecessor's to the day it ended (R37)."""

from datetime import date
from uuid import UUID

from domain.cluster.case import Stage
from domain.cluster.commands.appeals import WithdrawAppeal
from domain.cluster.commands.committee import CastVote, PlaceOnAgenda, TakeDecision
from domain.cluster.commands.effects import RetryEffect
from domain.cluster.events.label import LabelAwarded
from domain.cluster.events.lineage import LabelEnded
from domain.levels import Level
from domain.round.commands import OpenRound
from domain.status import StatusState, status_on
from tests.domain.appealed import (
    LODGE,
    NILS,
    NORA,
    appeal,
    before_panel,
    decided,
    deciding,
    lodged,
    new_members,
    refused,
)
from tests.domain.appealed import NINA as NEWCOMER
from tests.domain.cast import AURORA, CLARA, KNUD, OLGA, POLARIS, person, registration
from tests.domain.merging import NINA, VEGA, merger, recorded
from tests.domain.specification import World, given


def merged(world: World) -> World:
    """Aurora is part of Vega since today, with Polaris."""
    world.does(OLGA, person(NINA, country="DK"), on=f"person-{NINA}")
    world.does(OLGA, registration("Polaris", manager=KNUD), on=POLARIS)
    world.does(OLGA, registration("Vega", manager=NINA), on=VEGA)
    return recorded(world, merger("aurora", "polaris", since=world.today), VEGA).pay()


def test_an_appeal_stays_open_when_its_cluster_ends() -> None:
    world = merged(before_panel())
    assert appeal(world).open
    assert world.stands[AURORA].due is not None


def test_who_acts_for_the_successor_takes_an_appeal_back() -> None:
    withdraw = WithdrawAppeal()
    given(merged(lodged())).when(withdraw, by=CLARA).then_rejected("not-permitted")
    world = merged(lodged()).does(NINA, withdraw, on=AURORA)
    assert not appeal(world).open


def test_who_acts_for_the_successor_appeals_against_what_the_predecessor_was_told() -> None:
    given(merged(refused())).when(LODGE, by=CLARA).then_rejected("not-permitted")
    world = merged(refused()).does(NINA, LODGE, on=AURORA)
    assert appeal(world).open


def test_a_case_an_appeal_opened_again_is_decided_although_its_cluster_has_ended() -> None:
    world = decided(deciding(), merged(before_panel())).pay()
    assert [case.stage for case in world.cluster("aurora").open_cases] == [Stage.REPORT_FINAL]


def test_a_label_awarded_to_a_cluster_that_has_ended_ended_with_it() -> None:
    world = new_members(decided(deciding(), merged(before_panel())).pay())
    ended_on = world.cluster("aurora").ended
    assert ended_on is not None
    _awarded(world)
    label, end = world.events(AURORA)[-2:]
    assert isinstance(label, LabelAwarded)
    assert end == LabelEnded(level=Level.GOLD, term=1, how="merged", effective_on=ended_on.on)
    labels = world.cluster("aurora").labels
    assert status_on(labels, Level.GOLD, world.today).state is StatusState.ENDED
    assert world.cluster("aurora").clocks == {}


def _awarded(world: World) -> None:
    """Three who did not vote before decide the case that was remitted to them."""
    closes = date.fromordinal(world.today.toordinal() + 30)
    world.does(OLGA, OpenRound(opens_on=world.today, closes_on=closes), on="round-anew")
    world.does(OLGA, PlaceOnAgenda(round_id="round-anew"), on=AURORA)
    case = world.cluster("aurora").open_cases[0]
    for member in (NORA, NILS, NEWCOMER):
        world.does(member, CastVote(vote="yes", report_version=case.report_version), on=AURORA)
    award = TakeDecision(outcome="award", reason="It was shown.")
    world.does(world.case("aurora", case.case_id).members[0], award, on=AURORA)


def test_letters_of_a_cluster_that_has_ended_are_still_mended() -> None:
    world = merged(refused())
    unknown = RetryEffect(notice_id=UUID(int=1), reason="The address was wrong.")
    given(world).when(unknown, by=OLGA).then_rejected("not-failed")

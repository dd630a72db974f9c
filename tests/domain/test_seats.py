"""A seat on the committee is personal, and ends with the Gold of the cluster that nominated its holder (R30)."""

from datetime import UTC, date, datetime

from domain.cluster.case import Stage
from domain.cluster.commands.committee import AdjournDecision, PlaceOnAgenda
from domain.cluster.events.committee import CasePlacedOnAgenda, VoteCast
from domain.person.events import MemberSeated
from domain.round.commands import CloseRound, OpenRound
from domain.terms import Interval
from tests.domain.cast import (
    AURORA,
    AWARD,
    CARL,
    CLARA,
    MAX,
    MONDAY,
    NEXT_ROUND,
    NEXT_ROUND_CLOSES,
    NO,
    OLGA,
    SVEN,
    VERA,
    YES,
    bronze,
    gold_elsewhere,
    person,
    seat,
    stepping_aside,
)
from tests.domain.specification import World, given

DORA, ON_DORA = "dora-deneb", "person-dora-deneb"
IN_GRACE, LAPSED = date(2026, 2, 27), date(2026, 3, 1)
OPEN_NEXT, NEXT_AGENDA = (
    OpenRound(opens_on=MONDAY, closes_on=NEXT_ROUND_CLOSES),
    PlaceOnAgenda(round_id=NEXT_ROUND),
)


def seated_by_deneb(
    gold_until: Interval, *, to: Stage = Stage.REPORT_FINAL, ad_hoc_for: str | None = None
) -> World:
    """Dora sits for Deneb, beside the four others."""
    world = bronze(to).does(OLGA, gold_elsewhere("Deneb", until=gold_until), on="cluster-deneb")
    world.does(OLGA, person(DORA), on=ON_DORA)
    seated = MemberSeated(role="member", nominator="deneb", ad_hoc_for=ad_hoc_for, from_on=MONDAY)
    return world.happens(ON_DORA, seated)


def on_the_next_agenda(gold_until: Interval) -> World:
    world = seated_by_deneb(gold_until).does(OLGA, OPEN_NEXT, on=NEXT_ROUND)
    return world.does(OLGA, NEXT_AGENDA, on=AURORA)


GRACE_ENDS_IN_FEBRUARY = Interval.exactly(date(2025, 2, 28))
GRACE_ENDS_SOME_DAY_THIS_SPRING = Interval(earliest=date(2025, 2, 28), latest=date(2025, 4, 30))


def vote(member: str, nominator: str) -> VoteCast:
    return VoteCast(case_id="bronze-1", member=member, vote="yes", report_version=1, nominator=nominator)


def test_a_member_votes_while_the_nominators_gold_is_in_grace() -> None:
    world = on_the_next_agenda(GRACE_ENDS_IN_FEBRUARY).until(IN_GRACE)
    given(world).when(YES, by=DORA).then(vote(DORA, "deneb"))


def test_a_seat_ends_with_the_nominators_gold() -> None:
    world = on_the_next_agenda(GRACE_ENDS_IN_FEBRUARY).until(LAPSED)
    given(world).when(YES, by=DORA).then_rejected("nominator-without-gold")
    given(world).when(stepping_aside(DORA), by=DORA).then_rejected("not-entitled")


def test_a_vote_does_not_count_after_the_nominators_gold_has_lapsed() -> None:
    world = on_the_next_agenda(GRACE_ENDS_IN_FEBRUARY).until(IN_GRACE)
    for member, ballot in ((CARL, YES), (VERA, NO), (DORA, YES)):
        world.does(member, ballot, on=AURORA)
    world.until(LAPSED)
    given(world).when(AWARD, by=CARL).then_rejected("no-quorum")
    given(world.does(MAX, YES, on=AURORA)).when(AWARD, by=CARL).with_letters((CLARA, "label-awarded"))


def test_whose_nominator_holds_gold_no_longer_is_neither_on_the_agenda_nor_in_the_round() -> None:
    world = seated_by_deneb(GRACE_ENDS_IN_FEBRUARY).until(LAPSED)
    opened = given(world).when(OPEN_NEXT, by=OLGA, on=NEXT_ROUND)
    assert world.round(NEXT_ROUND).members == ("carl-chair", "vera-vice", "mona-member", "max-member")
    assert opened.rejected is None
    placed = given(world).when(NEXT_AGENDA, by=OLGA).events[0]
    assert isinstance(placed, CasePlacedOnAgenda)
    assert placed.members == ("carl-chair", "vera-vice", "max-member", "mona-member")


def test_a_chair_whose_nominator_holds_gold_no_longer_runs_no_round() -> None:
    world = bronze(Stage.APPLIED)
    world.does(OLGA, gold_elsewhere("Deneb", until=GRACE_ENDS_IN_FEBRUARY), on="cluster-deneb")
    world.does(OLGA, person(DORA), on=ON_DORA).does(SVEN, seat("chair", "deneb"), on=ON_DORA)
    world.does(DORA, OPEN_NEXT, on=NEXT_ROUND).until(LAPSED)
    given(world).when(CloseRound(), by=DORA, on=NEXT_ROUND).then_rejected("not-permitted")


def test_a_seat_whose_gold_is_uncertain_stands_and_its_holder_is_told_to_confirm_the_label() -> None:
    world = on_the_next_agenda(GRACE_ENDS_SOME_DAY_THIS_SPRING).until(LAPSED)
    given(world).when(YES, by=DORA).then_rejected("gold-unconfirmed")
    for member in (CARL, VERA):
        world.does(member, stepping_aside(member), on=AURORA)
    given(world).when(AdjournDecision(reason="Too few."), by=MAX).then_rejected("quorum-present")


def test_an_ad_hoc_seat_rests_on_nobodys_gold() -> None:
    world = seated_by_deneb(GRACE_ENDS_IN_FEBRUARY, to=Stage.ON_AGENDA, ad_hoc_for="aurora/bronze-1")
    given(world).when(YES, by=DORA, at=LAPSED).then(vote(DORA, "deneb"))


def test_a_seat_is_judged_by_the_secretariats_day() -> None:
    world = seated_by_deneb(GRACE_ENDS_IN_FEBRUARY)
    world.does(OLGA, person("nina-new"), on="person-nina-new")
    past_midnight_in_berlin = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
    given(world).when(
        seat("member", "deneb"), by=SVEN, on="person-nina-new", at=past_midnight_in_berlin
    ).then_rejected("nominator-without-gold")

"""Adjournment: too few members take part, and after the second time the owner names others (R30)."""

from datetime import date

from domain.cluster.case import ClosedAs, Stage
from domain.cluster.commands.committee import (
    AdjournDecision,
    PlaceOnAgenda,
)
from domain.cluster.events.committee import (
    DecisionAdjourned,
    MemberRecused,
)
from domain.cluster.tasks import tasks_of
from domain.elsewhere import Elsewhere
from domain.levels import Party
from domain.person.commands import EndSeat, SeatMember
from domain.person.state import TieKind
from domain.round.commands import OpenRound
from domain.secretariat import SECRETARIAT
from tests.domain.cast import (
    AURORA,
    AWARD,
    CARL,
    CLARA,
    COMMITTEE,
    MAX,
    MONA,
    NEXT_ROUND,
    NEXT_ROUND_CLOSES,
    OLGA,
    ROUND,
    ROUND_CLOSES,
    SVEN,
    VERA,
    YES,
    bronze,
    person,
    stepping_aside,
    tie,
    voted,
)
from tests.domain.specification import World, at_midnight_ending, given, sealed
from tests.domain.ties_learned import on_record_alone

AGENDA, NEXT_AGENDA = PlaceOnAgenda(round_id=ROUND), PlaceOnAgenda(round_id=NEXT_ROUND)
TOO_FEW = AdjournDecision(reason="Too few of us are left.")
CLOSING = at_midnight_ending(ROUND_CLOSES)


def adjourned(
    *entitled: str, voted: tuple[str, ...] = (), ad_hoc: bool = False, round_id: str = ROUND
) -> DecisionAdjourned:
    return DecisionAdjourned(
        case_id="bronze-1",
        cluster_id="aurora",
        round_id=round_id,
        entitled=entitled,
        voted=voted,
        ad_hoc_members_due=ad_hoc,
    )


def test_a_decision_is_not_adjourned_while_enough_members_may_vote() -> None:
    given(bronze(Stage.ON_AGENDA)).when(TOO_FEW, by=CARL).then_rejected("quorum-present")


def test_a_decision_is_adjourned_when_too_few_are_left() -> None:
    world = bronze(Stage.ON_AGENDA)
    for member in (MAX, MONA):
        world.does(SVEN, EndSeat(until_on=date(2026, 2, 1), reason="Left."), on=f"person-{member}")
    left = adjourned(CARL, VERA).model_copy(update={"reason": sealed("Too few of us are left.")})
    given(world).when(TOO_FEW, by=CARL).then(left, Elsewhere(ROUND, left.model_copy(update={"reason": None})))


def test_a_round_that_closes_without_three_votes_adjourns_its_cases() -> None:
    world = voted((CARL, YES)).until(CLOSING)
    members = (CARL, VERA, MAX, MONA)
    last = world.events(ROUND)[-2:]
    assert adjourned(*members, voted=(CARL,)) in last
    assert world.case("aurora").stage is Stage.ADJOURNED


def adjourned_twice() -> World:
    world = bronze(Stage.ON_AGENDA).until(CLOSING)
    world.does(OLGA, OpenRound(opens_on=world.today, closes_on=NEXT_ROUND_CLOSES), on=NEXT_ROUND)
    return world.does(OLGA, NEXT_AGENDA, on=AURORA).until(at_midnight_ending(NEXT_ROUND_CLOSES))


def test_an_adjourned_case_comes_before_the_next_round() -> None:
    world = adjourned_twice()
    events = [event for event in world.events(AURORA) if isinstance(event, DecisionAdjourned)]
    assert [(event.round_id, event.ad_hoc_members_due) for event in events] == [
        (ROUND, False),
        (NEXT_ROUND, True),
    ]


def test_the_scheme_owner_is_asked_after_the_second_adjournment_and_not_before() -> None:
    invite = ("invite-members", Party.SECRETARIAT)
    once = bronze(Stage.ON_AGENDA).until(CLOSING)
    assert [(task.task, task.party) for task in tasks_of(once.cluster("aurora"))] == [invite]
    again = adjourned_twice()
    assert [(task.task, task.party) for task in tasks_of(again.cluster("aurora"))] == [
        invite,
        ("name-ad-hoc-members", Party.SCHEME_OWNER),
    ]


def test_after_a_second_adjournment_the_owner_names_three_who_decide_this_case_only() -> None:
    world, third = adjourned_twice(), "round-2026-04"
    for member in COMMITTEE:
        world.does(member, tie(TieKind.FAMILY), on=f"person-{member}")
    world.does(OLGA, OpenRound(opens_on=world.today, closes_on=date(2026, 4, 30)), on=third)
    ad_hoc(world, *NAMED).does(OLGA, PlaceOnAgenda(round_id=third), on=AURORA)
    voted(*((each, YES) for each in NAMED), world=world).does(NAMED[0], AWARD, on=AURORA)
    assert world.case("aurora").closed_as is ClosedAs.AWARDED


NAMED = ("ada-ad-hoc", "bo-ad-hoc", "cleo-ad-hoc")
AD_HOC = SeatMember(ad_hoc_for="aurora/bronze-1", from_on=NEXT_ROUND_CLOSES)


def ad_hoc(world: World, *named: str) -> World:
    """The scheme owner names them for Aurora's case."""
    for each in named:
        world.does(OLGA, person(each), on=f"person-{each}").does(SVEN, AD_HOC, on=f"person-{each}")
    return world


def test_ad_hoc_members_are_named_only_while_the_case_waits_for_them() -> None:
    for world in (bronze(Stage.ON_AGENDA), bronze(Stage.ON_AGENDA).until(CLOSING)):
        given(world).when(AD_HOC, by=SVEN, on=f"person-{CLARA}").then_rejected("ad-hoc-not-due")
    world, third = ad_hoc(adjourned_twice(), *NAMED[:2]), "round-2026-04"
    world.does(OLGA, OpenRound(opens_on=world.today, closes_on=date(2026, 4, 30)), on=third)
    world.does(OLGA, PlaceOnAgenda(round_id=third), on=AURORA)
    given(world).when(AD_HOC, by=SVEN, on=f"person-{CLARA}").then_rejected("ad-hoc-not-due")


def test_no_more_ad_hoc_members_are_named_than_the_edition_says() -> None:
    world = ad_hoc(adjourned_twice(), *NAMED)
    given(world).when(AD_HOC, by=SVEN, on=f"person-{CLARA}").then_rejected("ad-hoc-named")


def test_another_is_named_for_an_ad_hoc_member_who_stepped_aside() -> None:
    world = ad_hoc(adjourned_twice(), *NAMED)
    world.happens(AURORA, MemberRecused(case_id="bronze-1", member=NAMED[0], rule="R32"))
    assert len(given(world).when(AD_HOC, by=SVEN, on=f"person-{CLARA}").events) == 1


def test_who_presides_adjourns_nothing_while_tied() -> None:
    world = bronze(Stage.ON_AGENDA)
    for member in (MAX, MONA):
        world.does(SVEN, EndSeat(until_on=date(2026, 2, 1), reason="Left."), on=f"person-{member}")
    world = on_record_alone(world, CARL, TieKind.EMPLOYED)
    given(world).when(TOO_FEW, by=CARL).then_rejected("voter-tied")


def recused(member: str, reason: str | None = "An old friend.") -> MemberRecused:
    return MemberRecused(case_id="bronze-1", member=member, rule="R30", reason=sealed(reason or ""))


def test_a_recusal_that_breaks_the_quorum_adjourns_the_decision() -> None:
    world = voted((CARL, YES)).does(MAX, stepping_aside(MAX), on=AURORA)
    left = adjourned(CARL, VERA, voted=(CARL,))
    given(world).when(stepping_aside(MONA), by=MONA).then(
        recused(MONA), left, Elsewhere(ROUND, left)
    ).with_letters(
        (MONA, "member-recused"), (CLARA, "decision-adjourned"), (SECRETARIAT, "decision-adjourned")
    ).with_limits(("adjournment", date(2026, 2, 16)))
    assert world.round(ROUND).unconcluded == ()

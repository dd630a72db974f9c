"""The agenda: a case comes before at least three members free of conflicts (R14, R30, R32)."""

from datetime import date

from domain.cluster.case import Stage
from domain.cluster.commands.committee import (
    PlaceOnAgenda,
)
from domain.cluster.commands.organisation import ChangeManager
from domain.cluster.events.committee import (
    CasePlacedOnAgenda,
    DecisionAdjourned,
    MemberRecused,
)
from domain.elsewhere import Elsewhere
from domain.person.state import TieKind
from domain.round.commands import CloseRound, OpenRound
from domain.secretariat import SECRETARIAT
from tests.domain.cast import (
    AURORA,
    CARL,
    CLARA,
    MAX,
    MONA,
    MONDAY,
    NEXT_ROUND,
    OLGA,
    ROUND,
    ROUND_CLOSES,
    VERA,
    bronze,
    tie,
)
from tests.domain.specification import World, given

AGENDA, NEXT_AGENDA = PlaceOnAgenda(round_id=ROUND), PlaceOnAgenda(round_id=NEXT_ROUND)


def reported() -> World:
    opening = OpenRound(opens_on=MONDAY, closes_on=ROUND_CLOSES)
    return bronze(Stage.REPORT_FINAL).does(OLGA, opening, on=ROUND)


def placed(*members: str, round_id: str = ROUND) -> CasePlacedOnAgenda:
    return CasePlacedOnAgenda(
        case_id="bronze-1", cluster_id="aurora", round_id=round_id, members=members, placed_by=OLGA
    )


def test_a_case_is_placed_before_every_member_in_their_precedence() -> None:
    whole = placed(CARL, VERA, MAX, MONA)
    given(reported()).when(AGENDA, by=OLGA).then(whole, Elsewhere(ROUND, whole)).with_letters(
        *((member, "agenda-placed") for member in (CARL, VERA, MAX, MONA))
    ).with_limits(("voting", ROUND_CLOSES))


def test_members_tied_to_the_cluster_are_recused_when_it_is_placed() -> None:
    world = reported().does(VERA, tie(TieKind.CONSULTED), on=f"person-{VERA}")
    without_vera = placed(CARL, MAX, MONA)
    given(world).when(AGENDA, by=OLGA).then(
        without_vera,
        MemberRecused(case_id="bronze-1", member=VERA, rule="R32"),
        Elsewhere(ROUND, without_vera),
    ).with_letters(
        (CARL, "agenda-placed"), (MAX, "agenda-placed"), (MONA, "agenda-placed"), (VERA, "member-recused")
    )


def test_a_member_who_acts_for_the_applicant_is_recused() -> None:
    world = reported().does(CLARA, ChangeManager(managers=(CLARA, MAX)), on=AURORA)
    without_max = placed(CARL, VERA, MONA)
    given(world).when(AGENDA, by=OLGA).then(
        without_max, MemberRecused(case_id="bronze-1", member=MAX, rule="R32"), Elsewhere(ROUND, without_max)
    )


def before_too_few() -> World:
    """Two of the four have a cousin at Aurora."""
    world = reported()
    for member in (VERA, MAX):
        world.does(member, tie(TieKind.FAMILY), on=f"person-{member}")
    return world


def test_before_fewer_than_three_members_a_case_is_adjourned_instead() -> None:
    adjourned = DecisionAdjourned(
        case_id="bronze-1",
        cluster_id="aurora",
        round_id=ROUND,
        entitled=(CARL, MONA),
        voted=(),
        ad_hoc_members_due=False,
    )
    world = before_too_few()
    given(world).when(AGENDA, by=OLGA).then(
        MemberRecused(case_id="bronze-1", member=VERA, rule="R32"),
        MemberRecused(case_id="bronze-1", member=MAX, rule="R32"),
        adjourned,
    ).with_letters(
        (VERA, "member-recused"),
        (MAX, "member-recused"),
        (CLARA, "decision-adjourned"),
        (SECRETARIAT, "decision-adjourned"),
    ).with_limits(("adjournment", date(2026, 2, 16)))
    assert world.case("aurora").stage is Stage.ADJOURNED
    assert world.round(ROUND).agenda == ()


def test_one_round_adjourns_a_case_for_want_of_members_once() -> None:
    world = before_too_few().does(OLGA, AGENDA, on=AURORA)
    given(world).when(AGENDA, by=OLGA).then_rejected("no-quorum")
    world.does(OLGA, OpenRound(opens_on=MONDAY, closes_on=ROUND_CLOSES), on=NEXT_ROUND)
    again = given(world).when(NEXT_AGENDA, by=OLGA).events
    assert [each.ad_hoc_members_due for each in again if isinstance(each, DecisionAdjourned)] == [True]


def test_a_case_is_placed_in_a_round_that_is_open() -> None:
    given(bronze(Stage.REPORT_FINAL)).when(AGENDA, by=OLGA).then_rejected("round-unknown")
    given(reported().does(CARL, CloseRound(), on=ROUND)).when(AGENDA, by=OLGA).then_rejected("round-closed")
    given(reported()).when(AGENDA, by=OLGA, at=date(2026, 3, 2)).then_rejected("round-closed")


def test_members_have_five_working_days_with_the_report() -> None:
    opening = OpenRound(opens_on=MONDAY, closes_on=date(2026, 2, 6))
    world = bronze(Stage.REPORT_FINAL).does(OLGA, opening, on=ROUND)
    given(world).when(AGENDA, by=OLGA).then_rejected("round-too-soon")


def test_a_stale_assessment_is_not_placed() -> None:
    opening = OpenRound(opens_on=MONDAY, closes_on=date(2027, 12, 31))
    world = bronze(Stage.REPORT_FINAL).does(OLGA, opening, on=ROUND).until(date(2027, 2, 3))
    given(world).when(AGENDA, by=OLGA).then_rejected("audit-stale")

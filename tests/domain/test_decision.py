"""The certification decision: what the votes carry, and what bars an award (R2, R14, R19, R30)."""

from datetime import date

import pytest

from domain.cluster.case import ClosedAs, Stage
from domain.cluster.commands.application import RecheckEligibility
from domain.cluster.commands.committee import (
    AdjournDecision,
    CastVote,
    PlaceOnAgenda,
    TakeDecision,
)
from domain.cluster.commands.organisation import UpdateProfile
from domain.cluster.events.committee import (
    Basis,
    DecisionTaken,
)
from domain.cluster.events.label import LabelAwarded
from domain.elsewhere import Elsewhere
from domain.levels import Level
from domain.person.commands import SeatMember
from domain.person.state import TieKind
from domain.round.commands import OpenRound
from domain.schemes import scheme
from domain.terms import first_term
from tests.domain.cast import (
    AURORA,
    AWARD,
    CARL,
    CLARA,
    CRITERIA,
    EMIL,
    ESTHER,
    INCOMPLETE,
    MAX,
    MONA,
    MONDAY,
    NEXT_ROUND,
    NO,
    OLGA,
    PROFILE,
    REFUSE,
    ROUND,
    SVEN,
    VERA,
    YES,
    bronze,
    interview,
    stepping_aside,
    tie,
    voted,
    walk,
)
from tests.domain.clocks import clock_of
from tests.domain.specification import World, given, sealed
from tests.domain.ties_learned import on_board

AGENDA, NEXT_AGENDA = PlaceOnAgenda(round_id=ROUND), PlaceOnAgenda(round_id=NEXT_ROUND)
TOO_FEW = AdjournDecision(reason="Too few of us are left.")


def decided(
    world: World, outcome: str, in_favour: tuple[str, ...], against: tuple[str, ...] = (), **more: object
) -> DecisionTaken:
    case = world.case("aurora")
    assert case.eligibility is not None
    assert case.benchmark is not None
    ids = {ballot.member: str(ballot.event_id) for ballot in case.ballots}
    voters = [member for member in (CARL, VERA, MAX, MONA) if member in (*in_favour, *against)]
    basis = Basis(
        edition="ecei-2019",
        edition_of_eligibility="ecei-2019",
        rules=("R2", "R14", "R19", "R30", "R31", "R32"),
        eligibility=str(case.eligibility.event_id),
        benchmark=str(case.benchmark.event_id),
        report=str(case.report),
        report_version=1,
        votes=tuple(ids[member] for member in voters),
        in_favour=in_favour,
        against=against,
        recused=tuple(sorted(case.recused)),
    ).model_copy(update={k: v for k, v in more.items() if k in Basis.model_fields})
    return DecisionTaken(
        case_id="bronze-1",
        cluster_id="aurora",
        round_id=ROUND,
        outcome="award" if outcome == "award" else "refuse",
        decided_on=MONDAY,
        basis=basis,
        reason=sealed(AWARD.reason if outcome == "award" else REFUSE.reason),
    ).model_copy(update={k: v for k, v in more.items() if k == "rule"})


def awarded() -> LabelAwarded:
    term = first_term(scheme().edition("ecei-2019"), MONDAY, MONDAY)
    return LabelAwarded(case_id="bronze-1", level=Level.BRONZE, term=term, clock=clock_of(term, MONDAY))


def test_three_votes_in_favour_award_the_label() -> None:
    world = voted((CARL, YES), (VERA, YES), (MONA, YES))
    decision = decided(world, "award", (CARL, VERA, MONA))
    given(world).when(AWARD, by=CARL).then(decision, awarded(), Elsewhere(ROUND, decision)).with_letters(
        (CLARA, "label-awarded")
    )
    assert world.case("aurora").closed_as is ClosedAs.AWARDED


def test_a_majority_against_refuses_and_names_the_rule() -> None:
    world = voted((CARL, NO), (VERA, NO), (MONA, YES))
    decision = decided(world, "refuse", (MONA,), (CARL, VERA), rule="R2")
    given(world).when(REFUSE, by=CARL).then(decision, Elsewhere(ROUND, decision)).with_letters(
        (CLARA, "label-refused")
    )


def test_a_refusal_names_its_rule() -> None:
    world = voted((CARL, NO), (VERA, NO), (MONA, YES))
    given(world).when(TakeDecision(outcome="refuse", reason="No."), by=CARL).then_rejected("rule-missing")


def test_a_decision_follows_the_votes() -> None:
    given(voted((CARL, NO), (VERA, NO), (MONA, YES))).when(AWARD, by=CARL).then_rejected(
        "votes-say-otherwise"
    )
    given(voted((CARL, YES), (VERA, YES), (MONA, NO))).when(REFUSE, by=CARL).then_rejected(
        "votes-say-otherwise"
    )


@pytest.mark.parametrize(
    ("ballots", "casting"),
    [
        (((CARL, YES), (VERA, YES), (MAX, NO), (MONA, NO)), CARL),
        (((CARL, YES), (VERA, NO), (MAX, NO), (MONA, YES)), CARL),
    ],
)
def test_a_tie_goes_to_the_chair(ballots: tuple[tuple[str, CastVote], ...], casting: str) -> None:
    world = voted(*ballots)
    yes, no = (tuple(m for m, ballot in ballots if ballot is vote) for vote in (YES, NO))
    decision = decided(world, "award", yes, no, decided_by_casting_vote_of=casting)
    given(world).when(AWARD, by=CARL).then(decision, awarded(), Elsewhere(ROUND, decision))


def test_with_the_chair_recused_a_tie_goes_to_the_vice_chair() -> None:
    world = bronze(Stage.ON_AGENDA).does(
        SVEN, SeatMember(nominator="corona", from_on=MONDAY), on=f"person-{ESTHER}"
    )
    world.does(CARL, stepping_aside(CARL), on=AURORA)
    voted((VERA, YES), (MAX, NO), (MONA, NO), (ESTHER, YES), world=world)
    given(world).when(AWARD, by=CARL).then_rejected("not-permitted")
    outcome = given(world).when(AWARD, by=VERA)
    decision = outcome.events[0]
    assert isinstance(decision, DecisionTaken)
    assert (decision.basis.decided_by_casting_vote_of, decision.basis.recused) == (VERA, (CARL,))


def test_only_the_presiding_member_states_the_decision() -> None:
    world = voted((CARL, YES), (VERA, YES), (MONA, YES))
    given(world).when(AWARD, by=VERA).then_rejected("not-permitted")


def test_no_decision_without_three_votes() -> None:
    given(voted((CARL, YES), (VERA, YES))).when(AWARD, by=CARL).then_rejected("no-quorum")


def test_a_recused_member_counts_neither_for_quorum_nor_majority() -> None:
    world = voted((CARL, YES), (VERA, YES), (MAX, YES)).does(MAX, stepping_aside(MAX), on=AURORA)
    given(world).when(AWARD, by=CARL).then_rejected("no-quorum")


def test_a_vote_of_a_member_tied_since_is_not_counted_but_struck_first() -> None:
    world = voted((CARL, YES), (VERA, YES), (MAX, YES), (MONA, YES))
    on_board(world, MAX)
    given(world).when(AWARD, by=CARL).then_rejected("voter-tied")
    world.does(OLGA, stepping_aside(MAX), on=AURORA)
    decision = decided(world, "award", (CARL, VERA, MONA))
    given(world).when(AWARD, by=CARL).then(decision, awarded(), Elsewhere(ROUND, decision))


def test_a_chair_tied_since_does_not_preside() -> None:
    world = voted((VERA, YES), (MAX, YES), (MONA, YES))
    on_board(world, CARL)
    given(world).when(AWARD, by=CARL).then_rejected("voter-tied")


def test_no_award_on_an_incomplete_benchmark_but_a_refusal() -> None:
    world = bronze(Stage.INTERVIEW_DUE).does(EMIL, interview(MONDAY, INCOMPLETE), on=AURORA).pay()
    voted((CARL, NO), (VERA, NO), (MONA, NO), world=walk(world, Stage.ON_AGENDA, after=Stage.DRAFT))
    given(world).when(AWARD, by=CARL).then_rejected("award-barred")
    decision = decided(world, "refuse", (), (CARL, VERA, MONA), rule="R2")
    given(world).when(TakeDecision(outcome="refuse", reason=REFUSE.reason), by=CARL).then(
        decision, Elsewhere(ROUND, decision)
    )


def test_no_award_when_the_profile_changed_until_eligibility_was_checked_again() -> None:
    world = voted((CARL, YES), (VERA, YES), (MONA, YES))
    world.does(CLARA, UpdateProfile(profile=PROFILE.model_copy(update={"member_types": 4})), on=AURORA)
    given(world).when(AWARD, by=CARL).then_rejected("award-barred")
    world.does(OLGA, RecheckEligibility(criteria=CRITERIA), on=AURORA)
    assert len(given(world).when(AWARD, by=CARL).events) == 3


def test_no_award_once_eligibility_is_lost() -> None:
    world = voted((CARL, YES), (VERA, YES), (MONA, YES))
    world.does(CLARA, UpdateProfile(profile=PROFILE.model_copy(update={"member_types": 1})), on=AURORA)
    world.does(OLGA, RecheckEligibility(criteria={**CRITERIA, "member_types": False}), on=AURORA)
    given(world).when(AWARD, by=CARL).then_rejected("award-barred")


def long_round() -> World:
    opening = OpenRound(opens_on=MONDAY, closes_on=date(2027, 12, 31))
    world = bronze(Stage.REPORT_FINAL).does(OLGA, opening, on=ROUND).does(OLGA, AGENDA, on=AURORA)
    return voted((CARL, YES), (VERA, YES), (MONA, YES), world=world).until(date(2027, 2, 3))


def test_no_decision_of_either_kind_rests_on_a_stale_assessment() -> None:
    given(long_round()).when(AWARD, by=CARL).then_rejected("audit-stale")
    given(long_round()).when(REFUSE, by=CARL).then_rejected("audit-stale")


def test_a_case_gone_stale_on_the_agenda_is_adjourned_and_interviewed_anew() -> None:
    world = long_round().does(CARL, TOO_FEW, on=AURORA)
    world.does(EMIL, interview(world.today), on=AURORA)
    assert world.case("aurora").stage is Stage.DRAFT


def test_a_member_from_the_applicants_organisation_is_recused_and_counted_nowhere() -> None:
    world = bronze(Stage.REPORT_FINAL).does(MAX, tie(TieKind.EMPLOYED), on=f"person-{MAX}")
    walk(world, Stage.ON_AGENDA, after=Stage.REPORT_FINAL)
    voted((CARL, NO), (VERA, YES), (MONA, YES), world=world)
    given(world).when(YES, by=MAX).then_rejected("recused")
    decision = decided(world, "award", (VERA, MONA), (CARL,))
    assert decision.basis.recused == (MAX,)
    given(world).when(AWARD, by=CARL).then(decision, awarded(), Elsewhere(ROUND, decision))

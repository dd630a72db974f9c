"""Ties learned of after the decision: votes struck, decisions confirmed or annulled (R31)."""

from datetime import date
from typing import Any

from domain.cluster.case import ClosedAs, Stage
from domain.cluster.commands.application import WithdrawApplication
from domain.cluster.commands.committee import TakeDecision
from domain.cluster.events.committee import DecisionTaken
from domain.cluster.events.label import LabelAnnulled, LabelAwarded
from domain.cluster.events.review import (
    DecisionAnnulled,
    DecisionConfirmed,
    VoteStruck,
)
from domain.cluster.tasks import tasks_of
from domain.elsewhere import Elsewhere
from domain.events import Event
from domain.levels import Level
from domain.round.commands import CloseRound
from domain.status import StatusState, status_on
from tests.domain.cast import (
    APPLY,
    AURORA,
    AWARD,
    CARL,
    CLARA,
    EMIL,
    KNUD,
    MAX,
    MONA,
    MONDAY,
    NO,
    OLGA,
    RENEW,
    ROUND,
    VERA,
    YES,
    bronze,
    labelled,
    voted,
    walk,
)
from tests.domain.silver_gold import GOLD_FIRST
from tests.domain.specification import World, given, sealed
from tests.domain.teams import OTTO, endorsing
from tests.domain.ties_learned import (
    ALL_IN_FAVOUR,
    THREE_IN_FAVOUR,
    WHY,
    decided,
    on_board,
    report,
    reported,
    resolve,
    resolved,
    review,
    told,
    two_operators,
)

# Before the notice


def test_before_the_notice_the_vote_is_struck_and_the_decision_stands_on_the_others() -> None:
    world = decided(*ALL_IN_FAVOUR)
    given(world).when(report(MAX), by=MAX).then(
        reported(MAX, MAX),
        VoteStruck(case_id="bronze-1", member=MAX, carried_still=True),
        resolved(MAX, "stepped-aside"),
    ).with_letters(("secretariat", "conflict-reported"))
    case = world.case("aurora")
    assert (case.closed_as, sorted(case.recused)) == (ClosedAs.AWARDED, [MAX])


def annulment(world: World, tied: str, *, reopened: bool = True) -> list[Event | Elsewhere[Any]]:
    decision = world.case("aurora").decision
    assert decision is not None
    event = DecisionAnnulled(
        case_id="bronze-1",
        decision=decision.event_id,
        cluster_id="aurora",
        round_id=ROUND,
        person=tied,
        reopened=reopened,
        reason=sealed(WHY),
    )
    fallen = [LabelAnnulled(level=Level.BRONZE, term=1, clock=None)] if decision.term else []
    return [event, *fallen, Elsewhere(ROUND, event.model_copy(update={"reason": None}))]


def test_without_a_quorum_among_the_others_the_decision_is_void() -> None:
    world = decided(*THREE_IN_FAVOUR)
    struck = VoteStruck(case_id="bronze-1", member=MONA, carried_still=False)
    given(world.copy()).when(report(MONA), by=MONA).then(
        reported(MONA, MONA), struck, resolved(MONA, "stepped-aside"), *annulment(world, MONA)
    ).with_letters(
        ("secretariat", "conflict-reported"),
        (CLARA, "decision-adjourned"),
        ("secretariat", "decision-adjourned"),
    ).with_limits(("agenda", date(2026, 2, 16)))


def test_an_operators_word_alone_voids_no_decision() -> None:
    world = decided(*THREE_IN_FAVOUR)
    given(world).when(report(MONA), by=OLGA).then(reported(MONA, OLGA))
    assert world.case("aurora").closed_as is ClosedAs.AWARDED
    two_operators(world).does(OTTO, endorsing(MONA, "conflict-resolution", "bronze-1"), on=AURORA)
    world.does(OLGA, resolve(MONA, "stepped-aside"), on=AURORA)
    assert world.case("aurora").stage is Stage.REPORT_FINAL


def test_when_the_other_votes_say_otherwise_the_decision_is_void() -> None:
    world = decided((CARL, YES), (VERA, NO), (MONA, NO), (MAX, YES))  # the chair's vote carries
    outcome = given(world).when(report(MAX), by=MAX)
    struck = [each for each in outcome.events if isinstance(each, VoteStruck)]
    assert [each.carried_still for each in struck] == [False]
    assert world.cluster("aurora").labels == {Level.BRONZE: ()}


def test_a_refusal_stands_while_the_other_votes_do_not_carry_an_award() -> None:
    refuse = TakeDecision(outcome="refuse", rule="R30", reason="Not convinced.")
    world = decided((CARL, NO), (VERA, NO), (MONA, NO), (MAX, YES), by=refuse)
    given(world).when(report(MONA), by=MONA).then(
        reported(MONA, MONA),
        VoteStruck(case_id="bronze-1", member=MONA, carried_still=True),
        resolved(MONA, "stepped-aside"),
    )


def test_of_a_void_decision_nobody_is_told_and_nothing_is_issued() -> None:
    world = decided(*THREE_IN_FAVOUR)
    before = len(world.mails)
    world.does(MONA, report(MONA), on=AURORA).pay()
    assert [mail.notice for mail in world.mails[before:]] == [
        "conflict-reported",
        "decision-adjourned",
        "decision-adjourned",
    ]
    assert world.cluster("aurora").certificates == ()


def test_the_case_goes_back_to_its_final_report_and_may_be_decided_anew() -> None:
    world = decided(*THREE_IN_FAVOUR).does(MONA, report(MONA), on=AURORA)
    case = world.case("aurora")
    assert (case.stage, case.closed_as, case.outcome) == (Stage.REPORT_FINAL, None, None)
    walk(world, Stage.ON_AGENDA, after=Stage.REPORT_FINAL)
    voted((CARL, YES), (VERA, YES), (MAX, YES), world=world).does(CARL, AWARD, on=AURORA)
    assert [term.number for term in world.cluster("aurora").labels[Level.BRONZE]] == [1]
    world.does(OLGA, CloseRound(), on=ROUND)
    assert world.round(ROUND).closed


def test_the_round_hears_of_it_and_closes_without_the_case() -> None:
    world = decided(*THREE_IN_FAVOUR).does(MONA, report(MONA), on=AURORA)
    assert [type(each) for each in world.events(ROUND)[-2:]] == [DecisionTaken, DecisionAnnulled]
    world.does(OLGA, CloseRound(), on=ROUND)
    assert world.round(ROUND).closed


def test_an_experts_tie_learned_before_the_notice_waits_for_the_committee() -> None:
    given(decided(*ALL_IN_FAVOUR)).when(report(EMIL), by=EMIL).then(reported(EMIL, EMIL)).with_letters(
        ("secretariat", "conflict-reported"), (CARL, "decision-review-due")
    )


# After the notice


def test_after_the_notice_the_decision_stands_until_the_committee_has_reviewed_it() -> None:
    world = told()
    given(world).when(report(MAX), by=MAX).then(reported(MAX, MAX)).with_letters(
        ("secretariat", "conflict-reported"), (CARL, "decision-review-due")
    )
    assert world.case("aurora").closed_as is ClosedAs.AWARDED
    assert [(task.task, task.persons) for task in tasks_of(world.cluster("aurora"))] == [
        ("review-decision", (CARL, VERA, MONA))
    ]


def test_a_review_of_the_chairs_own_tie_is_the_vice_chairs() -> None:
    world = told()
    given(world).when(report(CARL), by=CLARA).with_letters(
        ("secretariat", "conflict-reported"), (VERA, "decision-review-due")
    )
    assert [task.persons for task in tasks_of(world.cluster("aurora"))] == [(VERA, MAX, MONA)]
    given(world.copy()).when(review("confirm", CARL), by=CARL).then_rejected("reviewer-reported")
    given(world.copy()).when(review("confirm", CARL), by=MONA).then_rejected("not-presiding")
    assert len(given(world).when(review("confirm", CARL), by=VERA).events) == 2


def test_a_tied_chair_reviews_nothing() -> None:
    world = on_board(told().does(MAX, report(MAX), on=AURORA), CARL)
    given(world).when(review("confirm"), by=CARL).then_rejected("reviewer-tied")


def test_the_committee_confirms_its_decision_knowing_the_tie() -> None:
    world = told().does(MAX, report(MAX), on=AURORA)
    decision = world.case("aurora").decision
    assert decision is not None
    confirmed = DecisionConfirmed(
        case_id="bronze-1", decision=decision.event_id, person=MAX, reason=sealed(WHY)
    )
    given(world).when(review("confirm"), by=CARL).then(confirmed, resolved(MAX, "reviewed")).with_letters(
        (CLARA, "decision-confirmed")
    )
    assert tasks_of(world.cluster("aurora")) == ()


def test_the_committee_annuls_its_decision_and_the_term_falls() -> None:
    world = told().does(MAX, report(MAX), on=AURORA)
    given(world.copy()).when(review("annul"), by=CARL).then(
        *annulment(world, MAX), resolved(MAX, "reviewed")
    ).with_letters((CLARA, "decision-annulled")).with_limits(("agenda", date(2026, 2, 16)))


def test_a_certificate_of_a_fallen_term_is_kept_and_void() -> None:
    world = told().does(MAX, report(MAX), on=AURORA).does(CARL, review("annul"), on=AURORA)
    cluster = world.cluster("aurora")
    assert [each.void for each in cluster.certificates] == [True]
    assert cluster.certificate_of(Level.BRONZE, 1) is None


def test_a_case_annulled_for_an_experts_tie_asks_the_committee_whether_the_audit_stands() -> None:
    world = told().does(EMIL, report(EMIL), on=AURORA).does(CARL, review("annul", EMIL), on=AURORA)
    assert world.case("aurora").marked


def test_while_another_case_of_the_level_is_open_the_annulled_one_stays_closed() -> None:
    refuse = TakeDecision(outcome="refuse", rule="R30", reason="Not convinced.")
    world = decided((CARL, NO), (VERA, NO), (MONA, NO), by=refuse).pay()
    world.does(CLARA, APPLY.model_copy(update={"what_changed": "Everything."}), on=AURORA)
    world.does(MONA, report(MONA), on=AURORA)
    given(world.copy()).when(review("annul", MONA), by=CARL).then(
        *annulment(world, MONA, reopened=False), resolved(MONA, "reviewed")
    ).with_limits()
    world.does(CARL, review("annul", MONA), on=AURORA)
    assert world.case("aurora").closed_as is ClosedAs.ANNULLED


def renewed() -> World:
    """Aurora's Bronze of 2024, renewed in February 2026."""
    world = walk(labelled(date(2024, 2, 12)).until(MONDAY), Stage.ON_AGENDA).pay()
    for member, ballot in THREE_IN_FAVOUR:
        world.does(member, ballot, on=AURORA)
    return world.does(CARL, AWARD, on=AURORA).pay()


def test_when_a_renewal_is_annulled_the_term_before_counts_again() -> None:
    world = renewed()
    first = next(each.clock for each in world.events(AURORA) if isinstance(each, LabelAwarded))
    world.does(MONA, report(MONA).model_copy(update={"case_id": "bronze-2"}), on=AURORA)
    world.does(CARL, review("annul", MONA, case_id="bronze-2"), on=AURORA)
    cluster = world.cluster("aurora")
    assert [term.number for term in cluster.labels[Level.BRONZE]] == [1]
    assert first is not None
    # What is past by now of the term that counts again is not made up for (R26).
    again = first.model_copy(update={"rungs": cluster.clocks[Level.BRONZE].rungs})
    assert cluster.clocks == {Level.BRONZE: again}
    assert [rung.due_at for rung in again.rungs] == [rung.due_at for rung in first.rungs]
    assert status_on(cluster.labels, Level.BRONZE, MONDAY).state is StatusState.DUE


def test_a_decision_on_which_a_later_term_rests_is_not_annulled() -> None:
    world = renewed().does(MONA, report(MONA), on=AURORA)
    given(world).when(review("annul", MONA), by=CARL).then_rejected("renewed-since")


def test_a_review_names_a_new_fact() -> None:
    world = told().does(MAX, report(MAX), on=AURORA)
    given(world).when(review("annul", None), by=CARL).then_rejected("new-fact-missing")
    given(world).when(review("annul", MAX, FOUND), by=CARL).then_rejected("new-fact-missing")
    for who in (VERA, KNUD):
        given(world).when(review("annul", who), by=CARL).then_rejected("conflict-unknown")


FOUND = "The panel found minute 4 to be wrong."


def test_a_panels_finding_is_a_new_fact_and_is_sealed() -> None:
    world = told()
    decision = world.case("aurora").decision
    assert decision is not None
    confirmed = DecisionConfirmed(
        case_id="bronze-1", decision=decision.event_id, panel_finding=sealed(FOUND), reason=sealed(WHY)
    )
    given(world).when(review("confirm", None, FOUND), by=CARL).then(confirmed).with_letters(
        (CLARA, "decision-confirmed")
    )


def test_a_decision_is_not_annulled_while_its_term_is_being_renewed() -> None:
    world = labelled(MONDAY).pay().until(date(2027, 6, 1)).does(CLARA, RENEW, on=AURORA)
    world.does(MONA, report(MONA), on=AURORA)
    given(world.copy()).when(review("annul", MONA), by=CARL).then_rejected("renewal-open")
    world.does(CLARA, WithdrawApplication(), on=AURORA)
    assert given(world).when(review("annul", MONA), by=CARL).rejected is None


def test_while_a_first_case_of_another_level_is_open_the_annulled_one_stays_closed() -> None:
    world = told().does(CLARA, GOLD_FIRST, on=AURORA).does(MONA, report(MONA), on=AURORA)
    given(world.copy()).when(review("annul", MONA), by=CARL).then(
        *annulment(world, MONA, reopened=False), resolved(MONA, "reviewed")
    )


def test_only_a_decision_that_stands_is_reviewed() -> None:
    given(bronze(Stage.ON_AGENDA)).when(review("annul"), by=CARL).then_rejected("not-decided")
    world = told().does(MAX, report(MAX), on=AURORA).does(CARL, review("annul"), on=AURORA)
    given(world).when(review("annul"), by=CARL).then_rejected("not-decided")


def test_whoever_has_no_seat_reviews_nothing() -> None:
    given(told()).when(review("confirm", None, FOUND), by=OLGA).then_rejected("not-permitted")

"""A deferral: the committee asks or has the case audited again; the lead answers (R28, R30, R31)."""

from datetime import date, timedelta

import pytest

from domain.cluster.case import ClosedAs, Stage
from domain.cluster.commands.audit import ScheduleAudit
from domain.cluster.commands.committee import AnswerDeferral, CastVote, PlaceOnAgenda, TakeDecision
from domain.cluster.commands.team import AcceptAssignment, AgreeTeam, ReplaceTeamMember
from domain.cluster.events.committee import DeferralAnswered, DeferralLapsed
from domain.person.state import TieKind
from domain.round.commands import OpenRound
from tests.domain.cast import AURORA, CARL, CLARA, EMIL, ESTHER, MONA, OLGA, VERA, bronze, stepping_aside
from tests.domain.specification import World, given, sealed
from tests.domain.teams import INGA, tied
from tests.domain.ties_learned import on_record_alone
from tests.domain.walked import AWARDING, FINE, golden, walked_on

ASK = TakeDecision(outcome="defer", reason="How many members pay a fee?")
ANSWER = AnswerDeferral(answer="Two thirds of them.")
AUDIT_AGAIN = TakeDecision(outcome="defer", reason="Who signed was tied.", new_audit=True)


def deferred() -> World:
    return golden(Stage.ON_AGENDA).does(CARL, ASK, on=AURORA).pay()


def placed_again(world: World) -> World:
    round_id = f"round-again-{world.commands}"
    closes = world.today + timedelta(days=21)
    world.does(OLGA, OpenRound(opens_on=world.today, closes_on=closes), on=round_id)
    return world.does(OLGA, PlaceOnAgenda(round_id=round_id), on=AURORA).pay()


def test_the_question_goes_to_the_lead_who_has_thirty_days() -> None:
    given(golden(Stage.ON_AGENDA)).when(ASK, by=CARL).with_limits(
        ("deferral", date(2026, 3, 19))
    ).with_letters((EMIL, "decision-deferred"), (CLARA, "decision-deferred"))


def test_the_round_hears_that_the_case_was_deferred_and_waits_for_it_no_more() -> None:
    world = deferred()
    round_id = world.case("aurora", "gold-1").round_id
    assert round_id is not None
    assert world.round(round_id).unconcluded == ()


def test_a_deferral_needs_no_votes_but_members_enough_to_decide() -> None:
    world = golden(Stage.ON_AGENDA)
    world.does(CARL, stepping_aside(CARL), on=AURORA)
    given(world).when(ASK, by=VERA).with_letters((EMIL, "decision-deferred"), (CLARA, "decision-deferred"))


def test_only_the_presiding_member_defers() -> None:
    given(golden(Stage.ON_AGENDA)).when(ASK, by=MONA).then_rejected("not-permitted")


def test_the_answer_is_a_new_version_of_the_report() -> None:
    given(deferred()).when(ANSWER, by=EMIL).then(
        DeferralAnswered(case_id="gold-1", version=2, answer=sealed("Two thirds of them."))
    ).with_letters(("secretariat", "deferral-answered"))


def test_only_the_lead_answers_and_only_what_was_asked() -> None:
    given(deferred()).when(ANSWER, by=ESTHER).then_rejected("not-permitted")
    given(golden(Stage.ON_AGENDA)).when(ANSWER, by=EMIL).then_rejected("wrong-stage")


def test_members_vote_on_the_new_version_only() -> None:
    world = placed_again(deferred().does(EMIL, ANSWER, on=AURORA))
    given(world).when(CastVote(vote="yes", report_version=1), by=CARL).then_rejected("older-dossier")
    for member in (CARL, VERA, MONA):
        world.does(member, CastVote(vote="yes", report_version=2), on=AURORA)
    world.does(CARL, AWARDING, on=AURORA)
    assert world.case("aurora", "gold-1").closed_as is ClosedAs.AWARDED


def test_a_question_nobody_answers_goes_back_on_an_agenda_as_it_stands() -> None:
    world = deferred().until(date(2026, 3, 21))
    lapsed = [event for event in world.events(AURORA) if isinstance(event, DeferralLapsed)]
    assert [(event.case_id, [limit.name for limit in event.limits]) for event in lapsed] == [
        ("gold-1", ["agenda"])
    ]
    told = [(letter.recipient, letter.notice) for letter in lapsed[0].notices]
    assert told == [("secretariat", "deferral-lapsed")]
    assert world.case("aurora", "gold-1").stage is Stage.REPORT_FINAL


def test_a_case_is_deferred_twice_at_most() -> None:
    world = deferred()
    for _ in range(2):
        placed_again(world.does(EMIL, ANSWER, on=AURORA))
        if world.case("aurora", "gold-1").deferrals == 1:
            world.does(CARL, ASK, on=AURORA)
    given(world).when(ASK, by=CARL).then_rejected("deferrals-over")


def test_too_few_members_adjourn_instead_of_deferring() -> None:
    world = golden(Stage.ON_AGENDA)
    world.does(VERA, stepping_aside(VERA), on=AURORA).does(MONA, stepping_aside(MONA), on=AURORA)
    assert world.case("aurora", "gold-1").stage is Stage.ADJOURNED


def test_an_interview_is_not_audited_again() -> None:
    given(bronze(Stage.ON_AGENDA)).when(AUDIT_AGAIN, by=CARL).then_rejected("no-audit")


# R31: an expert replaced between audit and report.


def co_signed() -> World:
    """Esther became tied after the audit; Inga took her place and signed; the case is on an agenda."""
    world = tied(golden(Stage.DRAFT), ESTHER, TieKind.EMPLOYED)
    world.does(OLGA, ReplaceTeamMember(expert=ESTHER, successor=INGA, reason="A new post."), on=AURORA)
    world.does(INGA, AcceptAssignment(free_of_conflicts=True), on=AURORA).does(CLARA, AgreeTeam(), on=AURORA)
    case = world.case("aurora", "gold-1")
    assert (case.stage, case.marked, [sheet.marked for sheet in case.sheets]) == (
        Stage.DRAFT, True, [False, True],
    )  # fmt: skip
    return walked_on(world, Stage.ON_AGENDA, after=Stage.DRAFT)


def test_the_committee_says_whether_an_audit_stands_after_a_tied_expert_was_replaced() -> None:
    world = co_signed()
    for member in (CARL, VERA, MONA):
        world.does(member, CastVote(vote="yes", report_version=1), on=AURORA)
    given(world).when(AWARDING, by=CARL).then_rejected("audit-marked")
    stands = AWARDING.model_copy(update={"audit_stands": True})
    world.does(CARL, stands, on=AURORA)
    assert world.case("aurora", "gold-1").closed_as is ClosedAs.AWARDED


def test_the_applicant_is_told_that_it_is_audited_again_and_not_that_a_question_was_asked() -> None:
    given(co_signed()).when(AUDIT_AGAIN, by=CARL).with_letters(
        (EMIL, "audit-due"), (CLARA, "audit-ordered-anew")
    )


@pytest.mark.parametrize("again", [Stage.REPORT_FINAL, Stage.CLOSED])
def test_or_the_case_is_audited_again_and_nothing_of_the_first_audit_is_left(again: Stage) -> None:
    world = co_signed().does(CARL, AUDIT_AGAIN, on=AURORA).pay()
    case = world.case("aurora", "gold-1")
    assert (case.stage, [limit.name for limit in case.limits]) == (Stage.AUDIT_DUE, ["audit"])
    days = (world.today + timedelta(days=20), world.today + timedelta(days=21))
    world.does(EMIL, ScheduleAudit(days=days), on=AURORA)
    case = world.case("aurora", "gold-1")
    assert (case.sheets, case.result, case.report, case.marked) == ((), None, None, False)
    walked_on(world, again, FINE, after=Stage.AUDIT_SCHEDULED)


def test_a_chair_who_became_tied_defers_nothing() -> None:
    world = on_record_alone(bronze(Stage.ON_AGENDA), CARL, TieKind.FAMILY)
    asking = TakeDecision(outcome="defer", reason="How?")
    given(world).when(asking, by=CARL).then_rejected("voter-tied")

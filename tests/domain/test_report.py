"""The report: drafted, checked for its facts, signed by experts still free of conflicts (R31)."""

from datetime import date

from domain import running
from domain.cluster.case import Stage
from domain.cluster.commands.assessment import CheckFacts, FinaliseReport
from domain.cluster.commands.effects import IssueDocument
from domain.cluster.commands.team import AcceptAssignment, AgreeTeam, ReplaceTeamMember
from domain.cluster.events.assessment import FactsChecked, ReportDrafted, ReportFinalised
from domain.cluster.events.documents import ReportDraftIssued
from domain.cluster.tasks import tasks_of
from domain.person.state import TieKind
from domain.schemes import scheme
from domain.standing import letters
from tests.domain.cast import (
    AURORA,
    CLARA,
    DRAFT,
    EMIL,
    ESTHER,
    MONDAY,
    OLGA,
    bronze,
    interview,
    tie,
)
from tests.domain.specification import World, at_midnight_ending, calendar, document, given, sealed

PDF = document("draft")
SUMMARY = sealed("A young and lively cluster.")


def drafted() -> World:
    """Emil wrote the draft; its document is not out yet."""
    return bronze(Stage.DRAFT).does(EMIL, DRAFT, on=AURORA)


def issued(world: World) -> IssueDocument:
    (debt,) = (debt for debt in world.cluster("aurora").debts if debt.document)
    return IssueDocument(debt_id=debt.debt_id, document=PDF)


def test_a_draft_is_written_before_its_document_is_out() -> None:
    given(bronze(Stage.DRAFT)).when(DRAFT, by=EMIL).then(
        ReportDrafted(case_id="bronze-1", version=1, summary=SUMMARY)
    ).with_letters().with_limits()


def test_an_issued_draft_goes_to_the_applicant_who_has_five_working_days() -> None:
    world = drafted()
    given(world).when(issued(world), by=None).then(
        ReportDraftIssued(case_id="bronze-1", version=1, document=PDF)
    ).with_letters((CLARA, "report-drafted")).with_limits(("fact_check", date(2026, 2, 9)))


def test_a_draft_whose_document_comes_days_late_leaves_the_applicant_all_five_working_days() -> None:
    world = drafted().until(date(2026, 2, 16))
    given(world).when(issued(world), by=None).with_limits(("fact_check", date(2026, 2, 23)))


def test_nobody_checks_the_facts_of_a_draft_that_is_not_out() -> None:
    world = drafted()
    assert tasks_of(world.cluster("aurora")) == ()
    given(world).when(CheckFacts(), by=CLARA).then_rejected("draft-not-issued")
    assert [task.task for task in tasks_of(world.pay().cluster("aurora"))] == ["check-facts"]


def test_in_early_records_the_time_began_with_the_draft_and_runs_on() -> None:
    until_on = running.opened("fact_check", scheme().on(MONDAY), bronze(Stage.DRAFT).now, calendar("DK"))
    letter = letters((CLARA,), "report-drafted", level="bronze", due_on="2026-02-09")
    world = bronze(Stage.DRAFT).happens(
        AURORA,
        ReportDrafted(case_id="bronze-1", version=1, summary=SUMMARY, limits=(until_on,), notices=letter),
    )
    given(world.until(date(2026, 2, 4))).when(issued(world), by=None).with_letters().with_limits()
    given(world).when(CheckFacts(), by=CLARA).then(FactsChecked(case_id="bronze-1"))


def test_a_draft_waits_for_the_comparison() -> None:
    world = bronze(Stage.INTERVIEW_DUE).does(EMIL, interview(MONDAY), on=AURORA)
    given(world).when(DRAFT, by=EMIL).then_rejected("comparison-missing")


def test_remarks_on_the_facts_are_recorded() -> None:
    given(bronze(Stage.FACT_CHECK)).when(CheckFacts(remarks="Founded in 2009."), by=CLARA).then(
        FactsChecked(case_id="bronze-1", remarks=sealed("Founded in 2009."))
    ).with_letters((EMIL, "facts-checked"))


def test_remarks_after_five_working_days_are_too_late() -> None:
    late = at_midnight_ending(date(2026, 2, 9), "DK")
    given(bronze(Stage.FACT_CHECK)).when(CheckFacts(), by=CLARA, at=late).then_rejected("fact-check-late")


def test_silence_about_the_facts_means_no_remarks() -> None:
    world = bronze(Stage.FACT_CHECK).until(at_midnight_ending(date(2026, 2, 9), "DK"))
    checked = world.events(AURORA)[-1]
    assert isinstance(checked, FactsChecked)
    assert checked == FactsChecked(case_id="bronze-1", by_silence=True, notices=checked.notices)
    assert [(letter.recipient, letter.notice) for letter in checked.notices] == [(EMIL, "facts-checked")]


def test_a_signed_report_freezes_the_dossier() -> None:
    given(bronze(Stage.FACTS_CHECKED)).when(FinaliseReport(), by=EMIL).then(
        ReportFinalised(case_id="bronze-1", version=1)
    ).with_letters((CLARA, "report-final")).with_limits(("agenda", date(2026, 2, 16)))


def test_an_expert_who_got_tied_does_not_sign_and_a_successor_does() -> None:
    world = bronze(Stage.FACTS_CHECKED).does(EMIL, tie(TieKind.EMPLOYED), on=f"person-{EMIL}")
    given(world).when(FinaliseReport(), by=EMIL).then_rejected("hard-conflict")
    replace = ReplaceTeamMember(expert=EMIL, successor=ESTHER, reason="Employed there now.")
    world.does(OLGA, replace, on=AURORA).does(ESTHER, AcceptAssignment(free_of_conflicts=True), on=AURORA)
    world.does(CLARA, AgreeTeam(), on=AURORA).does(ESTHER, DRAFT, on=AURORA).pay()
    world.does(CLARA, CheckFacts(), on=AURORA)
    given(world).when(FinaliseReport(), by=ESTHER).then(ReportFinalised(case_id="bronze-1", version=2))

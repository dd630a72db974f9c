"""Findings: nonconformities are answered, planned for, and closed by somebody else; opportunities are not (R46)."""

from datetime import date

import pytest
from pydantic import ValidationError

from domain.cluster.case import Stage
from domain.cluster.commands.clock import PassDeadline
from domain.cluster.commands.findings import (
    AcceptActionPlan,
    CloseFinding,
    ProposeCorrection,
    ProposeCorrectiveAction,
    RecordFinding,
)
from domain.cluster.commands.organisation import ChangeManager
from domain.cluster.events.clock import DeadlinePassed
from domain.cluster.events.findings import (
    ActionPlanAccepted,
    CorrectionProposed,
    CorrectiveActionProposed,
    FindingClosed,
    FindingRecorded,
    Grade,
)
from domain.permissions import PERMISSIONS
from domain.person.state import TieKind
from domain.secretariat import SECRETARIAT
from tests.domain.audited import gold_audited, gold_scheduled, silver_audited
from tests.domain.cast import AURORA, CLARA, EMIL, ESTHER, OLGA, bronze, tie
from tests.domain.specification import World, at_midnight_ending, document, given, sealed

DONE_BY = date(2026, 6, 30)
ACCEPTING = AcceptActionPlan(finding="finding-1", done_by=DONE_BY)
PROOF, MORE = document("minutes"), document("a new contract")
# Where a case may be with a finding open: another audit, and a successor who declines, lead back a little.
_AFTER_A_FINDING = set(Stage) - {
    Stage.APPLIED,
    Stage.TEST_DUE,
    Stage.TEST_FAILED,
    Stage.TEST_PASSED,
    Stage.ACCEPTED,
    Stage.OFFERED,
    Stage.EVIDENCE_OPEN,
    Stage.INTERVIEW_DUE,
    Stage.DESK_CHECK,
    Stage.CLOSED,
}
STATED = sealed("No strategy is written down.")


def raising(grade: Grade = "major", indicator: str = "4.1.2") -> RecordFinding:
    return RecordFinding(grade=grade, indicator=indicator, statement="No strategy is written down.")


def correction(finding: str = "finding-1", *documents: str) -> ProposeCorrection:
    return ProposeCorrection(finding=finding, correction="It is written down now.", documents=documents)


def corrective_action(finding: str = "finding-1", *documents: str) -> ProposeCorrectiveAction:
    return ProposeCorrectiveAction(
        finding=finding,
        cause="Nobody was in charge.",
        action="A strategist is hired.",
        done_by=DONE_BY,
        documents=documents,
    )


def recorded(grade: Grade, number: int = 1) -> FindingRecorded:
    return FindingRecorded(
        case_id="gold-1",
        finding=f"finding-{number}",
        grade=grade,
        indicator="4.1.2",
        raised_by=EMIL,
        statement=STATED,
    )


def raised(grade: Grade = "major") -> World:
    return gold_audited().does(EMIL, raising(grade), on=AURORA)


def answered(grade: Grade = "major", *documents: str) -> World:
    return raised(grade).does(CLARA, corrective_action("finding-1", *documents), on=AURORA)


def closed(by: str, *evidence: str) -> FindingClosed:
    return FindingClosed(case_id="gold-1", finding="finding-1", closed_by=by, evidence=evidence)


@pytest.mark.parametrize(
    ("grade", "limit"),
    [("major", ("majors", date(2026, 5, 18))), ("minor", ("minor_plan", date(2026, 3, 17)))],
)
def test_a_nonconformity_is_to_be_answered_in_the_clusters_own_calendar(
    grade: Grade, limit: tuple[str, date]
) -> None:
    given(gold_audited()).when(raising(grade), by=EMIL).then(recorded(grade)).with_letters(
        (CLARA, "finding-recorded")
    ).with_limits(limit)


def test_an_opportunity_for_improvement_asks_for_no_answer() -> None:
    given(gold_audited()).when(raising("opportunity"), by=EMIL).then(
        recorded("opportunity")
    ).with_letters().with_limits()


def test_findings_are_numbered_and_each_has_its_own_time() -> None:
    world = raised("major").until(date(2026, 2, 18))
    given(world).when(raising("major"), by=EMIL).then(recorded("major", 2))
    limits = world.case("aurora", "gold-1").limits
    assert [(each.subject, each.last_day) for each in limits if each.name == "majors"] == [
        ("finding-1", date(2026, 5, 18)),
        ("finding-2", date(2026, 5, 19)),
    ]


def test_a_finding_may_be_recorded_before_the_visit_is_over() -> None:
    given(gold_scheduled()).when(raising(), by=EMIL).then(recorded("major"))


def test_a_finding_without_grade_or_indicator_is_refused() -> None:
    with pytest.raises(ValidationError, match="grade"):
        RecordFinding.model_validate({"indicator": "2.1", "statement": "Bad."})
    with pytest.raises(ValidationError, match="indicator"):
        RecordFinding.model_validate({"grade": "major", "statement": "Bad."})


def test_a_finding_is_about_an_indicator_in_scope() -> None:
    given(silver_audited()).when(raising(indicator="1.2"), by=EMIL).then_rejected("out-of-scope")


def test_bronze_knows_no_findings() -> None:
    given(bronze(Stage.DRAFT)).when(raising(), by=EMIL).then_rejected("no-findings")


def test_an_expert_who_got_tied_neither_records_a_finding_nor_accepts_a_plan() -> None:
    world = answered("minor").does(EMIL, tie(TieKind.FINANCIAL), on=f"person-{EMIL}")
    given(world).when(raising(), by=EMIL).then_rejected("hard-conflict")
    given(world).when(ACCEPTING, by=EMIL).then_rejected("hard-conflict")


def test_only_an_expert_records_findings() -> None:
    given(gold_audited()).when(raising(), by=OLGA).then_rejected("not-permitted")


def test_a_correction_is_what_was_done_about_the_nonconformity_itself() -> None:
    given(raised()).when(correction("finding-1", PROOF), by=CLARA).then(
        CorrectionProposed(
            case_id="gold-1",
            finding="finding-1",
            correction=sealed("It is written down now."),
            documents=(PROOF,),
        )
    ).with_letters((EMIL, "finding-answered"), (ESTHER, "finding-answered"))


def test_a_corrective_action_names_the_cause_and_until_when_it_is_done() -> None:
    given(raised()).when(corrective_action(), by=CLARA).then(
        CorrectiveActionProposed(
            case_id="gold-1",
            finding="finding-1",
            cause=sealed("Nobody was in charge."),
            action=sealed("A strategist is hired."),
            done_by=DONE_BY,
        )
    ).with_letters((EMIL, "finding-answered"), (ESTHER, "finding-answered"))


@pytest.mark.parametrize("missing", ["cause", "done_by"])
def test_a_corrective_action_without_cause_or_date_is_refused(missing: str) -> None:
    given_without = corrective_action().model_dump(exclude={missing})
    with pytest.raises(ValidationError, match=missing):
        ProposeCorrectiveAction.model_validate(given_without)


def test_a_finding_that_is_not_there_is_not_answered() -> None:
    given(raised()).when(correction("finding-2"), by=CLARA).then_rejected("finding-unknown")


def test_an_opportunity_is_not_answered() -> None:
    given(raised("opportunity")).when(correction(), by=CLARA).then_rejected("only-an-opportunity")
    given(raised("opportunity")).when(corrective_action(), by=CLARA).then_rejected("only-an-opportunity")


def test_a_document_of_an_answer_is_stored() -> None:
    world = raised()
    world.lost = frozenset({PROOF})
    given(world).when(correction("finding-1", PROOF), by=CLARA).then_rejected("document-unknown")


def test_an_expert_does_not_answer_for_the_cluster() -> None:
    given(raised()).when(correction(), by=EMIL).then_rejected("not-permitted")


def test_a_minor_is_taken_care_of_by_a_plan_with_a_date() -> None:
    world = answered("minor")
    given(world).when(ACCEPTING, by=EMIL).then(
        ActionPlanAccepted(case_id="gold-1", finding="finding-1", expert=EMIL, done_by=DONE_BY)
    )
    case = world.case("aurora", "gold-1")
    assert (case.standing_findings, case.limit("minor_plan", "finding-1")) == ((), None)


def test_the_plan_that_is_accepted_is_the_one_that_was_read() -> None:
    world = answered("minor")
    world.does(CLARA, corrective_action().model_copy(update={"done_by": date(2027, 1, 31)}), on=AURORA)
    given(world).when(ACCEPTING, by=EMIL).then_rejected("other-date")


def test_no_plan_settles_a_major() -> None:
    given(answered("major")).when(ACCEPTING, by=EMIL).then_rejected("not-minor")


def test_a_plan_has_a_date() -> None:
    world = raised("minor").does(CLARA, correction(), on=AURORA)
    given(world).when(ACCEPTING, by=EMIL).then_rejected("plan-missing")


def test_an_accepted_plan_is_not_changed() -> None:
    world = answered("minor").does(EMIL, ACCEPTING, on=AURORA)
    given(world).when(corrective_action(), by=CLARA).then_rejected("plan-accepted")
    given(world).when(ACCEPTING, by=EMIL).then_rejected("plan-accepted")


def test_another_expert_closes_a_finding_on_evidence() -> None:
    world = answered("major", PROOF)
    given(world).when(CloseFinding(finding="finding-1", evidence=(MORE,)), by=ESTHER).then(
        closed(ESTHER, PROOF, MORE)
    ).with_letters((CLARA, "finding-closed"))
    case = world.case("aurora", "gold-1")
    assert (case.standing_findings, case.limit("majors", "finding-1")) == ((), None)


def test_who_raised_a_finding_does_not_close_it() -> None:
    given(answered("major", PROOF)).when(CloseFinding(finding="finding-1"), by=EMIL).then_rejected(
        "raiser-closes"
    )


def test_where_another_expert_is_the_secretariat_closes_nothing() -> None:
    given(answered("major", PROOF)).when(CloseFinding(finding="finding-1"), by=OLGA).then_rejected(
        "expert-closes"
    )


def test_the_cluster_never_closes_a_finding() -> None:
    given(answered("major", PROOF)).when(CloseFinding(finding="finding-1"), by=CLARA).then_rejected(
        "not-permitted"
    )


def silver_answered() -> World:
    world = silver_audited().does(EMIL, raising("minor"), on=AURORA)
    return world.does(CLARA, correction("finding-1", PROOF), on=AURORA)


def test_where_one_expert_assesses_the_secretariat_closes() -> None:
    given(silver_answered()).when(CloseFinding(finding="finding-1", reason="Seen."), by=OLGA).then(
        FindingClosed(
            case_id="silver-1",
            finding="finding-1",
            closed_by=OLGA,
            evidence=(PROOF,),
            reason=sealed("Seen."),
        )
    )


def test_an_operator_who_acts_for_the_cluster_or_is_tied_to_it_closes_nothing() -> None:
    acting = silver_answered().does(CLARA, ChangeManager(managers=(CLARA, OLGA)), on=AURORA)
    given(acting).when(CloseFinding(finding="finding-1"), by=OLGA).then_rejected("hard-conflict")
    tied = silver_answered().does(OLGA, tie(TieKind.BOARD), on=f"person-{OLGA}")
    given(tied).when(CloseFinding(finding="finding-1"), by=OLGA).then_rejected("hard-conflict")


def test_a_finding_is_not_closed_without_evidence() -> None:
    given(answered("major")).when(CloseFinding(finding="finding-1"), by=ESTHER).then_rejected(
        "evidence-missing"
    )


def test_a_major_is_not_closed_without_corrective_action() -> None:
    world = raised("major").does(CLARA, correction("finding-1", PROOF), on=AURORA)
    given(world).when(CloseFinding(finding="finding-1"), by=ESTHER).then_rejected("corrective-action-missing")


def test_what_is_closed_is_neither_answered_nor_closed_again() -> None:
    world = answered("major", PROOF).does(ESTHER, CloseFinding(finding="finding-1"), on=AURORA)
    given(world).when(corrective_action(), by=CLARA).then_rejected("finding-closed")
    given(world).when(CloseFinding(finding="finding-1"), by=ESTHER).then_rejected("finding-closed")


def test_evidence_that_is_not_stored_closes_nothing() -> None:
    world = answered("major")
    world.lost = frozenset({MORE})
    given(world).when(CloseFinding(finding="finding-1", evidence=(MORE,)), by=ESTHER).then_rejected(
        "document-unknown"
    )


def test_after_90_days_an_open_major_is_noted_and_goes_to_the_decision_as_it_stands() -> None:
    world = raised("major")
    overdue = PassDeadline(case_id="gold-1", limit="majors", subject="finding-1")
    given(world).when(overdue, by=None, at=at_midnight_ending(date(2026, 5, 18), "DK")).then(
        DeadlinePassed(case_id="gold-1", limit="majors", subject="finding-1", moments=3)
    )
    assert [each.finding for each in world.case("aurora", "gold-1").standing_findings] == ["finding-1"]


@pytest.mark.parametrize(
    ("grade", "next_one", "task"),
    [("major", (ESTHER,), "close-finding"), ("minor", (EMIL, ESTHER), "accept-plan")],
)
def test_once_the_applicant_answered_its_time_is_who_settles_it(
    grade: Grade, next_one: tuple[str, ...], task: str
) -> None:
    name = "majors" if grade == "major" else "minor_plan"
    world = answered(grade)
    limit = world.case("aurora", "gold-1").limit(name, "finding-1")
    assert limit is not None
    overdue = PassDeadline(case_id="gold-1", limit=name, subject="finding-1")
    outcome = given(world).when(overdue, by=None, at=limit.due_at)
    outcome.with_letters(*((each, "deadline-passed") for each in (*next_one, SECRETARIAT)))
    assert {letter.details["task"] for letter in outcome.events[0].notices} == {task}  # type: ignore[union-attr]


def test_where_the_raiser_is_alone_an_answered_majors_time_is_the_secretariats() -> None:
    world = (
        silver_audited().does(EMIL, raising("major"), on=AURORA).does(CLARA, corrective_action(), on=AURORA)
    )
    overdue = PassDeadline(case_id="silver-1", limit="majors", subject="finding-1")
    due = world.case("aurora", "silver-1").limit("majors", "finding-1")
    assert due is not None
    given(world).when(overdue, by=None, at=due.due_at).with_letters((SECRETARIAT, "deadline-passed"))


@pytest.mark.parametrize("stage", sorted(_AFTER_A_FINDING))
def test_an_open_finding_is_answered_at_every_stage_behind_the_first_audit_day(stage: Stage) -> None:
    for command in ("ProposeCorrection", "ProposeCorrectiveAction", "AcceptActionPlan", "CloseFinding"):
        assert stage in PERMISSIONS[command].stages

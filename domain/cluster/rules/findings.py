"""Rules of findings: recorded, answered by the applicant, planned for or closed by somebody else (R46)."""

from typing import assert_never

from domain.cluster.case import Case
from domain.cluster.case_parts import Finding
from domain.cluster.commands.findings import (
    AcceptActionPlan,
    CloseFinding,
    FindingCommand,
    ProposeCorrection,
    ProposeCorrectiveAction,
    RecordFinding,
)
from domain.cluster.events.findings import (
    ActionPlanAccepted,
    CorrectionProposed,
    CorrectiveActionProposed,
    FindingClosed,
    FindingRecorded,
    Grade,
)
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.independence import require_independence
from domain.cluster.rules.scope import require_in_scope
from domain.rejected import Rejected
from domain.running import Limit
from domain.standing import Notice, letters


def decide(command: FindingCommand, asked: Asked) -> Following:
    """The events that follow, or `Rejected`."""
    case = asked.cluster.open_case(command.case_id)
    match command:
        case RecordFinding():
            return record_finding(command, case, asked)
        case ProposeCorrection():
            return propose_correction(command, case, asked)
        case ProposeCorrectiveAction():
            return propose_corrective_action(command, case, asked)
        case AcceptActionPlan():
            return accept_action_plan(command, case, asked)
        case CloseFinding():
            return close_finding(command, case, asked)
        case _:
            assert_never(command)


def record_finding(command: RecordFinding, case: Case, asked: Asked) -> list[FindingRecorded]:
    if not asked.edition(case).procedure(case.level, case.kind).findings.value:
        raise Rejected("no-findings", f"The {case.level} procedure knows no findings (R2).")
    require_in_scope("indicator", (command.indicator,), case, asked)
    require_independence(asked.actor, case, asked)
    key = f"finding-{len(case.findings) + 1}"
    limits = _limits(key, command.grade, case, asked)
    notices = tuple(
        letter
        for limit in limits
        for letter in asked.to_managers(
            "finding-recorded", level=case.level, due_on=limit.last_day.isoformat()
        )
    )
    return [
        FindingRecorded(
            case_id=case.case_id,
            finding=key,
            grade=command.grade,
            indicator=command.indicator,
            raised_by=asked.actor,
            statement=command.statement,
            limits=limits,
            notices=(*notices, *_signed_anew(case)),
        )
    ]


def _signed_anew(case: Case) -> tuple[Notice, ...]:
    """A signature is for the findings as they stood: whoever gave it reads and signs again."""
    return letters(case.signed_before_final, "report-to-sign", level=case.level)


def _limits(key: str, grade: Grade, case: Case, asked: Asked) -> tuple[Limit, ...]:
    """Until when the applicant answers; an opportunity for improvement asks for no answer."""
    match grade:
        case "major":
            return (asked.limit("majors", asked.edition(case)).of(key),)
        case "minor":
            return (asked.limit("minor_plan", asked.edition(case)).of(key),)
        case "opportunity":
            return ()
        case _:
            assert_never(grade)


def propose_correction(command: ProposeCorrection, case: Case, asked: Asked) -> list[CorrectionProposed]:
    _answerable(command.finding, case)
    _stored(command.documents, asked)
    return [
        CorrectionProposed(
            case_id=case.case_id,
            finding=command.finding,
            correction=command.correction,
            documents=command.documents,
            notices=letters(case.experts, "finding-answered", level=case.level),
        )
    ]


def propose_corrective_action(
    command: ProposeCorrectiveAction, case: Case, asked: Asked
) -> list[CorrectiveActionProposed]:
    _answerable(command.finding, case)
    _stored(command.documents, asked)
    return [
        CorrectiveActionProposed(
            case_id=case.case_id,
            finding=command.finding,
            cause=command.cause,
            action=command.action,
            done_by=command.done_by,
            documents=command.documents,
            notices=letters(case.experts, "finding-answered", level=case.level),
        )
    ]


def accept_action_plan(command: AcceptActionPlan, case: Case, asked: Asked) -> list[ActionPlanAccepted]:
    finding = _answerable(command.finding, case)
    require_independence(asked.actor, case, asked)
    if finding.grade != "minor":
        raise Rejected(
            "not-minor", f"finding: {finding.finding} is {finding.grade}: a plan does not settle it."
        )
    if finding.done_by is None:
        raise Rejected(
            "plan-missing", f"finding: no corrective action with a date answers {finding.finding} yet."
        )
    if finding.done_by != command.done_by:
        raise Rejected(
            "other-date",
            f"done_by: the plan for {finding.finding} is to be done by {finding.done_by}, not by {command.done_by}.",
        )
    return [
        ActionPlanAccepted(
            case_id=case.case_id,
            finding=finding.finding,
            expert=asked.actor,
            done_by=finding.done_by,
            notices=_signed_anew(case),
        )
    ]


def close_finding(command: CloseFinding, case: Case, asked: Asked) -> list[FindingClosed]:
    finding = _open_nonconformity(command.finding, case)
    _closed_by_another(finding, case, asked)
    _stored(command.evidence, asked)
    if finding.grade == "major" and not finding.corrective_action:
        raise Rejected(
            "corrective-action-missing",
            f"finding: the cause of {finding.finding}, a major nonconformity, is not taken care of.",
        )
    evidence = tuple(dict.fromkeys((*finding.documents, *command.evidence)))
    if not evidence:
        raise Rejected("evidence-missing", f"evidence: no document shows that {finding.finding} is settled.")
    return [
        FindingClosed(
            case_id=case.case_id,
            finding=finding.finding,
            closed_by=asked.actor,
            evidence=evidence,
            reason=command.reason,
            notices=(*asked.to_managers("finding-closed", level=case.level), *_signed_anew(case)),
        )
    ]


def _closed_by_another(finding: Finding, case: Case, asked: Asked) -> None:
    """R46: never who raised it, never the cluster; the secretariat only where no other expert is."""
    if asked.actor == finding.raised_by:
        raise Rejected(
            "raiser-closes", f"{asked.actor} raised {finding.finding}: somebody else closes it (R46)."
        )
    others = [expert for expert in case.experts if expert != finding.raised_by]
    if others and asked.actor not in others:
        raise Rejected("expert-closes", f"An expert closes {finding.finding}: {', '.join(others)} (R46).")
    require_independence(asked.actor, case, asked)


def _answerable(key: str, case: Case) -> Finding:
    finding = _open_nonconformity(key, case)
    if finding.plan_accepted:
        raise Rejected("plan-accepted", f"finding: the plan for {key} is accepted already.")
    return finding


def _open_nonconformity(key: str, case: Case) -> Finding:
    finding = case.finding(key)
    if finding is None:
        raise Rejected("finding-unknown", f"finding: {case.case_id} has no {key}.")
    if finding.grade == "opportunity":
        raise Rejected("only-an-opportunity", f"finding: {key} is an opportunity; it asks for no answer.")
    if finding.closed:
        raise Rejected("finding-closed", f"finding: {key} is closed.")
    return finding


def _stored(documents: tuple[str, ...], asked: Asked) -> None:
    if unknown := set(documents) - asked.facts.documents:
        raise Rejected("document-unknown", f"No document is stored under {', '.join(sorted(unknown))}.")

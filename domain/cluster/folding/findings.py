"""How findings of a case change."""

from typing import Any, assert_never

from domain.cluster.case import Case
from domain.cluster.case_parts import Finding
from domain.cluster.events.findings import (
    ActionPlanAccepted,
    CorrectionProposed,
    CorrectiveActionProposed,
    FindingClosed,
    FindingEvent,
    FindingRecorded,
)
from domain.cluster.folding.moving import with_limits, without_limit


def evolve(case: Case, event: FindingEvent) -> Case:
    after = _evolve(case, event)
    match event:
        case FindingRecorded() | ActionPlanAccepted() | FindingClosed() if case.signed_before_final:
            # What was signed says how the findings stand.
            return after.model_copy(update={"signatures": frozenset()})
        case _:
            return after


def _evolve(case: Case, event: FindingEvent) -> Case:
    match event:
        case FindingRecorded():
            facts = {name: getattr(event, name) for name in ("finding", "grade", "indicator", "raised_by")}
            recorded = with_limits(case, event.limits)
            return recorded.model_copy(update={"findings": (*case.findings, Finding(**facts))})
        case CorrectionProposed(finding=key, documents=documents):
            return _changed(case, key, documents, corrected=True)
        case CorrectiveActionProposed(finding=key, documents=documents, done_by=done_by):
            return _changed(case, key, documents, corrective_action=True, done_by=done_by)
        case ActionPlanAccepted(finding=key, done_by=done_by):
            accepted = _changed(case, key, (), plan_accepted=True, done_by=done_by)
            return without_limit(accepted, "minor_plan", key)
        case FindingClosed(finding=key, evidence=documents):
            closed = _changed(case, key, documents, closed=True)
            return without_limit(without_limit(closed, "majors", key), "minor_plan", key)
        case _:
            assert_never(event)


def _changed(case: Case, key: str, documents: tuple[str, ...], **update: Any) -> Case:  # noqa: ANN401 - fields of Finding
    findings = tuple(
        each.model_copy(update={**update, "documents": tuple(dict.fromkeys((*each.documents, *documents)))})
        if each.finding == key
        else each
        for each in case.findings
    )
    return case.model_copy(update={"findings": findings})

"""How each event changes one case: which part of the path it belongs to."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

from domain.cluster.case import Case
from domain.cluster.events import CaseHistoryEvent, ClusterStreamEvent
from domain.cluster.events.appeals import AppealedCaseEvent
from domain.cluster.events.application import ApplicationEvent, ApplicationSubmitted
from domain.cluster.events.approvals import ApprovalEvent
from domain.cluster.events.assessment import AssessmentEvent
from domain.cluster.events.audit import AuditEvent
from domain.cluster.events.benchmark_test import TestEvent
from domain.cluster.events.clock import ClockEvent
from domain.cluster.events.committee import CommitteeEvent
from domain.cluster.events.evidence import EvidenceEvent
from domain.cluster.events.findings import FindingEvent
from domain.cluster.events.handover import HandoverEvent
from domain.cluster.events.lineage import EndedCaseEvent
from domain.cluster.events.review import ConflictReported, ReviewEvent
from domain.cluster.events.scores import ScoreEvent
from domain.cluster.events.team import TeamEvent
from domain.cluster.folding import (
    appeals,
    application,
    approvals,
    assessment,
    audit,
    clock,
    committee,
    evidence,
    findings,
    handover,
    lineage,
    review,
    scores,
    team,
)
from domain.happened import ENGINE, Happened

# By type: to ask eleven unions one after the other takes as long as to fold.
_PARTS: tuple[tuple[Any, Callable[[Case, Happened[Any], Any], Case]], ...] = (
    (ApplicationEvent, application.evolve),
    (TestEvent, application.evolve),
    (ApprovalEvent, approvals.evolve),
    (TeamEvent, team.evolve),
    (EvidenceEvent, evidence.evolve),
    (AuditEvent, audit.evolve),
    (FindingEvent, lambda case, _, event: findings.evolve(case, event)),
    (ScoreEvent, scores.evolve),
    (AssessmentEvent, assessment.evolve),
    (CommitteeEvent, committee.evolve),
    (ReviewEvent, review.evolve),
    (HandoverEvent, lambda case, _, event: handover.evolve(case, event)),
    (AppealedCaseEvent, appeals.evolve_case),
    (EndedCaseEvent, lineage.evolve_case),
    (ClockEvent, lambda case, _, event: clock.evolve(case, event)),
)
_FOLDS: Mapping[type[CaseHistoryEvent], Callable[[Case, Happened[Any], Any], Case]] = {
    each: evolve for events, evolve in _PARTS for each in get_args(events) or (events,)
}


def opened_case(event: ApplicationSubmitted, happened: Happened[Any]) -> Case:
    """The case an application opens."""
    return Case(
        case_id=event.case_id,
        level=event.level,
        kind=event.kind,
        edition=event.edition,
        opened_on=event.opened_on,
        office=event.office,
        since=happened.recorded_at,
        limits=event.limits,
    )


def evolve_case(case: Case, happened: Happened[ClusterStreamEvent], event: CaseHistoryEvent) -> Case:
    """The case after the event."""
    after = _FOLDS[type(event)](case, happened, event)
    # Whoever tells of a tie has no part in the case by that.
    told = isinstance(event, ConflictReported)
    if told or happened.actor == ENGINE or happened.actor in after.acted:
        return after
    return after.model_copy(update={"acted": after.acted | {happened.actor}})

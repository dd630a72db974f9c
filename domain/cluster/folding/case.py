"""How each event changes one case: which part of the path it belongs to."""

from typing import Any, assert_never

from domain.cluster.case import Case
from domain.cluster.events import CaseHistoryEvent, ClusterStreamEvent
from domain.cluster.events.application import ApplicationEvent, ApplicationSubmitted
from domain.cluster.events.approvals import ApprovalEvent
from domain.cluster.events.assessment import AssessmentEvent
from domain.cluster.events.audit import AuditEvent
from domain.cluster.events.benchmark_test import TestEvent
from domain.cluster.events.clock import ClockEvent
from domain.cluster.events.committee import CommitteeEvent
from domain.cluster.events.evidence import EvidenceEvent
from domain.cluster.events.findings import FindingEvent
from domain.cluster.events.review import ReviewEvent
from domain.cluster.events.scores import ScoreEvent
from domain.cluster.events.team import TeamEvent
from domain.cluster.folding import (
    application,
    approvals,
    assessment,
    audit,
    clock,
    committee,
    evidence,
    findings,
    review,
    scores,
    team,
)
from domain.happened import Happened


def opened_case(event: ApplicationSubmitted, happened: Happened[Any]) -> Case:
    """The case an application opens."""
    return Case(
        case_id=event.case_id,
        level=event.level,
        kind=event.kind,
        edition=event.edition,
        opened_on=event.opened_on,
        since=happened.recorded_at,
        limits=event.limits,
    )


def evolve_case(case: Case, happened: Happened[ClusterStreamEvent], event: CaseHistoryEvent) -> Case:
    """The case after the event."""
    if isinstance(event, ClockEvent):
        return clock.evolve(case, event)
    if isinstance(event, ApplicationEvent | TestEvent):
        return application.evolve(case, happened, event)
    if isinstance(event, ApprovalEvent):
        return approvals.evolve(case, happened, event)
    if isinstance(event, TeamEvent):
        return team.evolve(case, happened, event)
    if isinstance(event, EvidenceEvent):
        return evidence.evolve(case, happened, event)
    if isinstance(event, AuditEvent):
        return audit.evolve(case, happened, event)
    if isinstance(event, FindingEvent):
        return findings.evolve(case, event)
    if isinstance(event, ScoreEvent):
        return scores.evolve(case, happened, event)
    if isinstance(event, AssessmentEvent):
        return assessment.evolve(case, happened, event)
    if isinstance(event, CommitteeEvent):
        return committee.evolve(case, happened, event)
    if isinstance(event, ReviewEvent):
        return review.evolve(case, happened, event)
    assert_never(event)

"""Every event of a cluster's stream, as one closed union."""

from domain.cluster.events.appeals import AppealedCaseEvent, AppealHistoryEvent
from domain.cluster.events.application import ApplicationEvent
from domain.cluster.events.approvals import ApprovalEvent
from domain.cluster.events.assessment import AssessmentEvent
from domain.cluster.events.audit import AuditEvent
from domain.cluster.events.benchmark_test import TestEvent
from domain.cluster.events.clock import ClockEvent
from domain.cluster.events.committee import CommitteeEvent
from domain.cluster.events.documents import DocumentEvent
from domain.cluster.events.effects import EffectEvent
from domain.cluster.events.evidence import EvidenceEvent
from domain.cluster.events.findings import FindingEvent
from domain.cluster.events.handover import HandoverEvent
from domain.cluster.events.imports import ImportEvent
from domain.cluster.events.label import LabelEvent
from domain.cluster.events.lineage import ClusterLineageEvent, EndedCaseEvent
from domain.cluster.events.measures import MeasureEvent
from domain.cluster.events.organisation import OrganisationEvent
from domain.cluster.events.reminders import ReminderEvent
from domain.cluster.events.review import ReviewEvent
from domain.cluster.events.scores import ScoreEvent
from domain.cluster.events.team import TeamEvent
from domain.erasure import TextRedacted

CaseHistoryEvent = (
    ApplicationEvent
    | TestEvent
    | ApprovalEvent
    | TeamEvent
    | EvidenceEvent
    | AuditEvent
    | FindingEvent
    | ScoreEvent
    | AssessmentEvent
    | CommitteeEvent
    | ReviewEvent
    | HandoverEvent
    | ClockEvent
    | AppealedCaseEvent
    | EndedCaseEvent
)
ClusterStreamEvent = (
    ClusterLineageEvent
    | AppealHistoryEvent
    | OrganisationEvent
    | ImportEvent
    | CaseHistoryEvent
    | LabelEvent
    | MeasureEvent
    | ReminderEvent
    | DocumentEvent
    | EffectEvent
    | TextRedacted
)

__all__ = ["CaseHistoryEvent", "ClusterStreamEvent"]

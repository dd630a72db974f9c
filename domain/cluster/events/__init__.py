"""Every event of a cluster's stream, as one closed union."""

from domain.cluster.events.application import ApplicationEvent
from domain.cluster.events.assessment import AssessmentEvent
from domain.cluster.events.clock import ClockEvent
from domain.cluster.events.committee import CommitteeEvent
from domain.cluster.events.effects import EffectEvent
from domain.cluster.events.label import LabelEvent
from domain.cluster.events.organisation import OrganisationEvent
from domain.cluster.events.team import TeamEvent

CaseHistoryEvent = ApplicationEvent | TeamEvent | AssessmentEvent | CommitteeEvent | ClockEvent
ClusterStreamEvent = OrganisationEvent | CaseHistoryEvent | LabelEvent | EffectEvent

__all__ = ["CaseHistoryEvent", "ClusterStreamEvent"]

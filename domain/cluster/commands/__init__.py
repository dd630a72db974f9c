"""Every command a person may give to a cluster's stream, as one closed union."""

from domain.cluster.commands.appeals import AppealPersonCommand
from domain.cluster.commands.application import ApplicationCommand
from domain.cluster.commands.approvals import ApprovalCommand
from domain.cluster.commands.assessment import AssessmentCommand
from domain.cluster.commands.audit import AuditCommand
from domain.cluster.commands.benchmark_test import TestCommand
from domain.cluster.commands.clock import ExtendDeadline
from domain.cluster.commands.committee import CommitteeCommand
from domain.cluster.commands.effects import RetryEffect, SkipEffect
from domain.cluster.commands.evidence import EvidenceCommand
from domain.cluster.commands.findings import FindingCommand
from domain.cluster.commands.handover import HandOverCase
from domain.cluster.commands.imports import ImportCommand
from domain.cluster.commands.lineage import LineageCommand
from domain.cluster.commands.measures import MeasureCommand
from domain.cluster.commands.organisation import OrganisationCommand
from domain.cluster.commands.reminders import ReminderCommand
from domain.cluster.commands.review import ReviewCommand
from domain.cluster.commands.scores import ScoreCommand
from domain.cluster.commands.team import TeamCommand

ClusterCommand = (
    OrganisationCommand
    | LineageCommand
    | ImportCommand
    | ApplicationCommand
    | TestCommand
    | ApprovalCommand
    | TeamCommand
    | EvidenceCommand
    | AuditCommand
    | FindingCommand
    | ScoreCommand
    | AssessmentCommand
    | CommitteeCommand
    | ReviewCommand
    | AppealPersonCommand
    | MeasureCommand
    | HandOverCase
    | ReminderCommand
    | ExtendDeadline
    | RetryEffect
    | SkipEffect
)

__all__ = ["ClusterCommand"]

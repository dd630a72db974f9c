"""Every command a person may give to a cluster's stream, as one closed union."""

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
from domain.cluster.commands.organisation import OrganisationCommand
from domain.cluster.commands.review import ReviewCommand
from domain.cluster.commands.scores import ScoreCommand
from domain.cluster.commands.team import TeamCommand

ClusterCommand = (
    OrganisationCommand
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
    | ExtendDeadline
    | RetryEffect
    | SkipEffect
)

__all__ = ["ClusterCommand"]

"""Every command a person may give to a cluster's stream, as one closed union."""

from domain.cluster.commands.application import ApplicationCommand
from domain.cluster.commands.assessment import AssessmentCommand
from domain.cluster.commands.clock import ExtendDeadline
from domain.cluster.commands.committee import CommitteeCommand
from domain.cluster.commands.effects import RetryEffect, SkipEffect
from domain.cluster.commands.organisation import OrganisationCommand
from domain.cluster.commands.team import TeamCommand

ClusterCommand = (
    OrganisationCommand
    | ApplicationCommand
    | TeamCommand
    | AssessmentCommand
    | CommitteeCommand
    | ExtendDeadline
    | RetryEffect
    | SkipEffect
)

__all__ = ["ClusterCommand"]

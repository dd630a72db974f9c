"""The rules of a cluster's stream: which part of the procedure a command belongs to."""

from typing import assert_never

from domain.cluster.commands import ClusterCommand
from domain.cluster.commands.application import ApplicationCommand
from domain.cluster.commands.assessment import AssessmentCommand
from domain.cluster.commands.clock import ClockCommand, ExtendDeadline
from domain.cluster.commands.committee import CommitteeCommand
from domain.cluster.commands.effects import EffectCommand, MakeComparison, NoticeCommand
from domain.cluster.commands.organisation import OrganisationCommand
from domain.cluster.commands.team import TeamCommand
from domain.cluster.rules import application, assessment, clock, committee, effects, organisation, team
from domain.cluster.rules.asked import Asked, Following
from domain.rejected import Rejected

# These begin a cluster, or do nothing where there is none.
_UNREGISTERED = OrganisationCommand | ClockCommand | EffectCommand


def decide(command: ClusterCommand | ClockCommand | EffectCommand, asked: Asked) -> Following:
    """The events that follow, or `Rejected`. Engine commands that are overtaken have none."""
    if not asked.cluster.registered and not isinstance(command, _UNREGISTERED):
        raise Rejected("cluster-unknown", f"No cluster is registered as {asked.cluster.cluster_id}.")
    if isinstance(command, OrganisationCommand):
        return organisation.decide(command, asked)
    if isinstance(command, ApplicationCommand):
        return application.decide(command, asked)
    if isinstance(command, TeamCommand):
        return team.decide(command, asked)
    if isinstance(command, AssessmentCommand | MakeComparison):
        return assessment.decide(command, asked)
    if isinstance(command, CommitteeCommand):
        return committee.decide(command, asked)
    if isinstance(command, ClockCommand | ExtendDeadline):
        return clock.decide(command, asked)
    if isinstance(command, NoticeCommand):
        return effects.decide(command, asked.cluster.debts, asked.cluster.failed)
    assert_never(command)

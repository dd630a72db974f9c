"""Which facts a command to a cluster needs besides the cluster's own stream."""

from domain.cluster.commands import ClusterCommand
from domain.cluster.commands.assessment import SubmitEvidence
from domain.cluster.commands.clock import ClockCommand, PassDeadline
from domain.cluster.commands.committee import CommitteeCommand, PlaceOnAgenda
from domain.cluster.commands.effects import EffectCommand
from domain.cluster.commands.organisation import ChangeManager, ImportLabel, RegisterCluster
from domain.cluster.commands.team import ProposeTeam, ReplaceTeamMember
from domain.cluster.state import Cluster
from domain.facts import Needs


def needs(
    command: ClusterCommand | ClockCommand | EffectCommand, cluster: Cluster, actor: str | None
) -> Needs:
    """What `record` must read for this command; `actor` is None for the engine."""
    if isinstance(command, EffectCommand):
        return Needs()
    persons = _named(command) | _experts(cluster) | ({actor} if actor else set())
    return Needs(
        persons=frozenset(persons),
        committee=isinstance(command, CommitteeCommand | PassDeadline),
        round_id=command.round_id if isinstance(command, PlaceOnAgenda) else None,
        namesake_of=(command.country, command.name)
        if isinstance(command, RegisterCluster | ImportLabel)
        else None,
        documents=frozenset(i.document for i in command.items)
        if isinstance(command, SubmitEvidence)
        else frozenset(),
    )


def _named(command: ClusterCommand | ClockCommand) -> set[str]:
    match command:
        case RegisterCluster(managers=managers) | ChangeManager(managers=managers):
            return set(managers)
        case ProposeTeam(experts=experts):
            return set(experts)
        case ReplaceTeamMember(successor=successor):
            return {successor}
        case _:
            return set()


def _experts(cluster: Cluster) -> set[str]:
    """Experts of open cases: their calendars and ties may count at any step."""
    return {person for case in cluster.open_cases for person in case.assessors}

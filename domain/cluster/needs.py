"""Which facts a command to a cluster needs besides the cluster's own stream."""

from domain.cluster.commands import ClusterCommand
from domain.cluster.commands.approvals import EndorseAct, GiveConsent
from domain.cluster.commands.audit import AdmitObserver
from domain.cluster.commands.clock import ClockCommand, PassDeadline
from domain.cluster.commands.committee import CommitteeCommand, PlaceOnAgenda
from domain.cluster.commands.effects import EffectCommand
from domain.cluster.commands.evidence import SubmitEvidence
from domain.cluster.commands.findings import CloseFinding, ProposeCorrection, ProposeCorrectiveAction
from domain.cluster.commands.organisation import (
    ChangeManager,
    ImportLabel,
    RegisterCluster,
    RenameCluster,
)
from domain.cluster.commands.review import ReportConflict, ResolveConflict, ReviewCommand
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
        committee=isinstance(command, CommitteeCommand | ReviewCommand | EndorseAct | PassDeadline),
        round_id=command.round_id if isinstance(command, PlaceOnAgenda) else None,
        namesake_of=_name_asked_for(command, cluster),
        documents=_documents(command),
    )


def _documents(command: ClusterCommand | ClockCommand) -> frozenset[str]:
    match command:
        case SubmitEvidence(items=items):
            return frozenset(item.document for item in items)
        case ProposeCorrection(documents=documents) | ProposeCorrectiveAction(documents=documents):
            return frozenset(documents)
        case CloseFinding(evidence=evidence):
            return frozenset(evidence)
        case _:
            return frozenset()


def _name_asked_for(command: ClusterCommand | ClockCommand, cluster: Cluster) -> tuple[str, str] | None:
    match command:
        case RegisterCluster(country=country, name=name) | ImportLabel(country=country, name=name):
            return country, name
        case RenameCluster(name=name):
            return cluster.country, name
        case _:
            return None


def _named(command: ClusterCommand | ClockCommand) -> set[str]:
    match command:
        case RegisterCluster(managers=managers) | ChangeManager(managers=managers):
            return set(managers)
        case EndorseAct(act="soft-conflict", subject=subject, beside=beside):
            return {subject, *beside}
        case GiveConsent(to="observer", subject=subject):
            return {subject}
        case ProposeTeam(experts=experts):
            return set(experts)
        case ReplaceTeamMember(successor=successor):
            return {successor}
        case ReportConflict(person=person) | ResolveConflict(person=person):
            return {person}
        case AdmitObserver(observer=observer):
            return {observer}
        case _:
            return set()


def _experts(cluster: Cluster) -> set[str]:
    """Experts of open cases: their calendars and ties may count at any step."""
    return {person for case in cluster.open_cases for person in case.assessors}

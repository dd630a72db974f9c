"""Which facts a command to a cluster needs besides the cluster's own stream."""

from domain.cluster.commands import ClusterCommand
from domain.cluster.commands.appeals import AppointPanel
from domain.cluster.commands.approvals import EndorseAct, GiveConsent
from domain.cluster.commands.audit import AdmitObserver
from domain.cluster.commands.clock import ClockCommand, PassDeadline
from domain.cluster.commands.committee import CommitteeCommand, PlaceOnAgenda
from domain.cluster.commands.effects import EffectCommand
from domain.cluster.commands.evidence import SubmitEvidence
from domain.cluster.commands.findings import CloseFinding, ProposeCorrection, ProposeCorrectiveAction
from domain.cluster.commands.handover import HandOverCase
from domain.cluster.commands.imports import ConfirmFact, ImportCase
from domain.cluster.commands.lineage import (
    CastContinuationVote,
    ContinueLabel,
    RecordMerger,
    RecordSplit,
    RecordTransfer,
)
from domain.cluster.commands.measures import CastMeasureVote, CorrectTerm, SettleCause, WithdrawLabel
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
from domain.lineage import named_in


def needs(
    command: ClusterCommand | ClockCommand | EffectCommand, cluster: Cluster, actor: str | None
) -> Needs:
    """What `record` must read for this command; `actor` is None for the engine."""
    if isinstance(command, EffectCommand):
        return Needs()
    persons = _named(command) | _experts(cluster) | _panels(cluster) | ({actor} if actor else set())
    return Needs(
        persons=frozenset(persons),
        committee=isinstance(
            command,
            CommitteeCommand
            | ReviewCommand
            | EndorseAct
            | PassDeadline
            | CastMeasureVote
            | WithdrawLabel
            | ContinueLabel
            | CastContinuationVote,
        ),
        round_id=command.round_id if isinstance(command, PlaceOnAgenda) else None,
        namesake_of=_name_asked_for(command, cluster),
        documents=_documents(command),
        offices=_offices(command, cluster),
        clusters=_clusters(command),
        teams_of=_clusters(command) if isinstance(command, RecordTransfer | RecordSplit) else frozenset(),
    )


def _clusters(command: ClusterCommand | ClockCommand) -> frozenset[str]:
    """Others that are concerned: their streams change with this one's."""
    match command:
        case RecordMerger(parties=others) | RecordSplit(parts=others):
            return frozenset(others)
        case RecordTransfer(giver=giver):
            return frozenset({giver})
        case EndorseAct(act="merger" | "transfer" | "split", subject=subject):
            return frozenset(named_in(subject))
        case SubmitEvidence(items=items):
            return frozenset(item.from_predecessor for item in items if item.from_predecessor)
        case _:
            return frozenset()


def _offices(command: ClusterCommand | ClockCommand, cluster: Cluster) -> frozenset[str]:
    """Of a case that changes hands, both who give it away and who take it; of a limit, who may have let it pass."""
    if not isinstance(command, HandOverCase | PassDeadline):
        return frozenset()
    taking = command.to if isinstance(command, HandOverCase) else None
    handling = {case.office for case in cluster.open_cases}
    return frozenset(each for each in (taking, *handling) if each)


def _documents(command: ClusterCommand | ClockCommand) -> frozenset[str]:
    match command:
        case ConfirmFact(document=document):
            return frozenset({document})
        case SubmitEvidence(items=items):
            return frozenset(item.document for item in items)
        case ProposeCorrection(documents=documents) | ProposeCorrectiveAction(documents=documents):
            return frozenset(documents)
        case SettleCause(documents=documents):
            return frozenset(documents)
        case CorrectTerm(document=document):
            return frozenset({document} if document else ())
        case CloseFinding(evidence=evidence):
            return frozenset(evidence)
        case _:
            return frozenset()


def _name_asked_for(command: ClusterCommand | ClockCommand, cluster: Cluster) -> tuple[str, str] | None:
    match command:
        case (
            RegisterCluster(country=country, name=name)
            | ImportLabel(country=country, name=name)
            | ImportCase(country=country, name=name)
        ):
            return country, name
        case RenameCluster(name=name):
            return cluster.country, name
        case _:
            return None


def _named(command: ClusterCommand | ClockCommand) -> set[str]:
    match command:
        case (
            RegisterCluster(managers=managers)
            | ChangeManager(managers=managers)
            | ImportCase(managers=managers)
        ):
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
        case AppointPanel(panel=panel):
            return set(panel)
        case AdmitObserver(observer=observer):
            return {observer}
        case _:
            return set()


def _panels(cluster: Cluster) -> set[str]:
    """Whether they are free of ties is judged again when they decide."""
    return {member for appeal in cluster.appeals if appeal.open for member in appeal.panel}


def _experts(cluster: Cluster) -> set[str]:
    """Experts of open cases: their calendars and ties may count at any step."""
    return {person for case in cluster.open_cases for person in case.assessors}

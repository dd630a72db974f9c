"""A cluster's history as deeds: each event with the state it met, the day it belongs to, and who took part in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from domain.cluster import evolve as cluster_fold
from domain.cluster.case import Case
from domain.cluster.decided import Entry
from domain.cluster.events.audit import AuditDayConducted
from domain.cluster.events.committee import CasePlacedOnAgenda, DecisionTaken
from domain.cluster.events.scores import ConsensusReached
from domain.cluster.events.team import TeamAgreed, TeamProposed
from domain.cluster.state import Cluster
from domain.questions.irregularity import Act
from domain.questions.timeline import Known
from domain.scheme import Scheme
from domain.secretariat import secretariat_day

# The field of an event that names who acted.
_NAMED: Final[Mapping[str, str]] = {
    "ActEndorsed": "endorsed_by",
    "TeamMemberReplaced": "successor",
    "AssignmentAccepted": "expert",
    "ObserverAdmitted": "observer",
    "BenchmarkRecorded": "expert",
    "EvidenceAccepted": "expert",
    "EvidenceQueried": "expert",
    "EvidenceRejected": "expert",
    "IndicatorValidated": "expert",
    "IndicatorNotValidated": "expert",
    "FindingRecorded": "raised_by",
    "ActionPlanAccepted": "expert",
    "FindingClosed": "closed_by",
    "ScoresSubmitted": "expert",
    "ConsensusProposed": "proposed_by",
    "ReportSigned": "expert",
    "VoteCast": "member",
}
_BY_ITS_GIVER: Final = frozenset(
    {
        *("ApplicationAccepted", "ApplicationDeclined", "EligibilityConfirmed", "EligibilityLost"),
        *("AuditConducted", "ReportDrafted", "DeferralAnswered", "DecisionTaken", "DecisionConfirmed"),
    }
)
_BY_THE_TEAM: Final = frozenset({"AuditScheduled", "AuditRescheduled", "AuditInterrupted", "ReportFinalised"})
_ENGINE: Final = "engine"


@dataclass(frozen=True)
class Deed:
    """One event of a case. `cluster` and `case`: as they stood before it."""

    entry: Entry
    cluster: Cluster
    case: Case

    @property
    def event(self) -> Any:  # noqa: ANN401 - any event of a case
        return self.entry.happened.event

    @property
    def before(self) -> int:
        """The last position anybody could know of."""
        return self.entry.position - 1

    @property
    def day(self) -> date:
        """The day on which who took part was to be free: of an audit day the one on which it was held."""
        if isinstance(self.event, AuditDayConducted):
            return self.event.day
        return secretariat_day(self.entry.happened.recorded_at)

    @property
    def act(self) -> Act:
        on = secretariat_day(self.entry.happened.recorded_at)
        return Act(position=self.entry.position, on=on, type=self.event.type)

    @property
    def persons(self) -> tuple[str, ...]:
        """Who took part: assessed, reported, voted or decided, or was chosen to."""
        return tuple(dict.fromkeys(each for each in self._taking_part() if each not in ("", _ENGINE)))

    def _taking_part(self) -> Iterator[str]:
        event, type_ = self.event, self.event.type
        if type_ in _NAMED:
            yield getattr(event, _NAMED[type_])
        if type_ in _BY_ITS_GIVER:
            yield self.entry.actor
        if type_ in _BY_THE_TEAM:
            yield from self.case.experts
        match event:
            case TeamProposed(experts=experts) | AuditDayConducted(experts=experts):
                yield from experts
            case TeamAgreed(by_silence=False):
                yield from self.case.experts
            case ConsensusReached(confirmed_by=str(expert)):
                yield expert
            case CasePlacedOnAgenda(members=members):
                yield from members
            case DecisionTaken(outcome="award" | "refuse"):
                yield from (*event.basis.in_favour, *event.basis.against)


def deeds_of(cluster_id: str, history: Sequence[Entry]) -> Iterator[Deed]:
    """The events of cases that were open already, in order."""
    cluster = Cluster(cluster_id=cluster_id)
    for entry in history:
        case = cluster.find_case(str(getattr(entry.happened.event, "case_id", "")))
        if case is not None:
            yield Deed(entry, cluster, case)
        cluster = cluster_fold.evolve(cluster, entry.happened)


@dataclass(frozen=True)
class Examined:
    """One cluster's acts under examination, and what they are judged by."""

    cluster_id: str
    history: Sequence[Entry]
    deeds: Sequence[Deed]
    known: Known
    scheme: Scheme

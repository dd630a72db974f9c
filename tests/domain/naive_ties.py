"""An independent reader of histories: who acted in a case of an organisation they were tied to (R31, R32)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from domain.person.state import TieKind
from domain.secretariat import secretariat_day
from tests.domain.world import OnRecord

_WHILE_IT_LASTS = (TieKind.FAMILY, TieKind.FINANCIAL)
_TWO_YEARS_MORE = (
    TieKind.EMPLOYED,
    TieKind.BOARD,
    TieKind.CONTRACTED,
    TieKind.CONSULTED,
    TieKind.COACHED,
)
# The field of an event that names who acted.
_ACTED = {
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
_BY_ITS_GIVER = ("ReportDrafted", "DeferralAnswered", "AuditConducted", "DecisionTaken", "DecisionConfirmed")
_BY_THE_TEAM = ("AuditScheduled", "AuditRescheduled", "AuditInterrupted", "ReportFinalised")


class _Seat(NamedTuple):
    holder: str
    nominator: str | None
    from_on: date
    until_on: date | None = None


@dataclass
class _Known:
    """What is on record so far, by person and by cluster."""

    ties: dict[tuple[str, str], Any] = field(default_factory=dict)
    seats: list[_Seat] = field(default_factory=list)
    managers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    carriers: dict[str, str] = field(default_factory=dict)
    teams: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    assessors: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def learn(self, stream: str, event: Any) -> None:
        kind, _, name = stream.partition("-")
        match event.type:
            case "TieDeclared":
                self.ties[name, event.tie_id] = event
            case "TieEnded":
                tie = self.ties[name, event.tie_id]
                self.ties[name, event.tie_id] = tie.model_copy(update={"until_on": event.until_on})
            case "MemberSeated":
                self.seats.append(_Seat(name, event.nominator, event.from_on))
            case "SeatEnded":
                self.seats = [
                    each._replace(until_on=event.until_on)
                    if each.holder == name and each.until_on is None
                    else each
                    for each in self.seats
                ]
            case _ if kind == "cluster":
                self._learn_of_cluster(name, event)

    def _learn_of_cluster(self, cluster: str, event: Any) -> None:
        if event.type == "AuditDayConducted":
            self.assessors[cluster, event.case_id] |= set(event.experts)
        if event.type in ("BenchmarkRecorded", "ScoresSubmitted"):
            self.assessors[cluster, event.case_id].add(event.expert)
        if name := getattr(event, "name", None):
            self.names[cluster].add(name.casefold())
        if carrier := getattr(event, "carrier", None):
            self.carriers[cluster] = carrier.casefold()
        if managers := getattr(event, "managers", None):
            self.managers[cluster] = managers
        if event.type == "TeamProposed":
            self.teams[cluster, event.case_id] = list(event.experts)
        if event.type == "TeamMemberReplaced":
            team = self.teams[cluster, event.case_id]
            team[team.index(event.expert)] = event.successor

    def tied(self, person: str, cluster: str, day: date, *, also: tuple[TieKind, ...] = ()) -> bool:
        """`also`: kinds that bind here while they last, and that two persons might accept elsewhere."""
        named = {cluster, self.carriers.get(cluster, ""), *self.names[cluster]}
        own = [tie for (who, _), tie in self.ties.items() if who == person]
        return (
            any(tie.organisation.casefold() in named and _binds(tie, day, also) for tie in own)
            or person in self.managers.get(cluster, ())
            or any(
                (each.holder, each.nominator) == (person, cluster)
                and _lasts(each.from_on, each.until_on, day)
                for each in self.seats
            )
        )


def tied_acts(trail: Sequence[OnRecord]) -> list[str]:
    """Every act of somebody with a hard conflict, as a line to read; empty as it should be."""
    known, found = _Known(), []
    for entry in trail:
        stream, event = entry.stream, entry.happened.event
        if stream.startswith("cluster-") and getattr(event, "case_id", None):
            cluster = stream.removeprefix("cluster-")
            day = (
                event.day
                if event.type == "AuditDayConducted"
                else secretariat_day(entry.happened.recorded_at)
            )
            found += [
                f"{person} in {event.type} of {cluster}/{event.case_id} on {day}"
                for person in _acting(entry, event, known, cluster)
                if known.tied(person, cluster, day)
            ]
            deciding = _deciding(entry, event) & known.assessors[cluster, event.case_id]
            found += [
                f"{person} assessed and decides {cluster}/{event.case_id}" for person in sorted(deciding)
            ]
        known.learn(stream, event)
    return found


def known_before(trail: Sequence[OnRecord]) -> _Known:
    """What is on record at the end of the trail."""
    known = _Known()
    for entry in trail:
        known.learn(entry.stream, entry.happened.event)
    return known


def _acting(entry: OnRecord, event: Any, known: _Known, cluster: str) -> Iterator[str]:
    if who := _ACTED.get(event.type):
        yield getattr(event, who)
    if event.type in _BY_ITS_GIVER and entry.actor:
        yield entry.actor
    if event.type in _BY_THE_TEAM:
        yield from known.teams.get((cluster, event.case_id), ())
    match event.type:
        case "TeamProposed" | "AuditDayConducted":
            yield from event.experts
        case "TeamAgreed" if not event.by_silence:
            yield from known.teams.get((cluster, event.case_id), ())
        case "ConsensusReached" if event.confirmed_by:
            yield event.confirmed_by
        case "CasePlacedOnAgenda":
            yield from event.members
        case "DecisionTaken" if event.outcome != "defer":
            yield from (*event.basis.in_favour, *event.basis.against)


def _deciding(entry: OnRecord, event: Any) -> set[str]:
    match event.type:
        case "CasePlacedOnAgenda":
            return set(event.members)
        case "VoteCast":
            return {event.member}
        case "DecisionTaken":
            return {entry.actor or ""}
        case _:
            return set()


def _binds(tie: Any, day: date, also: tuple[TieKind, ...]) -> bool:
    if tie.kind in (*_WHILE_IT_LASTS, *also):
        return _lasts(tie.from_on, tie.until_on, day)
    if tie.kind in _TWO_YEARS_MORE:
        return _lasts(tie.from_on, _two_years_on(tie.until_on), day)
    return False


def _lasts(first: date, last: date | None, day: date) -> bool:
    return first <= day and (last is None or day <= last)


def _two_years_on(day: date | None) -> date | None:
    if day is None:
        return None
    return day.replace(year=day.year + 2, day=28 if (day.month, day.day) == (2, 29) else day.day)

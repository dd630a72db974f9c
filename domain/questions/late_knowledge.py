"""Decisions whose outcome would differ, had what was recorded later, and was so already, been known."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.cluster import evolve as cluster_fold
from domain.cluster.case import Case
from domain.cluster.case_parts import CastBallot
from domain.cluster.decided import Decided, Entry, decided
from domain.cluster.events.committee import DecisionTaken
from domain.cluster.recheck import differences
from domain.cluster.state import Cluster
from domain.committee import case_reference, precedence, standing_seats
from domain.effective import effective_at
from domain.person.state import Person, Seat
from domain.questions.deeds import Deed, Examined
from domain.questions.independence import conflicts_of, settled_at
from domain.questions.irregularity import Irregularity, Question
from domain.questions.timeline import Known
from domain.scheme import Scheme
from domain.streams import CLUSTER, PERSON, fold

_RULE: Final = re.compile(r"\bR[0-9]+b?\b")
_OUTCOME: Final = ("outcome:", "quorum:", "term:")
# What can be so before it is on record. A renewal decided late holds since the old end (R17); a first award does not.
_LEARNED: Final = frozenset(
    {
        *("TieDeclared", "TieEnded", "ExpertQualified", "QualificationEnded", "MemberSeated", "SeatEnded"),
        *("LabelImported", "LabelRenewed", "LabelAnnulled"),
    }
)


@dataclass(frozen=True)
class _Late:
    """An event of some stream that came on record after the decision and was so already when it was taken."""

    stream: str
    entry: Entry


@dataclass(frozen=True)
class _Retrial:
    """A decision with the deeds of its case up to it, to be taken again with more known."""

    decision: Decided
    deeds: tuple[Deed, ...]
    known: Known
    scheme: Scheme

    @property
    def taken(self) -> Deed:
        return self.deeds[-1]

    @property
    def voters(self) -> tuple[str, ...]:
        return tuple(ballot.member for ballot in self.decision.case.ballots)

    @property
    def assessed_by(self) -> tuple[str, ...]:
        return tuple(sorted(self.decision.case.assessors))


def late_knowledge(examined: Examined) -> Iterator[Irregularity]:
    """Each decision to award or refuse that would not follow any more, with the later events that say so."""
    taken: Counter[str] = Counter()
    for deed in examined.deeds:
        event = deed.event
        if not isinstance(event, DecisionTaken):
            continue
        taken[event.case_id] += 1
        if event.outcome != "defer":
            wanted = f"{event.case_id}/{taken[event.case_id]}"
            decision = decided(examined.cluster_id, examined.history, wanted)
            yield from _retried(
                _Retrial(decision, _up_to(deed, examined), examined.known, examined.scheme), examined
            )


def _up_to(deed: Deed, examined: Examined) -> tuple[Deed, ...]:
    return tuple(
        each
        for each in examined.deeds
        if each.case.case_id == deed.case.case_id and each.entry.position <= deed.entry.position
    )


def _retried(retrial: _Retrial, examined: Examined) -> Iterator[Irregularity]:
    late = tuple(_late(retrial, examined.history))
    as_it_was = set(_unlike(retrial, ())) if late else set()
    new = _new(retrial, late, as_it_was) if late else ()
    if not new:
        return
    # One fact alone may change the outcome; else it takes them all.
    mattering = [each for each in late if _new(retrial, (each,), as_it_was)] or late
    persons = {each.stream.removeprefix(PERSON) for each in mattering if each.stream.startswith(PERSON)}
    settled = [settled_at(person, retrial.taken, examined.deeds) for person in persons]
    cited = _RULE.search(new[0])
    yield Irregularity(
        question=Question.LATE_KNOWLEDGE,
        cluster_id=examined.cluster_id,
        case_id=retrial.decision.case.case_id,
        rule=cited[0] if cited else "R31",
        persons=tuple(sorted(persons)),
        sentence=f"Had it been known: {' '.join(new)}",
        acts=(retrial.taken.act,),
        learned_at=tuple(sorted(each.entry.position for each in mattering)),
        settled_at=None if not settled or None in settled else max(each for each in settled if each),
    )


def _new(retrial: _Retrial, late: Sequence[_Late], as_it_was: set[str]) -> tuple[str, ...]:
    """What would be otherwise. That fewer votes would have counted is nothing while the rest carry the same."""
    unlike = _unlike(retrial, late)
    return tuple(each for each in unlike if each.startswith(_OUTCOME) and each not in as_it_was)


def _late(retrial: _Retrial, history: Sequence[Entry]) -> Iterator[_Late]:
    """What was learned of the cluster, of who assessed and voted, and of the clusters that nominated them."""
    known, decision = retrial.known, retrial.decision
    taken, own_stream = decision.entry.happened.recorded_at, f"{CLUSTER}{decision.cluster.cluster_id}"
    persons = dict.fromkeys((*retrial.assessed_by, *retrial.voters))
    seats = [seat for each in persons for seat in known.person(each).seats]
    nominators = dict.fromkeys(seat.rests_on for seat in seats if seat.rests_on)
    streams = {own_stream: history}
    streams |= {f"{PERSON}{each}": known.timeline(f"{PERSON}{each}").history for each in persons}
    streams |= {f"{CLUSTER}{each}": known.timeline(f"{CLUSTER}{each}").history for each in nominators}
    for stream, entries in streams.items():
        for entry in entries:
            happened = entry.happened
            later = entry.position > decision.entry.position and happened.event.type in _LEARNED
            # A term that this very case opened came of its decision.
            case_id = getattr(happened.event, "case_id", None)
            own = stream == own_stream and case_id == decision.case.case_id
            if later and not own and effective_at(happened) <= taken:
                yield _Late(stream, entry)


def _unlike(retrial: _Retrial, late: Sequence[_Late]) -> tuple[str, ...]:
    """What does not follow when the decision is taken again, these events being known too."""
    cluster = _with(retrial.decision.cluster, late, f"{CLUSTER}{retrial.decision.cluster.cluster_id}")
    case = cluster.find_case(retrial.decision.case.case_id)
    if case is None:
        return ()
    again = replace(retrial.decision, cluster=cluster, case=case)
    members = _counting(case, retrial, late)
    return (*differences(again, retrial.scheme, members), *_tainted(retrial, late))


def _counting(case: Case, retrial: _Retrial, late: Sequence[_Late]) -> tuple[str, ...]:
    """Whose votes would have counted, in their precedence: the members free of ties, and seated (R30, R31)."""
    seated = []
    for ballot in case.ballots:
        member = _person(ballot.member, retrial, late)
        seats = _seats(member, case, retrial, late)
        if seats and ballot.member not in case.recused and not _tied(member, ballot, retrial):
            seated.append((member, seats[0]))
    return tuple(member.person_id for member, _ in sorted(seated, key=lambda each: precedence(*each)))


def _tied(member: Person, ballot: CastBallot, retrial: _Retrial) -> bool:
    """R31: judged at the vote and, once more, at the decision."""
    cast = (deed for deed in retrial.deeds if deed.entry.happened.event_id == ballot.event_id)
    return any(conflicts_of(member, deed, retrial.scheme) for deed in (*cast, retrial.taken))


def _seats(member: Person, case: Case, retrial: _Retrial, late: Sequence[_Late]) -> tuple[Seat, ...]:
    day, decision = retrial.decision.event.decided_on, retrial.decision
    seats = member.seats_for(day, case_reference(decision.cluster, case))
    nominators = {seat.rests_on for seat in seats if seat.rests_on}
    labels = {
        each: _with(retrial.known.cluster(each, retrial.taken.before), late, f"{CLUSTER}{each}").labels
        for each in nominators
    }
    return standing_seats(seats, labels, day)


def _tainted(retrial: _Retrial, late: Sequence[_Late]) -> Iterator[str]:
    """R31: of an assessment by somebody tied the committee says whether it stands, or there is no award."""
    event = retrial.decision.event
    if event.outcome != "award" or event.basis.audit_stands:
        return
    for person in retrial.assessed_by:
        known = _person(person, retrial, late)
        conflicts = (
            conflict
            for deed in retrial.deeds
            if person in deed.persons
            for conflict in conflicts_of(known, deed, retrial.scheme)
        )
        if conflict := next(conflicts, None):
            yield f"outcome: {conflict.sentence} Nobody said that the assessment stands ({conflict.rule})."


def _person(person_id: str, retrial: _Retrial, late: Sequence[_Late]) -> Person:
    person = retrial.known.person(person_id, retrial.taken.before)
    after = fold(person, (each.entry.happened for each in late if each.stream == f"{PERSON}{person_id}"))
    return after if isinstance(after, Person) else person


def _with(cluster: Cluster, late: Sequence[_Late], stream: str) -> Cluster:
    for each in late:
        if each.stream == stream:
            cluster = cluster_fold.evolve(cluster, each.entry.happened)
    return cluster

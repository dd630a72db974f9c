"""Acts about a label, asked for what acts of cases are: two persons, a quorum with seats, nobody tied (R24, R30)."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.cluster import evolve as cluster_fold
from domain.cluster.events.measures import (
    LabelRestored,
    LabelSuspended,
    LabelWithdrawn,
    MeasureEvent,
    TermCorrected,
)
from domain.cluster.state import Cluster
from domain.conflicts import Conflict, hard_conflicts
from domain.edition import Edition
from domain.person.state import Office, Person
from domain.questions.beside_cases import ActBeside
from domain.questions.deeds import Examined
from domain.questions.irregularity import Irregularity, Question
from domain.secretariat import secretariat_day

_BY_TWO = LabelSuspended | LabelRestored | TermCorrected


@dataclass(frozen=True)
class LabelAct:
    """One event of a measure, who gave the command, and the cluster as it stood before."""

    act: ActBeside
    event: MeasureEvent
    cluster: Cluster
    edition: Edition

    def conflicts(self, person: Person) -> tuple[Conflict, ...]:
        return hard_conflicts(person, self.cluster, self.act.day, self.edition.ties)


def irregular_label_acts(examined: Examined) -> Iterator[Irregularity]:
    for label in _acts(examined):
        match label.event:
            case LabelSuspended() | LabelRestored() | TermCorrected():
                yield from _by_two_operators(label, examined)
                two = (label.act.entry.actor, label.event.endorsed_by)
                yield from label.act.conflicted(two, label.conflicts, examined.known)
            case LabelWithdrawn(in_favour=in_favour, against=against):
                voters = tuple(sorted({*in_favour, *against}))
                yield from _by_a_quorum(voters, label, examined)
                yield from label.act.conflicted(voters, label.conflicts, examined.known)
            case _:
                continue


def _acts(examined: Examined) -> Iterator[LabelAct]:
    cluster = Cluster(cluster_id=examined.cluster_id)
    for entry in examined.history:
        event = entry.happened.event
        if isinstance(event, MeasureEvent):
            edition = examined.scheme.on(secretariat_day(entry.happened.recorded_at))
            beside = ActBeside(entry, of=examined.cluster_id, about=event.level)
            yield LabelAct(beside, event, cluster, edition)
        cluster = cluster_fold.evolve(cluster, entry.happened)


def _by_two_operators(label: LabelAct, examined: Examined) -> Iterator[Irregularity]:
    event = label.event
    assert isinstance(event, _BY_TWO)  # noqa: S101 - asked of these alone
    first, second = label.act.entry.actor, event.endorsed_by
    if first == second:
        sentence = f"The {event.level} label: {first} was both persons of {event.type}."
        yield label.act.irregular(Question.FOUR_EYES, "R24", (first,), sentence)
    for person in dict.fromkeys((first, second)):
        if Office.OPERATOR not in label.act.then(person, examined.known).offices:
            sentence = f"The {event.level} label: {person} was no operator at {event.type}."
            yield label.act.irregular(Question.FOUR_EYES, "R24", (person,), sentence)


def _by_a_quorum(voters: tuple[str, ...], label: LabelAct, examined: Examined) -> Iterator[Irregularity]:
    day = label.act.day
    seatless = tuple(each for each in voters if not label.act.then(each, examined.known).seats_for(day, ""))
    if seatless:
        sentence = f"The withdrawal counts votes of members without a seat that day: {', '.join(seatless)}."
        yield label.act.irregular(Question.FOUR_EYES, "R30", seatless, sentence)
    quorum = label.edition.committee.quorum.value
    if len(voters) < quorum:
        sentence = f"The withdrawal rests on {len(voters)} of at least {quorum} members."
        yield label.act.irregular(Question.FOUR_EYES, "R30", voters, sentence)

"""Which reminders will go to whom and when, if nobody does anything: the clock's own rules, walked forward (R26).

Nothing here judges by itself: what is due is decided and folded as the record would, only that nothing is recorded.
Documents owed are taken for issued at once, as they will be: limits begin with some of them.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid5

from domain.cluster.commands.clock import ClockCommand
from domain.cluster.commands.effects import EffectCommand, IssueDocument
from domain.cluster.decide import decide
from domain.cluster.events import ClusterStreamEvent
from domain.cluster.events.reminders import ReminderSent, ReminderSkipped, Skipped
from domain.cluster.evolve import evolve
from domain.cluster.ladders import running_ladder
from domain.cluster.needs import needs
from domain.cluster.rules.asked import Asked
from domain.cluster.standing import next_due
from domain.cluster.state import Cluster
from domain.commands import engine_commands
from domain.elsewhere import Elsewhere
from domain.facts import Facts, Needs
from domain.frozen import Frozen
from domain.happened import Happened
from domain.levels import Level
from domain.rungs import Rung
from domain.scheme import Scheme
from domain.standing import Due, Notice

_ENGINE = "engine"
_ISSUED = "0" * 64
_EVENTS = UUID("4f5f0d2c-3f0b-5f57-9f64-9d6a1f5f7f11")

NeverAsked = Literal["past", "stopped"]


class Foreseen(Frozen):
    """One letter to come, or one that will not be written, and why.

    `why`: besides the reasons of a `ReminderSkipped`, `past`: it was over when its term came to be, or `stopped`.
    """

    at: datetime
    cluster_id: str
    level: Level
    term: int
    rung: str
    recipient: str | None = None
    notice: str | None = None
    why: Skipped | NeverAsked | None = None


Foreseeing = Generator[Needs, Facts, tuple[Foreseen, ...]]


def foreseen(
    cluster: Cluster, scheme: Scheme, now: datetime, until: datetime, facts: Callable[[Needs], Facts]
) -> tuple[Foreseen, ...]:
    """What `foreseeing` finds, where facts are at hand."""
    walk = foreseeing(cluster, scheme, now, until)
    try:
        asked = next(walk)
        while True:
            asked = walk.send(facts(asked))
    except StopIteration as found:
        lines: tuple[Foreseen, ...] = found.value
        return lines


def foreseeing(cluster: Cluster, scheme: Scheme, now: datetime, until: datetime) -> Foreseeing:
    """From now to a moment, in order of time: asks for the facts each step needs, returns every letter foreseen.

    Commands of the clock that fall due are given on their instant, those that are overdue now.
    """
    walk = _Walk(cluster, scheme, now)
    lines = list(_never_written(cluster, until))
    yield from walk.issue_documents()
    while (due := walk.next_due()) is not None and due.at <= until:
        events = yield from walk.strike(due)
        if not events:
            raise RuntimeError(f"{due.command['type']} is due and does nothing.")
        for event in events:
            lines += _lines(walk, event)
        yield from walk.issue_documents()
    return tuple(sorted(lines, key=lambda line: line.at))


@dataclass
class _Walk:
    """One cluster on its way through the time to come."""

    cluster: Cluster
    scheme: Scheme
    now: datetime

    def next_due(self) -> Due | None:
        return next_due(self.cluster)

    def strike(self, due: Due) -> Generator[Needs, Facts, list[ClusterStreamEvent]]:
        self.now = max(self.now, due.at)
        command = engine_commands.validate_python(due.command)
        if not isinstance(command, ClockCommand):
            raise TypeError(command.type)
        return (yield from self._carry_out(command))

    def issue_documents(self) -> Generator[Needs, Facts, None]:
        owed = [debt.debt_id for debt in self.cluster.debts if debt.effect == "issue-document"]
        for debt_id in owed:
            yield from self._carry_out(IssueDocument(debt_id=debt_id, document=_ISSUED))

    def _carry_out(
        self, command: ClockCommand | EffectCommand
    ) -> Generator[Needs, Facts, list[ClusterStreamEvent]]:
        """The events in the cluster's own stream; those elsewhere change no reminder of it."""
        facts = yield needs(command, self.cluster, None)
        asked = Asked(cluster=self.cluster, scheme=self.scheme, facts=facts, at=self.now, actor=_ENGINE)
        events: list[Any] = [each for each in decide(command, asked) if not isinstance(each, Elsewhere)]
        for number, event in enumerate(events):
            event_id = uuid5(_EVENTS, f"{self.cluster.version} {number}")
            self.cluster = evolve(self.cluster, Happened(event_id, self.now, event))
        return events


def _lines(walk: _Walk, event: ClusterStreamEvent) -> list[Foreseen]:
    match event:
        case ReminderSent(notices=notices):
            return [_line(walk, event, notice) for notice in notices]
        case ReminderSkipped():
            return [_line(walk, event)]
        case _:
            return []


def _line(walk: _Walk, event: ReminderSent | ReminderSkipped, notice: Notice | None = None) -> Foreseen:
    return Foreseen(
        at=walk.now,
        cluster_id=walk.cluster.cluster_id,
        level=event.level,
        term=event.term,
        rung=event.rung,
        recipient=notice.recipient if notice else None,
        notice=notice.notice if notice else None,
        why=event.why if isinstance(event, ReminderSkipped) else None,
    )


def _never_written(cluster: Cluster, until: datetime) -> list[Foreseen]:
    """Rungs of running ladders at which the clock will not even ask."""
    found = []
    for level in cluster.ladders:
        ladder = running_ladder(cluster, level)
        if ladder is None:
            continue
        over: list[tuple[Rung, NeverAsked]] = [(rung, "past") for rung in ladder.rungs if rung.past]
        ahead: list[tuple[Rung, NeverAsked]] = [
            (rung, "stopped") for rung in ladder.ahead if ladder.stopped and rung.due_at <= until
        ]
        found += [
            Foreseen(
                at=rung.due_at,
                cluster_id=cluster.cluster_id,
                level=level,
                term=ladder.term,
                rung=rung.key,
                why=why,
            )
            for rung, why in (*over, *ahead)
        ]
    return found

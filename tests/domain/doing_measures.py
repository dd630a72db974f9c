"""Measures in stories: asked for at random, and taken further by whoever a task waits for."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from domain.cluster.case import Case
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.measures import (
    AnnounceMeasure,
    AnswerMeasure,
    CastMeasureVote,
    CorrectTerm,
    DropMeasure,
    RelinquishLabel,
    RestoreLabel,
    SettleCause,
    SuspendLabel,
    WithdrawLabel,
)
from domain.cluster.measure import Measure
from domain.commands import PersonCommand
from domain.levels import Level
from domain.standing import Task
from tests.domain.acting import Act
from tests.domain.cast import CLARA, COMMITTEE, OLGA
from tests.domain.setting import Setting
from tests.domain.teams import OTTO

WHY = "So it is."
_LEVELS: tuple[Level, ...] = (*Level,)


def _level(here: Setting, n: int) -> Level:
    """One that is held, where there is one."""
    held: list[Level] = [level for level in _LEVELS if here.cluster.labels.get(level)]
    return held[n % len(held)] if held else _LEVELS[n % 3]


OF_MEASURES: Mapping[str, Callable[[Setting, int], PersonCommand]] = {
    "AnnounceMeasure": lambda here, n: AnnounceMeasure(level=_level(here, n), cause=WHY),
    "AnswerMeasure": lambda here, n: AnswerMeasure(level=_level(here, n), answer=WHY),
    "DropMeasure": lambda here, n: DropMeasure(level=_level(here, n), reasons=WHY),
    "SuspendLabel": lambda here, n: SuspendLabel(
        level=_level(here, n), reasons=WHY, urgency=WHY if n < 2 else None
    ),
    "SettleCause": lambda here, n: SettleCause(level=_level(here, n), reasons=WHY),
    "RestoreLabel": lambda here, n: RestoreLabel(level=_level(here, n), reasons=WHY),
    "CastMeasureVote": lambda here, n: CastMeasureVote(
        level=_level(here, n), vote="yes" if n < 4 else "no", reason=WHY if n == 0 else None
    ),
    "WithdrawLabel": lambda here, n: WithdrawLabel(level=_level(here, n), revives=n % 2 == 0, reasons=WHY),
    "RelinquishLabel": lambda here, n: RelinquishLabel(level=_level(here, n), reason=WHY if n else None),
    "CorrectTerm": lambda here, n: CorrectTerm(
        level=_level(here, n),
        term=1 + n % 2,
        last_day=here.today + timedelta(days=300 * n),
        rule="R9",
        reasons=WHY,
    ),
}


def answer_measure(here: Setting, _: Task, __: Case, ___: int) -> Iterator[Act]:
    for measure in here.cluster.measures:
        yield Act(CLARA, AnswerMeasure(level=measure.level, answer=WHY))


def decide_measure(here: Setting, _: Task, __: Case, n: int) -> Iterator[Act]:
    """Dropped, or suspended by two."""
    for measure in here.cluster.measures:
        if n == 0:
            yield Act(OLGA, DropMeasure(level=measure.level, reasons=WHY))
        yield Act(OTTO, EndorseAct(act="suspension", subject=measure.level, reason=WHY))
        yield Act(OLGA, SuspendLabel(level=measure.level, reasons=WHY))


def decide_suspension(here: Setting, _: Task, __: Case, ___: int) -> Iterator[Act]:
    for measure in here.cluster.measures:
        yield Act(OLGA, SettleCause(level=measure.level, reasons=WHY))
        yield Act(OTTO, EndorseAct(act="restoration", subject=measure.level, reason=WHY))
        yield Act(OLGA, RestoreLabel(level=measure.level, reasons=WHY))


def decide_withdrawal(here: Setting, _: Task, __: Case, n: int) -> Iterator[Act]:
    for measure in here.cluster.measures:
        yield from _voted(measure, n)
        for member in COMMITTEE:
            yield Act(member, WithdrawLabel(level=measure.level, reasons=WHY))


def _voted(measure: Measure, n: int) -> Iterator[Act]:
    voted = {ballot.member for ballot in measure.ballots}
    for member in (*COMMITTEE[n % 4 :], *COMMITTEE[: n % 4]):
        if member not in voted:
            yield Act(member, CastMeasureVote(level=measure.level, vote="yes"))

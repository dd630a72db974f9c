"""What is done about a measure: the holder answers, the secretariat suspends or drops it, the committee withdraws."""

from collections.abc import Iterator

from console.simulation.acting.doing import LOOKED_INTO
from console.simulation.people import committee
from console.simulation.scene import Act, Scene
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.measures import (
    AnswerMeasure,
    CastMeasureVote,
    DropMeasure,
    RestoreLabel,
    SettleCause,
    SuspendLabel,
    WithdrawLabel,
)
from domain.cluster.events.approvals import ClusterAct
from domain.cluster.measure import Measure
from domain.standing import Task

_DROPPED = 0.3
_SETTLED = 0.6


def answer_measure(scene: Scene, _: Task, who: str) -> Iterator[Act]:
    for measure in scene.cluster.measures:
        if not measure.heard:
            yield scene.act(who, AnswerMeasure(level=measure.level, answer="It was a misunderstanding."))


def decide_measure(scene: Scene, _: Task, who: str) -> Iterator[Act]:
    for measure in (each for each in scene.cluster.measures if each.heard and not each.suspended):
        if scene.happens(_DROPPED, measure.event_id, "dropped"):
            yield scene.act(who, DropMeasure(level=measure.level, reasons=LOOKED_INTO))
        yield from _endorsed(scene, "suspension", measure, who)
        yield scene.act(who, SuspendLabel(level=measure.level, reasons=LOOKED_INTO))
        yield scene.act(who, DropMeasure(level=measure.level, reasons=LOOKED_INTO))


def decide_suspension(scene: Scene, _: Task, who: str) -> Iterator[Act]:
    """Most causes are settled; the others are left to the committee."""
    for measure in (each for each in scene.cluster.measures if each.suspended):
        if not _settled(scene, measure):
            continue
        if not measure.settled:
            yield scene.act(who, SettleCause(level=measure.level, reasons=LOOKED_INTO))
        yield from _endorsed(scene, "restoration", measure, who)
        yield scene.act(who, RestoreLabel(level=measure.level, reasons=LOOKED_INTO))


def decide_withdrawal(scene: Scene, _: Task, __: str) -> Iterator[Act]:
    """The members vote, and whoever presides of those who are free states it."""
    members = [member.figure.person_id for member in committee()]
    for measure in (each for each in scene.cluster.measures if each.suspended and each.heard):
        # What the secretariat cannot restore, because its grace is over, ends here, too.
        if _settled(scene, measure) and not measure.settled:
            continue
        voted = {ballot.member for ballot in measure.ballots}
        for member in members:
            if member not in voted:
                yield scene.act(member, CastMeasureVote(level=measure.level, vote="yes"))
        for member in members:
            yield scene.act(member, WithdrawLabel(level=measure.level, reasons=LOOKED_INTO))


def _settled(scene: Scene, measure: Measure) -> bool:
    return scene.happens(_SETTLED, measure.event_id, "settled")


def _endorsed(scene: Scene, act: ClusterAct, measure: Measure, who: str) -> Iterator[Act]:
    if scene.cluster.endorsed(act, measure.level, not_by=who) is None:
        endorsed = EndorseAct(act=act, subject=measure.level, reason=LOOKED_INTO)
        yield scene.act(scene.another_operator(who), endorsed)

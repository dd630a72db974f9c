"""How the ladders of a cluster's terms change: planned, climbed, stopped, answered; and by what else happens."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, assert_never

from domain.cluster.case import Case, ClosedAs
from domain.cluster.events import ClusterStreamEvent
from domain.cluster.events.reminders import (
    LadderPlanned,
    ReminderEvent,
    ReminderSent,
    ReminderSkipped,
    ReminderSnoozed,
    RemindersStopped,
    ReplyRecorded,
)
from domain.cluster.state import Cluster
from domain.happened import Happened
from domain.levels import Kind, Level
from domain.rungs import LAPSE, RENEWAL_ENDED
from domain.term_clock import TermClock
from domain.term_ladder import TermLadder

_ANSWERED = {"unanswered": 0, "escalated_at": None}
# What a term's dates have no part in.
_KEPT = ("stopped", "unanswered", "reminded", "escalated_at", "unaddressed_at", "renewal_ended_at")


def with_ladders(before: Cluster, after: Cluster, happened: Happened[ClusterStreamEvent]) -> Cluster:
    """The cluster with its ladders as the event leaves them: terms come to be, renewals are applied for and end."""
    event = happened.event
    if isinstance(event, ReminderEvent):
        return _evolved(after, event, happened.recorded_at)
    if after.clocks is not before.clocks:
        after = _planned(before, after, happened)
    if after.cases is not before.cases:
        after = _renewed(before, after, happened.recorded_at)
    return after


def _evolved(cluster: Cluster, event: ReminderEvent, at: datetime) -> Cluster:
    return _with(cluster, event.level, event.term, lambda ladder: _changed(ladder, event, at))


def _changed(ladder: TermLadder, event: ReminderEvent, at: datetime) -> TermLadder:
    match event:
        case LadderPlanned(rungs=rungs):
            return ladder.model_copy(update={"planned": True, "rungs": rungs})
        case ReminderSent():
            return _sent(ladder, event, at)
        case ReminderSkipped(rung=rung, why=why):
            nobody = {"unaddressed_at": ladder.unaddressed_at or at} if why == "no-recipient" else {}
            return _dealt(ladder, rung).model_copy(update=nobody)
        case ReminderSnoozed(rung=rung, due_at=due_at):
            return ladder.model_copy(update={"put_off": {**ladder.put_off, rung: due_at}})
        case RemindersStopped():
            return ladder.model_copy(update={"stopped": True, **_ANSWERED})
        case ReplyRecorded():
            return ladder.model_copy(update=_ANSWERED)
        case _:
            assert_never(event)


def _sent(ladder: TermLadder, event: ReminderSent, at: datetime) -> TermLadder:
    asks = event.rung not in (RENEWAL_ENDED, LAPSE)
    return _dealt(ladder, event.rung).model_copy(
        update={
            "reminded": True,
            "unanswered": ladder.unanswered + asks,
            "escalated_at": at if event.escalated else ladder.escalated_at,
            "unaddressed_at": None,
        }
    )


def _dealt(ladder: TermLadder, key: str) -> TermLadder:
    if key == RENEWAL_ENDED:
        return ladder.model_copy(update={"renewal_ended_at": None})
    return ladder.model_copy(update={"dealt": ladder.dealt | {key}})


def _with(cluster: Cluster, level: Level, term: int, change: Callable[[TermLadder], TermLadder]) -> Cluster:
    """The cluster with one ladder changed, if it has it."""
    ladders = tuple(change(each) if each.term == term else each for each in cluster.ladders.get(level, ()))
    return cluster.model_copy(update={"ladders": {**cluster.ladders, level: ladders}})


def _planned(before: Cluster, after: Cluster, happened: Happened[ClusterStreamEvent]) -> Cluster:
    """Every term whose instants went on record has the ladder they make."""
    ladders = {level: _of_terms(after, level) for level in {**after.ladders, **after.clocks}}
    for level, clock in after.clocks.items():
        former = before.clocks.get(level)
        if former is None or not _same(former, clock):
            ladder = _ladder(clock, ladders[level].get(clock.term), happened.recorded_at)
            ladders[level] = {**ladders[level], clock.term: ladder}
    kept = {level: tuple(each.values()) for level, each in ladders.items()}
    return after.model_copy(update={"ladders": kept})


def _of_terms(cluster: Cluster, level: Level) -> dict[int, TermLadder]:
    """The ladders by term; a term that fell with its decision takes its own along."""
    terms = {term.number for term in cluster.labels.get(level, ())}
    return {each.term: each for each in cluster.ladders.get(level, ()) if each.term in terms}


def _same(former: TermClock, clock: TermClock) -> bool:
    """Whether they tell the same instants; what was noted meanwhile changes none."""
    return former.model_copy(update={"expired": clock.expired}) == clock


def _ladder(clock: TermClock, former: TermLadder | None, at: datetime) -> TermLadder:
    """The ladder of these instants.

    A reminder of the same instant that was dealt with is dealt with for good, and one put off stays put off.
    """
    ladder = TermLadder(
        term=clock.term,
        since=at,
        last_day=clock.last_day,
        grace_until=clock.grace_until,
        planned=bool(clock.rungs),
        rungs=clock.rungs,
    )
    if former is None:
        return ladder
    if not clock.rungs:
        return former
    instants = {(rung.key, rung.due_at) for rung in clock.rungs}
    same = {rung.key for rung in former.rungs if (rung.key, rung.due_at) in instants}
    put_off = {key: due_at for key, due_at in former.put_off.items() if key in same - former.dealt}
    rungs = tuple(
        rung.model_copy(update={"past": rung.past and rung.key not in put_off}) for rung in clock.rungs
    )
    kept = {name: getattr(former, name) for name in _KEPT}
    return ladder.model_copy(
        update={**kept, "rungs": rungs, "dealt": former.dealt & same, "put_off": put_off}
    )


def _renewed(before: Cluster, after: Cluster, at: datetime) -> Cluster:
    """R26: a renewal applied for is an answer; one that ended without award is told of."""
    was = {case.case_id: case for case in before.open_cases if case.kind is Kind.RENEWAL}
    now = {case.case_id: case for case in after.open_cases if case.kind is Kind.RENEWAL}
    for level in {case.level for key, case in now.items() if key not in was}:
        after = _latest(after, level, _ANSWERED | {"renewal_ended_at": None})
    for case_id, case in was.items():
        if case_id not in now and not _awarded(after.find_case(case_id)):
            after = _latest(after, case.level, {"renewal_ended_at": at})
    return after


def _awarded(case: Case | None) -> bool:
    return case is not None and case.closed_as is ClosedAs.AWARDED


def _latest(cluster: Cluster, level: Level, update: dict[str, Any]) -> Cluster:
    term = cluster.latest_term(level)
    if term is None or level not in cluster.ladders:
        return cluster
    return _with(cluster, level, term.number, lambda ladder: ladder.model_copy(update=update))

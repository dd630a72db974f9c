"""What a cluster stands at: stage, debts, tasks, and the clock's next moment."""

from datetime import datetime
from operator import itemgetter
from uuid import UUID, uuid5

from domain.cluster.appeal_tasks import stalled_appeals
from domain.cluster.case import Case
from domain.cluster.commands.appeals import ResumeCase
from domain.cluster.commands.clock import ClockCommand, PassDeadline, PassExpiry, PassLapse
from domain.cluster.ladders import ladder_dues
from domain.cluster.measure_work import measure_dues
from domain.cluster.state import Cluster
from domain.cluster.tasks import tasks_of
from domain.cluster.waiting import appeal_ahead
from domain.levels import Level
from domain.standing import Due, Standing, Task
from domain.status import dormant_on

Moment = tuple[datetime, ClockCommand]
_CLOCK = UUID("6f0d5b1e-6f5c-5d3a-9a53-2f3a4b8f1c10")


def standing(cluster: Cluster) -> Standing:
    """Pure: the same events, the same standing."""
    tasks = tasks_of(cluster)
    return Standing(
        stream=f"cluster-{cluster.cluster_id}",
        version=cluster.version,
        stage=stage_of(cluster),
        level=max(cluster.labels, key=lambda level: level.rank, default=""),
        country=cluster.country,
        debts=cluster.debts,
        tasks=len(tasks),
        due=next_due(cluster),
        stalled=stalled_cases(cluster, tasks),
        uncertified=tuple(case.case_id for case in cluster.cases if _uncertified(case)),
    )


def stage_of(cluster: Cluster) -> str:
    """Where its open cases stand, in words."""
    stages = ", ".join(f"{case.case_id}: {case.stage}" for case in cluster.open_cases)
    if cluster.ended and not stages:
        return f"ended: {cluster.ended.how}"
    return stages or ("no open case" if cluster.registered else "")


def next_due(cluster: Cluster) -> Due | None:
    """The nearest moment at which the clock acts, and the command it then gives."""
    if not (coming := moments(cluster)):
        return None
    at, command = min(coming, key=itemgetter(0))
    # The version is part of the id: a moment overtaken at one version may count again at a later one.
    name = f"{cluster.cluster_id} {cluster.version} {at.isoformat()} {command.model_dump_json()}"
    return Due(at=at, command_id=uuid5(_CLOCK, name), command=command.model_dump(mode="json"))


def moments(cluster: Cluster) -> tuple[Moment, ...]:
    """Every moment at which the clock acts next, one per running limit and term."""
    return (
        _limit_dues(cluster)
        + _appeal_dues(cluster)
        + _term_dues(cluster)
        + _reminder_dues(cluster)
        + _measure_dues(cluster)
        + _change_dues(cluster)
    )


def stalled_cases(cluster: Cluster, tasks: tuple[Task, ...]) -> tuple[str, ...]:
    """Open cases, and appeals, with neither debt, nor task, nor deadline: each is an incident (no silent stall)."""
    waiting = {task.case_id for task in tasks} | {debt.case_id for debt in cluster.debts}
    return (
        *(
            case.case_id
            for case in cluster.open_cases
            if case.case_id not in waiting and not any(limit.next_moment for limit in case.limits)
        ),
        *stalled_appeals(cluster, frozenset(waiting)),
    )


def _uncertified(case: Case) -> bool:
    limit = case.limit("certificate")
    return limit is not None and limit.overdue


def may_expire(cluster: Cluster, level: Level) -> bool:
    """Whether the end of the latest term is still to be noted; a sleeping label ends silently (R23)."""
    clock = cluster.clocks.get(level)
    return clock is not None and not clock.expired and not _dormant_at_end(cluster, level)


def may_lapse(cluster: Cluster, level: Level) -> bool:
    """Whether the end of grace is still to be noted: not while a renewal may yet be in time (R13)."""
    clock = cluster.clocks.get(level)
    return clock is not None and not cluster.renewable_still(level) and not _dormant_at_end(cluster, level)


def _limit_dues(cluster: Cluster) -> tuple[Moment, ...]:
    return tuple(
        (moment, PassDeadline(case_id=case.case_id, limit=limit.name, subject=limit.subject))
        for case in cluster.cases
        for limit in case.limits
        if (moment := limit.next_moment)
    )


def _appeal_dues(cluster: Cluster) -> tuple[Moment, ...]:
    """The limits of appeals; and at once the end of a case's waiting for one."""
    limits = tuple(
        (moment, PassDeadline(limit=limit.name, subject=limit.subject))
        for appeal in cluster.appeals
        for limit in appeal.limits
        if (moment := limit.next_moment)
    )
    over = tuple(
        (case.since, ResumeCase(case_id=case.case_id))
        for case in cluster.open_cases
        if case.held_up and appeal_ahead(cluster, case) is None
    )
    return limits + over


def _term_dues(cluster: Cluster) -> tuple[Moment, ...]:
    expiries = tuple(
        (clock.expires_at, PassExpiry(level=level, term=clock.term))
        for level, clock in cluster.clocks.items()
        if may_expire(cluster, level)
    )
    lapses = tuple(
        (clock.lapses_at, PassLapse(level=level, term=clock.term))
        for level, clock in cluster.clocks.items()
        if may_lapse(cluster, level)
    )
    return expiries + lapses


def _change_dues(cluster: Cluster) -> tuple[Moment, ...]:
    limits = (change.limit for change in cluster.changes if change.limit)
    return tuple(
        (moment, PassDeadline(limit=limit.name, subject=limit.subject))
        for limit in limits
        if (moment := limit.next_moment)
    )


def _reminder_dues(cluster: Cluster) -> tuple[Moment, ...]:
    return tuple(ladder_dues(cluster))


def _measure_dues(cluster: Cluster) -> tuple[Moment, ...]:
    return tuple(measure_dues(cluster))


def _dormant_at_end(cluster: Cluster, level: Level) -> bool:
    return dormant_on(cluster.labels, level, cluster.clocks[level].last_day)

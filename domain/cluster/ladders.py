"""The reminder ladders of a cluster that run, and when the clock gives the next of each."""

from datetime import date, datetime

from domain.cluster.commands.reminders import PlanLadder, ReminderClockCommand, RemindHolder
from domain.cluster.state import Cluster
from domain.levels import Kind, Level, Party
from domain.rungs import RENEWAL_ENDED
from domain.standing import Task
from domain.status import IN_TERM, StatusState, dormant_on, status_on
from domain.term_ladder import TermLadder


def running_ladder(cluster: Cluster, level: Level) -> TermLadder | None:
    """The ladder of the label's latest term. None: it has none, or the term ended before its time (R25)."""
    term = cluster.latest_term(level)
    if term is None or term.ended is not None:
        return None
    return next((each for each in cluster.ladders.get(level, ()) if each.term == term.number), None)


def next_reminder(cluster: Cluster, level: Level) -> datetime | None:
    """When the next rung of a label is due; None where none is to come."""
    ladder = running_ladder(cluster, level)
    ahead = ladder.ahead if ladder and not ladder.stopped else ()
    return ahead[0].due_at if ahead else None


def ladder_dues(cluster: Cluster) -> tuple[tuple[datetime, ReminderClockCommand], ...]:
    """Of each ladder that runs the next moments at which the clock acts on it."""
    return tuple(
        due
        for level in cluster.ladders
        if (ladder := running_ladder(cluster, level)) and not ladder.stopped
        for due in _dues(cluster, level, ladder)
    )


def renewal_open(cluster: Cluster, level: Level) -> bool:
    """Whether the label is being renewed: there are no reminders meanwhile (R26)."""
    return any(case.level is level and case.kind is Kind.RENEWAL for case in cluster.open_cases)


def sleeps(cluster: Cluster, level: Level, ladder: TermLadder, day: date) -> bool:
    """R23: whether a higher label covers the day, or covered the last one of the term: it then ends silently."""
    return dormant_on(cluster.labels, level, min(day, ladder.last_day)) or (
        day > ladder.last_day and _below(cluster, level, day)
    )


def tasks_of_reminders(cluster: Cluster) -> tuple[Task, ...]:
    """What the secretariat has to do about reminders that found no answer, or nobody to write to."""
    # Behind its grace a label has no clock, and one that sleeps at its end needs no renewal.
    ladders = [
        ladder
        for level in cluster.clocks
        if (ladder := running_ladder(cluster, level))
        and not ladder.stopped
        and (ladder.escalated_at or ladder.unaddressed_at)
        and not sleeps(cluster, level, ladder, ladder.last_day)
    ]
    follow_ups = tuple(
        Task(task="follow-up-reminders", party=Party.SECRETARIAT, since=ladder.escalated_at)
        for ladder in ladders
        if ladder.escalated_at is not None
    )
    since = min((each.unaddressed_at for each in ladders if each.unaddressed_at), default=None)
    if since is None or cluster.managers:
        return follow_ups
    return (*follow_ups, Task(task="name-manager", party=Party.SECRETARIAT, since=since))


def _dues(cluster: Cluster, level: Level, ladder: TermLadder) -> list[tuple[datetime, ReminderClockCommand]]:
    if not ladder.planned:
        # Past its grace a term has no clock any more, and nobody to be reminded of it.
        return [(ladder.since, PlanLadder(level=level, term=ladder.term))] if level in cluster.clocks else []
    dues: list[tuple[datetime, ReminderClockCommand]] = [
        (rung.due_at, RemindHolder(level=level, term=ladder.term, rung=rung.key)) for rung in ladder.ahead[:1]
    ]
    if ladder.renewal_ended_at is not None:
        told = RemindHolder(level=level, term=ladder.term, rung=RENEWAL_ENDED)
        dues.append((ladder.renewal_ended_at, told))
    return dues


def _below(cluster: Cluster, level: Level, day: date) -> bool:
    """Whether a higher label is in its term, be it suspended."""
    above = (status_on(cluster.labels, higher, day) for higher in level.higher)
    return any(
        each.state in IN_TERM or (each.state is StatusState.SUSPENDED and not each.expired) for each in above
    )

"""What an open measure waits for: whose task it is, and when the clock speaks of its limits (R24)."""

from datetime import datetime

from domain.cluster.commands.clock import PassDeadline
from domain.cluster.measure import DECISION, HEARING, Measure
from domain.cluster.state import Cluster
from domain.levels import Party
from domain.running import Limit
from domain.standing import Task

_OF_LIMIT = {HEARING: "answer-measure", DECISION: "decide-suspension"}


def task_of_measure_limit(limit: Limit) -> str:
    """The work a limit of a measure is about."""
    return _OF_LIMIT[limit.name]


def tasks_of_measures(cluster: Cluster) -> tuple[Task, ...]:
    """The holder is heard; then the secretariat decides, and of a suspended label the committee, too."""
    return tuple(task for measure in cluster.measures for task in _tasks(measure, cluster))


def measure_dues(cluster: Cluster) -> tuple[tuple[datetime, PassDeadline], ...]:
    return tuple(
        (moment, PassDeadline(limit=limit.name, subject=limit.subject))
        for measure in cluster.measures
        for limit in measure.limits
        if (moment := limit.next_moment)
    )


def _tasks(measure: Measure, cluster: Cluster) -> tuple[Task, ...]:
    hearing, decision = _end(measure, HEARING), _end(measure, DECISION)
    waiting = []
    if not measure.heard:
        waiting.append(_task("answer-measure", Party.APPLICANT, measure, hearing, cluster.managers))
    elif not measure.suspended:
        waiting.append(_task("decide-measure", Party.SECRETARIAT, measure, None))
    if measure.suspended:
        waiting.append(_task("decide-suspension", Party.SECRETARIAT, measure, decision))
    if measure.suspended and measure.heard:
        waiting.append(_task("decide-withdrawal", Party.COMMITTEE, measure, decision))
    return tuple(waiting)


def _end(measure: Measure, name: str) -> datetime | None:
    limit = measure.limit(name)
    return limit.due_at if limit else None


def _task(
    task: str, party: Party, measure: Measure, due_at: datetime | None, persons: tuple[str, ...] = ()
) -> Task:
    return Task(task=task, party=party, persons=persons, since=measure.since, due_at=due_at)

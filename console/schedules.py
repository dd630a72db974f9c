"""What is done every so often whatever happens: Temporal's schedules, made by whichever worker starts."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import structlog
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
)

from console.settings import Settings
from domain.secretariat import SECRETARIAT_ZONE
from workflows.checkpoint import CheckpointWorkflow
from workflows.digest import DigestWorkflow
from workflows.reconcile import ReconcileWorkflow

CHECKPOINT = "checkpoint"

_PAUSE = 5.0
# Eight o'clock where the secretariat works.
_MONDAY_MORNING = ScheduleSpec(
    calendars=[ScheduleCalendarSpec(hour=(ScheduleRange(8),), day_of_week=(ScheduleRange(1),))],
    time_zone_name=SECRETARIAT_ZONE,
)
_log = structlog.get_logger()


@dataclass(frozen=True)
class Recurring:
    """A workflow without input that is started again and again, under one name for schedule and runs.

    What was missed while nothing ran is made up for once, as long as it is not more than `catch_up` ago.
    """

    name: str
    workflow: str
    spec: ScheduleSpec
    catch_up: timedelta


def recurring(settings: Settings) -> tuple[Recurring, ...]:
    """Everything this installation does by schedule."""
    return (
        _every(CHECKPOINT, CheckpointWorkflow.__name__, timedelta(minutes=settings.checkpoint_minutes)),
        _every("reconcile", ReconcileWorkflow.__name__, timedelta(minutes=settings.reconcile_minutes)),
        Recurring("digest", DigestWorkflow.__name__, _MONDAY_MORNING, timedelta(days=5)),
    )


def _every(name: str, workflow: str, interval: timedelta) -> Recurring:
    return Recurring(name, workflow, ScheduleSpec(intervals=[ScheduleIntervalSpec(every=interval)]), interval)


async def ensure_schedules(client: Client, settings: Settings) -> None:
    """Make what is missing, and bring what is there to these settings; one that was paused stays paused."""
    for due in recurring(settings):
        schedule = _schedule(due, settings.task_queue)
        try:
            await client.create_schedule(due.name, schedule)
        except ScheduleAlreadyRunningError:
            await _bring_to(client, due.name, schedule)


async def ensure_persistently(client: Client, settings: Settings) -> None:
    """As `ensure_schedules`, tried again until it succeeds: beside a worker, which goes on whatever fails here."""
    while True:
        try:
            await ensure_schedules(client, settings)
        except Exception as failure:  # noqa: BLE001 - whatever it is, the worker goes on, and this is tried again
            _log.warning("making the schedules is tried again", error=type(failure).__name__)
            await asyncio.sleep(_PAUSE)
        else:
            return


async def checkpoint_now(client: Client, settings: Settings) -> None:
    """Have a checkpoint published without waiting for the schedule, behind the one that may be under way."""
    await ensure_schedules(client, settings)
    await client.get_schedule_handle(CHECKPOINT).trigger(overlap=ScheduleOverlapPolicy.BUFFER_ONE)


async def _bring_to(client: Client, name: str, schedule: Schedule) -> None:
    def changed(found: ScheduleUpdateInput) -> ScheduleUpdate:
        schedule.state = found.description.schedule.state
        return ScheduleUpdate(schedule)

    await client.get_schedule_handle(name).update(changed)


def _schedule(due: Recurring, task_queue: str) -> Schedule:
    return Schedule(
        action=ScheduleActionStartWorkflow(due.workflow, id=due.name, task_queue=task_queue),
        spec=due.spec,
        # Never twice at a time.
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=due.catch_up),
    )

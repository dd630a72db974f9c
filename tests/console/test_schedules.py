"""Schedules are made once, follow the settings, and start what they name."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.client import Client, Schedule, ScheduleActionStartWorkflow
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Worker

from activities.interface import PUBLISH_CHECKPOINT, CheckpointRequest, CheckpointResult
from console.embedded.temporal import Temporal
from console.schedules import checkpoint_now, ensure_schedules, recurring
from console.settings import Settings
from workflows.checkpoint import CheckpointWorkflow
from workflows.sandbox import sandbox

pytestmark = pytest.mark.temporal

REQUIRED = {
    "database_url": "postgresql://nobody@localhost/none",
    "smtp_url": "smtp://localhost",
    "documents_url": "memory:///",
    "checkpoints_url": "memory:///",
    "checkpoint_key": "A" * 43,
    "payload_key": "A" * 43,
    "sealing_key": "A" * 43,
}


def settings_with(**fields: object) -> Settings:
    return Settings.model_validate(REQUIRED | fields)


@pytest.fixture
async def client(temporal_server: Temporal) -> Client:
    return await Client.connect(temporal_server.address, data_converter=pydantic_data_converter)


async def test_schedules_are_made_once_and_follow_the_settings(client: Client) -> None:
    queue = uuid4().hex
    await ensure_schedules(client, settings_with(task_queue=queue))
    handle = client.get_schedule_handle("checkpoint")
    await handle.pause()
    await ensure_schedules(client, settings_with(task_queue=queue, checkpoint_minutes=7))
    described = await handle.describe()
    assert described.schedule.state.paused
    assert _every(described.schedule) == timedelta(minutes=7)
    # What lists schedules lags behind what describes one.
    for due in recurring(settings_with()):
        schedule = (await client.get_schedule_handle(due.name).describe()).schedule
        assert isinstance(schedule.action, ScheduleActionStartWorkflow)
        assert (schedule.action.workflow, schedule.action.task_queue) == (due.workflow, queue)
    for due in recurring(settings_with()):
        await client.get_schedule_handle(due.name).delete()


def test_the_weeks_letter_goes_out_on_monday_mornings_where_the_secretariat_is() -> None:
    (digest,) = [due for due in recurring(settings_with()) if due.name == "digest"]
    (morning,) = digest.spec.calendars
    days, hours = ([each.start for each in named] for named in (morning.day_of_week, morning.hour))
    assert (days, hours, digest.spec.time_zone_name) == ([1], [8], "Europe/Berlin")


async def test_a_checkpoint_is_published_when_asked_for_whether_the_schedule_was_there_or_not(
    client: Client,
) -> None:
    queue = uuid4().hex
    settings = settings_with(task_queue=queue)

    async def twice() -> None:
        await checkpoint_now(client, settings)
        await checkpoint_now(client, settings)

    assert len(await publishing(client, queue, twice, times=2)) == 2


async def test_the_checkpoint_s_schedule_has_one_published(client: Client) -> None:
    asked: list[CheckpointRequest] = []

    @activity.defn(name=PUBLISH_CHECKPOINT)
    async def publish(request: CheckpointRequest) -> CheckpointResult:
        asked.append(request)
        return CheckpointResult(events=3, outcomes=4)

    async with Worker(
        client,
        task_queue=(queue := uuid4().hex),
        workflows=[CheckpointWorkflow],
        activities=[publish],
        workflow_runner=sandbox(),
    ):
        result = await client.execute_workflow(CheckpointWorkflow.run, id=uuid4().hex, task_queue=queue)
    assert (result, len(asked)) == (CheckpointResult(events=3, outcomes=4), 1)


async def publishing(
    client: Client, queue: str, act: Callable[[], Awaitable[None]], times: int
) -> list[CheckpointRequest]:
    """What was asked of a worker by all the runs that the act led to, which are waited for."""
    asked: list[CheckpointRequest] = []
    enough = asyncio.Event()

    @activity.defn(name=PUBLISH_CHECKPOINT)
    async def publish(request: CheckpointRequest) -> CheckpointResult:
        asked.append(request)
        if len(asked) >= times:
            enough.set()
        return CheckpointResult(events=3, outcomes=4)

    worker = Worker(
        client,
        task_queue=queue,
        workflows=[CheckpointWorkflow],
        activities=[publish],
        workflow_runner=sandbox(),
    )
    try:
        async with worker, asyncio.timeout(60):
            await act()
            await enough.wait()
        return asked
    finally:
        for due in recurring(settings_with()):
            await client.get_schedule_handle(due.name).delete()


def _every(schedule: Schedule) -> timedelta:
    [interval] = schedule.spec.intervals
    return interval.every

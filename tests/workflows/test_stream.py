"""The path on activities in memory: what it admits, what it costs in history, and how it keeps the clock."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.exceptions import ApplicationError

from console.embedded.temporal import Temporal
from domain.standing import Standing
from tests.histories import runs_of
from tests.workflows.memory import Memory, Stage, days, debt, due, standing

pytestmark = pytest.mark.temporal

Staged = Callable[[Standing], Stage]


@pytest.fixture(params=[1000, 0], ids=["cached", "replayed-at-every-task"])
async def staged(request: pytest.FixtureRequest, temporal_server: Temporal) -> Staged:
    """A workflow that stays in the worker's memory, and one that is replayed at every task."""
    client = await Client.connect(temporal_server.address, data_converter=pydantic_data_converter)

    def stage(stands: Standing) -> Stage:
        return Stage(client, Memory(stands), task_queue=f"memory-{uuid4()}", cached=request.param)

    return stage


def now() -> datetime:
    return datetime.now(UTC)


def refusal(outcome: object) -> str | None:
    assert isinstance(outcome, WorkflowUpdateFailedError)
    assert isinstance(outcome.cause, ApplicationError)
    return outcome.cause.type


async def test_a_command_costs_six_history_events(staged: Staged) -> None:
    stage = staged(standing(due=due(now() + days(20))))
    await stage.start()
    async with stage.worker():
        await stage.submit()
        before = await stage.history_events()
        for _ in range(5):
            await stage.submit()
        after = await stage.history_events()
    assert (len(after) - len(before)) / 5 == 6
    assert after.count("timer_started") == 1


async def test_the_timer_is_replaced_only_when_the_next_due_moves_earlier(staged: Staged) -> None:
    stage = staged(standing(due=due(now() + days(20))))
    later, earlier = uuid4(), uuid4()
    stage.memory.after = {later: {"due": due(now() + days(25))}, earlier: {"due": due(now() + days(5))}}
    await stage.start()
    async with stage.worker():
        await stage.submit(later)
        calm = await stage.history_events()
        await stage.submit(earlier)
        await stage.submit()
        moved = await stage.history_events()
    assert (calm.count("timer_started"), calm.count("timer_canceled")) == (1, 0)
    assert (moved.count("timer_started"), moved.count("timer_canceled")) == (2, 1)


async def test_a_moment_that_comes_is_one_command_of_the_engine_at_that_moment_at_least(
    staged: Staged,
) -> None:
    moment = due(now() + timedelta(seconds=1))
    stage = staged(standing(due=moment))
    stage.memory.after = {moment.command_id: {"due": None}}
    await stage.start()
    async with stage.worker():
        await stage.until(lambda: stage.memory.recorded, "the deadline to pass")
        await stage.submit()
    passed, _ = stage.memory.recorded
    assert (passed.command_id, passed.command, passed.actor) == (moment.command_id, moment.command, None)
    assert moment.at <= passed.at < moment.at + timedelta(seconds=5)


async def test_a_timer_that_comes_too_early_finds_nothing_to_do(staged: Staged) -> None:
    stage = staged(standing(due=due(now() + timedelta(seconds=1.5))))
    postponing = uuid4()
    stage.memory.after = {postponing: {"due": due(now() + days(5))}}
    await stage.start()
    async with stage.worker():
        await stage.submit(postponing)
        await _until_history(stage, "timer_fired", 1)
        await stage.submit()
        history = await stage.history_events()
    assert [recording.actor for recording in stage.memory.recorded] == ["clara", "clara"]
    assert (history.count("timer_started"), history.count("timer_fired")) == (2, 1)


async def test_a_debt_is_paid_once_and_its_payment_recorded(staged: Staged) -> None:
    owed = debt()
    stage = staged(standing(debts=(owed,)))
    await stage.start()
    async with stage.worker():
        await stage.until(lambda: not stage.memory.standing.debts, "the letter to be sent")
        await stage.submit()
    assert [letter.notice_id for letter in stage.memory.letters] == [owed.debt_id]
    assert [recording.command for recording in stage.memory.recorded][:-1] == [
        {"type": "SendNotice", "notice_id": str(owed.debt_id), "message_id": "<1@laurel>"}
    ]


async def test_eight_commands_are_admitted_at_once_and_the_ninth_is_told_to_come_back(
    staged: Staged,
) -> None:
    stage = staged(standing())
    stage.memory.unloadable = True
    await stage.start(loaded=False)
    async with stage.worker():
        # Commands wait for the path, and the path for the database.
        admitted = [asyncio.create_task(stage.submit()) for _ in range(8)]
        await _until_history(stage, "workflow_execution_update_accepted", 8)
        with pytest.raises(WorkflowUpdateFailedError) as ninth:
            await stage.submit()
        assert refusal(ninth.value) == "Busy"
        stage.memory.unloadable = False
        assert sorted([(await call).version for call in admitted]) == [*range(2, 10)]
        assert (await stage.submit()).version == 10
    # A refusal at the door leaves no trace.
    assert (await stage.history_events()).count("workflow_execution_update_accepted") == 9


async def test_a_closing_run_admits_no_command_and_the_next_one_goes_on_where_it_ended(
    staged: Staged,
) -> None:
    stage = staged(standing())
    held_up = uuid4()
    stage.memory.away = {held_up}
    await stage.start(commands_per_run=2)
    async with stage.worker():
        waiting = asyncio.create_task(stage.submit(held_up))
        await _until_history(stage, "workflow_execution_update_accepted", 1)
        assert (await stage.submit()).version == 2
        with pytest.raises(WorkflowUpdateFailedError) as closing:
            await stage.submit()
        assert refusal(closing.value) == "Closing"
        stage.memory.away.clear()
        assert (await waiting).version == 3
        assert (await stage.submit()).version == 4
    assert len(await runs_of(stage.client, stage.memory.standing.stream)) == 2


async def _until_history(stage: Stage, name: str, count: int) -> None:
    async with asyncio.timeout(20):
        while (await stage.history_events()).count(name) < count:
            await asyncio.sleep(0.05)


async def test_a_change_of_stage_begins_a_new_run_with_the_standing_of_the_old_one(staged: Staged) -> None:
    stage = staged(standing(stage="bronze-1: applied"))
    accepted = uuid4()
    stage.memory.after = {accepted: {"stage": "bronze-1: accepted"}}
    await stage.start()
    async with stage.worker():
        first = (await stage.handle.describe()).run_id
        await stage.submit(accepted)
        assert (await stage.submit()).version == 3
        second = await stage.handle.describe()
    assert second.run_id != first
    attributes = {pair.key.name: pair.value for pair in second.typed_search_attributes}
    assert attributes["LaurelStage"] == "bronze-1: accepted"

"""A path that knows more than the record holds does nothing until an operator has decided."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.exceptions import ApplicationError

from activities.interface import RECORD_BEHIND, Refresh
from console.embedded.temporal import Temporal
from domain.standing import Standing
from tests.workflows.memory import Memory, Stage, days, debt, due, standing
from workflows.stream import StreamWorkflow

pytestmark = pytest.mark.temporal

Staged = Callable[[Standing], Stage]


@pytest.fixture
async def staged(temporal_server: Temporal) -> Staged:
    client = await Client.connect(temporal_server.address, data_converter=pydantic_data_converter)

    def stage(stands: Standing) -> Stage:
        return Stage(client, Memory(stands), task_queue=f"memory-{uuid4()}", cached=1000)

    return stage


async def knows(stage: Stage) -> Standing:
    """What the path goes by, once it is loaded."""
    async with asyncio.timeout(20):
        while (known := await stage.handle.query(StreamWorkflow.stands_at)) is None:
            await asyncio.sleep(0.02)
    return known


async def refreshed(stage: Stage, given_up: UUID | None = None) -> Standing:
    stands: Standing = await stage.handle.execute_update(
        "refresh", Refresh(given_up=given_up), result_type=Standing
    )
    return stands


async def refused(stage: Stage) -> str | None:
    with pytest.raises(WorkflowUpdateFailedError) as failed:
        await stage.submit()
    assert isinstance(failed.value.cause, ApplicationError)
    return failed.value.cause.type


async def test_a_path_says_where_it_stands(staged: Staged) -> None:
    stage = staged(standing(version=7, last_event=uuid4(), debts=(), due=due(datetime.now(UTC) + days(9))))
    await stage.start(loaded=False)
    async with stage.worker():
        assert await knows(stage) == stage.memory.standing


async def test_a_path_says_with_each_command_which_event_it_knows_of(staged: Staged) -> None:
    stage = staged(standing(last_event=uuid4()))
    await stage.start()
    async with stage.worker():
        await stage.submit()
    assert [recording.known for recording in stage.memory.recorded] == [stage.memory.standing.last_event]


async def test_a_path_takes_up_what_was_written_to_its_stream_by_another(staged: Staged) -> None:
    stage = staged(standing(version=3))
    await stage.start()
    async with stage.worker():
        assert (await knows(stage)).version == 3
        stage.memory.standing = stage.memory.standing.model_copy(update={"version": 5, "stage": "applied"})
        assert await refreshed(stage) == stage.memory.standing == await knows(stage)


async def test_a_command_that_finds_the_record_behind_is_refused_and_so_is_every_other(
    staged: Staged,
) -> None:
    stage = staged(standing(version=7, last_event=uuid4()))
    stage.memory.behind = True
    await stage.start()
    async with stage.worker():
        assert await refused(stage) == RECORD_BEHIND
        stage.memory.behind = False
        assert await refused(stage) == RECORD_BEHIND
        assert (await knows(stage)).version == 7
    assert len(stage.memory.recorded) == 1


async def test_a_letter_that_finds_the_record_behind_is_not_sent(staged: Staged) -> None:
    stage = staged(standing(version=7, last_event=uuid4(), debts=(debt(),)))
    stage.memory.behind = True
    await stage.start()
    async with stage.worker():
        await stage.until(lambda: stage.memory.turned_away, "the letter to be turned away")
        assert await refused(stage) == RECORD_BEHIND
    (letter,) = stage.memory.turned_away
    assert letter.known == stage.memory.standing.last_event
    assert stage.memory.letters == []


async def test_a_moment_that_finds_the_record_behind_does_not_pass_and_comes_no_more(staged: Staged) -> None:
    coming = due(datetime.now(UTC) - days(1))
    stage = staged(standing(version=7, last_event=uuid4(), due=coming))
    stage.memory.behind = True
    await stage.start()
    async with stage.worker():
        await stage.until(lambda: stage.memory.recorded, "the moment to be refused")
        assert await refused(stage) == RECORD_BEHIND
        stage.memory.behind = False
        history = await stage.history_events()
        assert await refused(stage) == RECORD_BEHIND
        assert await stage.history_events() == history
    assert [recording.command_id for recording in stage.memory.recorded] == [coming.command_id]


async def test_a_path_whose_standing_an_operator_gives_up_follows_the_record_from_there(
    staged: Staged,
) -> None:
    gone, owed = uuid4(), debt()
    stage = staged(standing(version=7, last_event=gone))
    stage.memory.behind = True
    await stage.start()
    async with stage.worker():
        assert await refused(stage) == RECORD_BEHIND
        stage.memory.behind = False
        stage.memory.standing = stage.memory.standing.model_copy(
            update={"version": 5, "last_event": uuid4(), "debts": (owed,)}
        )
        assert (await refreshed(stage, given_up=gone)).version == 5
        await stage.until(lambda: not stage.memory.standing.debts, "the letter the record owes to be sent")
        await stage.submit()
    assert [letter.notice_id for letter in stage.memory.letters] == [owed.debt_id]


async def test_a_standing_that_is_not_the_one_given_up_is_kept(staged: Staged) -> None:
    stage = staged(standing(version=7, last_event=uuid4()))
    await stage.start()
    async with stage.worker():
        before = await knows(stage)
        stage.memory.standing = before.model_copy(update={"version": 5, "last_event": uuid4()})
        assert await refreshed(stage, given_up=uuid4()) == before

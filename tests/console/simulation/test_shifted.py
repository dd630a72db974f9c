"""A worker whose record is behind its server: what activities are told, and what they answer."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput

from activities.interface import Receipt, Recorded, Recording
from console.simulation.skipping.shifted import clock_behind
from domain.standing import Due, Standing

BEHIND = timedelta(days=4004)
AT_THE_SERVER = datetime(2027, 1, 4, 8, 0, 3, 250, tzinfo=UTC)
IN_THE_RECORD = datetime(2016, 1, 18, 8, tzinfo=UTC)
STREAM = "cluster-aurora"
RECORDING = Recording(stream=STREAM, command_id=uuid4(), actor=None, command={}, at=AT_THE_SERVER)


class Asked(ActivityInboundInterceptor):
    """An activity that gives an answer and keeps what it was asked."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.heard: list[Any] = []

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - as it is called
        self.heard += input.args
        return self.answer


async def answered(asked: Asked, argument: object) -> Any:
    (interceptor,) = clock_behind([str(BEHIND.days)])
    given = ExecuteActivityInput(fn=lambda: None, args=[argument], executor=None, headers={})
    return await interceptor.intercept_activity(asked).execute_activity(given)


def standing(due_at: datetime | None) -> Standing:
    due = Due(at=due_at, command_id=RECORDING.command_id, command={}) if due_at else None
    return Standing(stream=STREAM, version=3, stage="", due=due)


async def test_an_instant_is_shifted_into_the_record_and_cut_to_the_minute() -> None:
    asked = Asked(answer=None)
    await answered(asked, RECORDING)
    assert asked.heard == [RECORDING.model_copy(update={"at": IN_THE_RECORD})]


@pytest.mark.parametrize("due_at", [None, IN_THE_RECORD])
async def test_the_next_due_moment_comes_back_at_the_server_s_time(due_at: datetime | None) -> None:
    shifted = standing(due_at + BEHIND if due_at else None)
    receipt = Receipt(stream=STREAM, version=3, position=7, events=())
    recorded = Recorded(receipt=receipt, standing=standing(due_at))
    assert await answered(Asked(standing(due_at)), STREAM) == shifted
    assert await answered(Asked(recorded), RECORDING) == recorded.model_copy(update={"standing": shifted})


def test_a_worker_that_is_told_nothing_lives_in_its_server_s_time() -> None:
    assert clock_behind([]) == ()

"""What reaches a workflow from outside is a person's command for its own stream, or is turned away unrecorded."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from activities.interface import Order
from console.gateway import BadInput
from tests.engine import Engine, running
from tests.scene import AURORA, CLARA, OLGA, people, register

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

ENGINE_COMMANDS: list[dict[str, Any]] = [
    {"type": "SendNotice", "notice_id": str(uuid4()), "message_id": "<1@laurel>"},
    {"type": "FailNotice", "notice_id": str(uuid4()), "cause": "none"},
    {"type": "PassDeadline", "limit": "offer"},
    {"type": "PassExpiry", "level": "bronze", "term": 1},
    {"type": "PassLapse", "level": "bronze", "term": 1},
]


async def refusal_of(engine: Engine, workflow: str, order: Order | dict[str, str]) -> str | None:
    """What the workflow says to an update that did not come through the gateway."""
    handle = engine.client.get_workflow_handle(workflow)
    with pytest.raises(WorkflowUpdateFailedError) as failed:
        await handle.execute_update("submit", order, id=str(uuid4()))
    assert isinstance(failed.value.cause, ApplicationError)
    return failed.value.cause.type


def order(stream: str, command: dict[str, Any]) -> Order:
    return Order(stream=stream, command_id=uuid4(), actor=CLARA, command=command)


async def test_engine_commands_other_streams_and_misshapen_orders_are_turned_away(tmp_path: Path) -> None:
    async with running(tmp_path) as engine:
        await people(engine)
        await register(engine)
        for command in ENGINE_COMMANDS:
            with pytest.raises(BadInput):
                await engine.gateway.submit(order(AURORA, command))
            assert await refusal_of(engine, AURORA, order(AURORA, command)) == "BadInput"
        harmless = {"type": "WithdrawApplication"}
        assert await refusal_of(engine, AURORA, order("cluster-borealis", harmless)) == "BadInput"
        assert await refusal_of(engine, AURORA, {"no": "order"}) is not None
        assert await engine.trail(AURORA) == ["ClusterRegistered"]
        async with engine.pool.acquire() as connection:
            known = await connection.fetchval(
                "select count(*) from ledger.outcomes where stream = $1", AURORA
            )
        assert known == 1
        # The path goes on as if nothing had been.
        receipt = await engine.submit(AURORA, OLGA, "ChangeManager", managers=[OLGA])
        assert receipt.events == ("ManagerChanged",)

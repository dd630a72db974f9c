"""What a path carried out and the record does not hold any more, as Temporal's histories still tell it."""

from typing import TypeVar

from temporalio.api.common.v1 import Payloads
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client

from activities.interface import Order, Receipt
from console.recovery.comparing import LostCommand
from ledger.connection import Pool
from ledger.reading import outcome_of

Decoded = TypeVar("Decoded")


async def lost_commands(client: Client, pool: Pool, stream: str) -> tuple[LostCommand, ...]:
    """Persons' commands that a run of the stream's workflow accepted, in order, and whose outcome is gone.

    Goes back as far as Temporal keeps histories. The engine's own commands need no list: the engine gives them anew.
    """
    lost: list[LostCommand] = []
    runs = [run async for run in client.list_workflows(f"WorkflowId = '{stream}'")]
    for run in sorted(runs, key=lambda run: run.start_time):
        handle = client.get_workflow_handle(stream, run_id=run.run_id)
        asked: dict[int, Order] = {}
        async for event in handle.fetch_history_events():
            completed = event.workflow_execution_update_completed_event_attributes
            if accepted := await _order(client, event):
                asked[event.event_id] = accepted
            elif (order := asked.get(completed.accepted_event_id)) and completed.outcome.success.payloads:
                receipt = await _decoded(client, completed.outcome.success, Receipt)
                if not await _recorded(pool, order):
                    lost.append(_lost(order, receipt))
    return tuple(lost)


async def _order(client: Client, event: HistoryEvent) -> Order | None:
    """The order of an update that was accepted; None of any other event."""
    asked = event.workflow_execution_update_accepted_event_attributes.accepted_request.input
    return await _decoded(client, asked.args, Order) if asked.name == "submit" else None


async def _decoded(client: Client, payloads: Payloads, kind: type[Decoded]) -> Decoded:
    value: Decoded
    (value,) = await client.data_converter.decode(list(payloads.payloads), [kind])
    return value


async def _recorded(pool: Pool, order: Order) -> bool:
    async with pool.acquire() as connection:
        return await outcome_of(connection, order.stream, order.command_id) is not None


def _lost(order: Order, receipt: Receipt) -> LostCommand:
    return LostCommand(
        command_id=str(order.command_id),
        actor=order.actor,
        command=str(order.command["type"]),
        version=receipt.version,
        events=receipt.events,
    )

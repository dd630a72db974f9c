"""People's way to the streams: a command goes to the cluster's workflow as an update, and comes back as an outcome.

Around restarts and continue-as-new an update may be cut off or admitted twice. The gateway repeats it under the same
command id, which the ledger decides by; only an outcome or a fault is an answer.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from pydantic import ValidationError
from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowHandle,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from activities.interface import (
    ERASURES_OUT_OF_REACH,
    RECORD_BEHIND,
    Order,
    Receipt,
    Recorded,
    Recording,
    RefreshRequest,
)
from activities.storage.reach import out_of_reach
from activities.storage.record import Record
from console.field_faults import field_faults, unwritable
from domain.commands import COMMAND_TYPES, person_commands
from domain.rejected import Rejected
from domain.streams import COMPLAINT, ROUND, WITH_A_CLOCK
from ledger.connection import Pool
from ledger.reading import known_and_last
from workflows.certification import CertificationWorkflow
from workflows.committee_round import RoundWorkflow
from workflows.complaint import ComplaintWorkflow
from workflows.refresh import ONCE, RefreshWorkflow, refresh_id
from workflows.stream import BAD_INPUT, REJECTED, Path

# Commands that may begin a stream: they start its workflow.
BEGINNING = frozenset({"RegisterCluster", "ImportLabel", "ImportCase", "OpenRound", "LodgeComplaint"})
_PATIENCE = 60.0
_LONGEST_CALL = 10.0


class BadInput(Exception):
    """The command does not have its form; `fields` says where and why."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__("; ".join(fields))
        self.fields = fields


class Faulted(Exception):
    """The command met a fault of the program, kept as an incident."""


class OutcomeUnknown(Exception):
    """No answer came in time; the command may still be carried out. The same id tells its outcome later."""


class OutOfReach(Exception):
    """A server does not answer."""


class Gateway:
    """Submits commands. `record` is for streams without a clock, which have no workflow."""

    def __init__(  # noqa: PLR0913 - what a gateway stands between
        self,
        client: Client,
        pool: Pool,
        record: Record,
        *,
        task_queue: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        commands_per_run: int | None = None,
        patience: float = _PATIENCE,
    ) -> None:
        self._client = client
        self._pool = pool
        self._record = record
        self._task_queue = task_queue
        self._clock = clock
        self._commands_per_run = commands_per_run
        self._patience = patience

    async def submit(self, order: Order) -> Receipt:
        """The command's receipt, the same for the same id.

        Raises `Rejected` with the rule's sentence, `BadInput` naming the field, `Faulted`, `OutcomeUnknown`, or
        `OutOfReach`.
        """
        parse(order.command)
        return await self._persistently(order)

    async def resume(self, stream: str) -> None:
        """Make sure the stream's workflow runs; it loads itself from the ledger."""
        await self._client.start_workflow(
            _workflow(stream),
            self._path(stream),
            id=stream,
            task_queue=self._task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        )

    async def _persistently(self, order: Order) -> Receipt:
        until = time.monotonic() + self._patience
        pause, update_id = 0.02, str(uuid4())
        starting, gone = order.command["type"] in BEGINNING, False
        last: Exception = OutcomeUnknown(
            f"No answer within {self._patience:.0f} seconds. Repeat the command with the id {order.command_id}."
        )
        while (left := until - time.monotonic()) > 0:
            try:
                async with asyncio.timeout(min(left, _LONGEST_CALL)):
                    known, last_position = await self._looked_up(order)
                    if order.seen is None:
                        # Nobody said what the actor had seen: nothing later than this.
                        order = order.model_copy(update={"seen": last_position})
                    if known or not order.stream.startswith(WITH_A_CLOCK):
                        recorded = await self._record(_recording(order, self._clock()))
                        await self._have_refreshed(order.command_id, recorded)
                        return _answer(recorded)
                    starting = starting or (gone and await self._begun(order.stream))
                    return await self._update(order, update_id, starting=starting)
            except WorkflowUpdateFailedError as failed:
                _raise_if_answer(failed)
                # Under the same update id a run would give the same failure again, however often it is asked.
                update_id = str(uuid4())
            except RPCError as error:
                gone = error.status is RPCStatusCode.NOT_FOUND
                last = _unreachable(error) if error.status is RPCStatusCode.UNAVAILABLE else last
            except (WorkflowUpdateRPCTimeoutOrCancelledError, TimeoutError):
                _stop_if_cancelled()
                last = OutcomeUnknown(
                    f"No answer came in time; the command may still be carried out. Repeat it with the id "
                    f"{order.command_id} to learn its outcome."
                )
            except (
                OSError,
                asyncpg.PostgresError,
                asyncpg.InterfaceError,
                asyncpg.InternalClientError,
            ) as error:
                if not out_of_reach(error):
                    raise
                last = OutOfReach("The database does not answer.")
            # Jitter, so that callers who were turned away together do not come back together.
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
            pause = min(pause * 2, 1.0)
        raise last

    async def _have_refreshed(self, command_id: UUID, recorded: Recorded) -> None:
        """The paths of other streams hear of what was written into them, be it by the first of two who asked."""
        if not recorded.touched:
            return
        with suppress(WorkflowAlreadyStartedError):
            await self._client.start_workflow(
                RefreshWorkflow.run,
                RefreshRequest(touched=recorded.touched),
                id=refresh_id(command_id),
                task_queue=self._task_queue,
                id_reuse_policy=ONCE,
            )

    async def _looked_up(self, order: Order) -> tuple[bool, int]:
        async with self._pool.acquire() as connection:
            return await known_and_last(connection, order.stream, order.command_id)

    async def _update(self, order: Order, update_id: str, *, starting: bool) -> Receipt:
        if not starting:
            handle: WorkflowHandle[Any, Any] = self._client.get_workflow_handle(order.stream)
            answered: Receipt = await handle.execute_update(
                "submit", order, id=update_id, result_type=Receipt
            )
            return answered
        start = WithStartWorkflowOperation(
            _workflow(order.stream),
            self._path(order.stream),
            id=order.stream,
            task_queue=self._task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        )
        try:
            receipt: Receipt = await self._client.execute_update_with_start_workflow(
                "submit", order, start_workflow_operation=start, id=update_id, result_type=Receipt
            )
        except Exception:
            # The start has a future of its own, which would be reported as never looked at.
            await asyncio.gather(start.workflow_handle(), return_exceptions=True)
            raise
        return receipt

    async def _begun(self, stream: str) -> bool:
        """Whether a stream without a running workflow has a history to go on from; `Rejected` if it has none."""
        async with self._pool.acquire() as connection:
            begun = await connection.fetchval(
                "select exists (select from ledger.events where stream = $1)", stream
            )
        if not begun:
            raise Rejected("stream-unknown", f"Nothing is known under {stream}.")
        return True

    def _path(self, stream: str) -> Path:
        if self._commands_per_run is None:
            return Path(stream=stream)
        return Path(stream=stream, commands_per_run=self._commands_per_run)


def parse(command: dict[str, Any]) -> None:
    """`BadInput` unless this is a person's command in its form."""
    if faults := tuple(map(str, unwritable(command))):
        raise BadInput(faults)
    try:
        person_commands.validate_python(command)
    except ValidationError as invalid:
        model = COMMAND_TYPES.get(str(command.get("type")))
        # The first part of each place is the command's type, which the caller knows.
        raise BadInput(tuple(map(str, field_faults(invalid, model, within=1)))) from invalid


def _recording(order: Order, at: datetime) -> Recording:
    return Recording(at=at, **order.model_dump())


def _answer(recorded: Recorded) -> Receipt:
    if recorded.refusal:
        raise Rejected(recorded.refusal.code, recorded.refusal.sentence)
    if recorded.receipt is None:
        raise RuntimeError("An outcome is a receipt or a refusal.")
    return recorded.receipt


def _stop_if_cancelled() -> None:
    # The client turns the cancellation of its caller into an error of its own.
    if (task := asyncio.current_task()) and task.cancelling():
        raise asyncio.CancelledError


def _raise_if_answer(failed: WorkflowUpdateFailedError) -> None:
    """Raise what is an answer; return where the command is to be repeated under its id."""
    cause = failed.cause
    if not isinstance(cause, ApplicationError):
        return
    if cause.type == REJECTED:
        raise Rejected(str(cause.details[0]), cause.message) from failed
    if cause.type == BAD_INPUT:
        raise BadInput((cause.message,)) from failed
    if cause.type in ("Fault", RECORD_BEHIND):
        raise Faulted(cause.message) from failed
    if cause.type == ERASURES_OUT_OF_REACH:
        raise OutOfReach(cause.message) from failed


def _workflow(stream: str) -> Callable[[Any, Path], Awaitable[None]]:
    if stream.startswith(ROUND):
        return RoundWorkflow.run
    return ComplaintWorkflow.run if stream.startswith(COMPLAINT) else CertificationWorkflow.run


def _unreachable(error: RPCError) -> OutOfReach:
    return OutOfReach(f"Temporal does not answer: {error.message}")

"""The workflows of streams, as Temporal has them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from temporalio.client import (
    Client,
    WorkflowHandle,
    WorkflowQueryFailedError,
    WorkflowQueryRejectedError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import QueryRejectCondition
from temporalio.service import RPCError, RPCStatusCode

from activities.interface import Refresh
from console.gateway import OutOfReach
from domain.standing import Standing
from workflows.stream import StreamWorkflow

_RUNNING = (
    "WorkflowType in ('CertificationWorkflow', 'RoundWorkflow', 'ComplaintWorkflow') "
    "and ExecutionStatus = 'Running'"
)
_PATIENCE = timedelta(seconds=20)
_LOADS_WITHIN = 40
_LOOKS_EVERY = 0.25


class NotRunning(Exception):
    """The stream has no running workflow."""


class Silent(Exception):
    """The workflow runs, and does not say where it stands."""


class Paths:
    """Asks workflows, and tells them what to take up. `OutOfReach` when Temporal does not answer."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def running(self) -> AsyncIterator[str]:
        """The streams whose workflow runs, as far as Temporal lists them by now: it lists with a delay."""
        try:
            async for execution in self._client.list_workflows(_RUNNING):
                yield execution.id
        except RPCError as error:
            raise _unreachable(error) from error

    async def standing(self, stream: str) -> Standing:
        """What the path goes by. Raises `NotRunning` and `Silent`."""
        for _ in range(_LOADS_WITHIN):
            if stands := await self._asked(stream):
                return stands
            await asyncio.sleep(_LOOKS_EVERY)
        raise Silent("it cannot load its stream")

    async def refresh(self, stream: str, *, given_up: UUID | None = None) -> Standing:
        """Has the path take up what the record says; what it goes by then. Raises as `standing` does."""
        try:
            refreshed: Standing = await self._handle(stream).execute_update(
                "refresh", Refresh(given_up=given_up), result_type=Standing, rpc_timeout=_PATIENCE
            )
        except WorkflowUpdateFailedError as failed:
            raise Silent(str(failed.cause)) from failed
        except (WorkflowUpdateRPCTimeoutOrCancelledError, RPCError) as error:
            raise _meaning(error) from error
        return refreshed

    async def end(self, stream: str, reason: str) -> None:
        """Ends a workflow that has no stream."""
        try:
            await self._handle(stream).terminate(reason)
        except RPCError as error:
            raise _meaning(error) from error

    async def _asked(self, stream: str) -> Standing | None:
        try:
            return await self._handle(stream).query(
                StreamWorkflow.stands_at,
                reject_condition=QueryRejectCondition.NOT_OPEN,
                rpc_timeout=_PATIENCE,
            )
        except WorkflowQueryRejectedError as closed:
            raise NotRunning(stream) from closed
        except WorkflowQueryFailedError as failed:
            raise Silent(str(failed)) from failed
        except RPCError as error:
            raise _meaning(error) from error

    def _handle(self, stream: str) -> WorkflowHandle[Any, Any]:
        return self._client.get_workflow_handle(stream)


def _meaning(error: Exception) -> Exception:
    if not isinstance(error, RPCError):
        return Silent("no answer came in time")
    match error.status:
        case RPCStatusCode.NOT_FOUND:
            return NotRunning(error.message)
        case RPCStatusCode.UNAVAILABLE:
            return _unreachable(error)
        case _:
            return Silent(error.message)


def _unreachable(error: RPCError) -> OutOfReach:
    return OutOfReach(f"Temporal does not answer: {error.message}")

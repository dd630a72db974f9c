"""Paths take up what a command of another stream wrote into theirs; the command starts this behind its append."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from temporalio import workflow
from temporalio.common import RetryPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.interface import REFRESH_PATH, RefreshRequest, Touched

# The comparison of all paths with the record comes round far sooner: what is not refreshed by then, it has found.
_LONGEST = timedelta(days=1)
_PATIENTLY: Mapping[str, Any] = {
    "start_to_close_timeout": timedelta(seconds=90),
    "heartbeat_timeout": timedelta(seconds=10),
    "schedule_to_close_timeout": _LONGEST,
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(minutes=5)
    ),
}
# Once is enough: a command that is repeated finds its refresh begun.
ONCE = WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY


def refresh_id(command_id: UUID) -> str:
    """One refresh for each command, however often it is asked."""
    return f"refresh-{command_id}"


@workflow.defn(name="RefreshWorkflow")
class RefreshWorkflow:
    """Goes on until each path stands where the append left its stream, or further."""

    @workflow.run
    async def run(self, request: RefreshRequest) -> None:
        await asyncio.gather(*map(self._refreshed, request.touched))

    async def _refreshed(self, touched: Touched) -> None:
        try:
            await workflow.execute_activity(
                REFRESH_PATH, touched, summary=f"refresh: {touched.stream}", **_PATIENTLY
            )
        except ActivityError:
            workflow.logger.warning("a path was not refreshed", extra={"stream": touched.stream})

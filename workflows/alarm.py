"""The one timer of a run."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from temporalio import workflow


class Alarm:
    """Wakes the path at the nearest moment.

    It is replaced only when that moment moves earlier: re-arming in every command would cost two history events each.
    One that rings too early finds nothing to do.
    """

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._at: datetime | None = None
        self._timer: asyncio.Task[None] | None = None

    def set(self, at: datetime) -> None:
        """Ring at `at` or before."""
        if self._timer is not None and self._at is not None and self._at <= at:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._at = at
        self._timer = asyncio.create_task(self._wait(at))

    async def _wait(self, at: datetime) -> None:
        await workflow.sleep(max(at - workflow.now(), timedelta()), summary="next due")
        self._timer = None
        self._ring()

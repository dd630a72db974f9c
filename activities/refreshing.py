"""Refreshing one path, as an activity: what reaches paths knows Temporal and is handed in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from temporalio import activity

from activities.interface import REFRESH_PATH, Touched

Refresh = Callable[[Touched], Awaitable[None]]
"""Returns once the path stands where the record does, at least; raises where it does not yet."""
_BEATS_EVERY = 2.0


class Refreshing:
    """Has paths take up what was written into their streams."""

    def __init__(self, refresh: Refresh) -> None:
        self._refresh = refresh

    @activity.defn(name=REFRESH_PATH)
    async def refresh_path(self, touched: Touched) -> None:
        """Once more changes nothing: a path that knows the record already takes up the same."""
        async with _heartbeat():
            await self._refresh(touched)


@asynccontextmanager
async def _heartbeat() -> AsyncIterator[None]:
    """Temporal hears that the attempt lives: one whose worker died is begun anew at once, not when its time is over."""

    async def beat() -> None:
        while True:
            activity.heartbeat()
            await asyncio.sleep(_BEATS_EVERY)

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()

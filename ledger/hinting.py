"""Hints that something was appended, for whoever follows the record."""

import asyncio
from contextlib import suppress

import asyncpg

from ledger.connection import Pool

CHANNEL = "laurel_appended"
_AT_MOST_EVERY = 0.05


class Hints:
    """Tells followers, at most twenty times a second.

    Never within an append: a notification there makes all transactions wait for one another. One that is lost costs
    a follower nothing but a moment, since it also looks by itself.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._coming: asyncio.Task[None] | None = None

    def give(self) -> None:
        """Say that something was appended, now or a moment later, together with what comes meanwhile."""
        if self._coming is None:
            self._coming = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        await asyncio.sleep(_AT_MOST_EVERY)
        # Whatever is appended from here on needs a hint of its own.
        self._coming = None
        with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await self._pool.execute("select pg_notify($1, '')", CHANNEL)

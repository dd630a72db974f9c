"""Following the record: every event from a position on, each once and in order, for as long as one likes."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, suppress

import asyncpg

from ledger.connection import Connection
from ledger.hinting import CHANNEL
from ledger.reading import StoredEvent, last_position, read_all

_LOOKS_EVERY = 0.5
_BATCH = 500
# A connection cut, or refused for now; any other error is the caller's to see.
_CUT = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)

Connect = Callable[[], Awaitable["asyncpg.Connection[asyncpg.Record]"]]


class PositionMissing(Exception):
    """The record has a hole, or was restored to an earlier moment than the follower had reached."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(f"The record should hold position {expected} here, and has {found}.")
        self.expected = expected
        self.found = found


async def follow(
    connect: Connect, after_position: int = 0, *, looks_every: float = _LOOKS_EVERY, batch: int = _BATCH
) -> AsyncIterator[StoredEvent]:
    """The events after a position, those to come included; never ends by itself.

    Positions are given in the order of commits, so that nothing can appear before what was read. Looks every
    `looks_every` seconds, and at once when a hint comes. A connection of its own, opened by `connect`, is opened anew
    whenever it is cut; a consumer that is slow holds up nobody. Raises `PositionMissing`.
    """
    reached = after_position
    while True:
        with suppress(*_CUT):
            async with aclosing(_on_one_connection(connect, reached, looks_every, batch)) as events:
                async for event in events:
                    yield event
                    reached = event.position
        await asyncio.sleep(looks_every)


async def _on_one_connection(
    connect: Connect, reached: int, looks_every: float, batch: int
) -> AsyncGenerator[StoredEvent, None]:
    connection = await connect()
    try:
        if (last := await last_position(connection)) < reached:
            raise PositionMissing(reached, last)
        hinted = await _listening(connection)
        while True:
            hinted.clear()
            events = await read_all(connection, reached, limit=batch)
            for event in events:
                if event.position != reached + 1:
                    raise PositionMissing(reached + 1, event.position)
                yield event
                reached = event.position
            if len(events) < batch:
                await _hint_or_pause(hinted, looks_every)
    finally:
        connection.terminate()


async def _listening(connection: "asyncpg.Connection[asyncpg.Record]") -> asyncio.Event:
    hinted = asyncio.Event()

    def hint(_connection: Connection, _pid: int, _channel: str, _payload: object) -> None:
        hinted.set()

    await connection.add_listener(CHANNEL, hint)
    return hinted


async def _hint_or_pause(hinted: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await hinted.wait()

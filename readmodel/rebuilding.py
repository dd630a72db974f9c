"""Making every row anew from the record while commands go on, as laurel_owner.

The rows are made in a schema beside, and take the place of the old ones under the ledger's lock: what was appended
meanwhile is caught up with first, and commands wait for the last few events only.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from ledger.connection import Connection
from ledger.locking import hold_appends
from ledger.reading import last_position
from readmodel.filling import Told, fill
from readmodel.making import ensure_rows, every_stream
from readmodel.tables import EVERY_TABLE

_BESIDE = "rows_to_come"
_ALONE = "select pg_try_advisory_lock(x'6c617572'::int, 1)"  # "laur" in ASCII
_NO_LONGER = "select pg_advisory_unlock(x'6c617572'::int, 1)"
_TOUCHED = "select distinct stream from ledger.events where position > $1"
# So many events are caught up with while commands wait; more are folded beside them first.
_MOST_HELD = 200
# A backup or a long question holds the old rows: commands shall not wait for it too.
_LONGEST_WAIT = "2s"
_PAUSE = 5.0
_TRIES = 60


class RebuildUnderWay(Exception):
    """The rows are being rebuilt already."""


class RowsHeld(Exception):
    """The old rows could not give way: somebody reads them all the time."""


async def rebuild(connection: Connection, told: Told = lambda _: None) -> int:
    """Make all rows anew; the position of the record they then have. Raises `RebuildUnderWay` and `RowsHeld`."""
    async with _alone(connection):
        if await ensure_rows(connection, told):
            return await last_position(connection)
        await _make_tables(connection)
        reached = await last_position(connection)
        await fill(connection, _BESIDE, await every_stream(connection), told)
        await connection.execute("".join(f"analyze {_BESIDE}.{table};" for table in EVERY_TABLE))
        for _ in range(_TRIES):
            reached = await _nearer(connection, reached, told)
            try:
                return await _swapped(connection, reached)
            except asyncpg.LockNotAvailableError:
                await asyncio.sleep(_PAUSE)
        raise RowsHeld(f"The old rows were read for {_TRIES * _PAUSE:.0f} seconds without a break.")


@asynccontextmanager
async def _alone(connection: Connection) -> AsyncIterator[None]:
    if not await connection.fetchval(_ALONE):
        raise RebuildUnderWay("The rows are being rebuilt already.")
    try:
        yield
    finally:
        await connection.execute(f"drop schema if exists {_BESIDE} cascade")
        await connection.execute(_NO_LONGER)


async def _make_tables(connection: Connection) -> None:
    await connection.execute(f"drop schema if exists {_BESIDE} cascade; create schema {_BESIDE}")
    for table in EVERY_TABLE:
        await connection.execute(f"create table {_BESIDE}.{table} (like rows.{table} including all)")


async def _nearer(connection: Connection, reached: int, told: Told) -> int:
    """Catch up until few events are left; the position then reached."""
    while (last := await last_position(connection)) - reached > _MOST_HELD:
        await _catch_up(connection, reached, told)
        reached = last
    return reached


async def _catch_up(connection: Connection, reached: int, told: Told) -> None:
    """The streams that have events behind the position, anew and whole."""
    streams = [row["stream"] for row in await connection.fetch(_TOUCHED, reached)]
    for table in EVERY_TABLE:
        await connection.execute(f"delete from {_BESIDE}.{table} where stream = any($1)", streams)  # noqa: S608
    await fill(connection, _BESIDE, streams, told)


async def _swapped(connection: Connection, reached: int) -> int:
    """Put the new rows in the place of the old; the position they have."""
    async with connection.transaction():
        await hold_appends(connection)
        await _catch_up(connection, reached, lambda _: None)
        await connection.execute(f"set local lock_timeout = '{_LONGEST_WAIT}'")
        for table in EVERY_TABLE:
            await connection.execute(
                f"drop table rows.{table}; alter table {_BESIDE}.{table} set schema rows"
            )
        await connection.execute(
            "grant select, insert, update, delete on all tables in schema rows to laurel_app"
        )
        await connection.execute("grant select on all tables in schema rows to laurel_reader")
        return await last_position(connection)

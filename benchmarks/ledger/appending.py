"""The append of one event by 1, 8 and 32 callers: beside a bare insert, and beside another event store."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from time import perf_counter

from benchmarks.figures import Figure, Goal
from benchmarks.ledger.given import append_of, make_table
from benchmarks.ledger.grouping import Groups
from benchmarks.ledger.peers import OtherStore, pgbench
from benchmarks.ledger.site import LedgerSite
from benchmarks.sizes import LedgerSize
from console.embedded import database
from ledger.appending import Append, append
from ledger.connection import Connection

# By callers: over pgbench's insert, and over the other event store.
_GOALS = {1: (0.5, 3), 8: (0.8, 14), 32: (1.4, 30)}
_OTHER_STORE = "other_store"
_WRITERS = 2

_Appending = Callable[[Append], Awaitable[object]]


async def appending(site: LedgerSite, size: LedgerSize) -> list[Figure]:
    """Alone, and grouped where that is on trial; all in turns, on the same server with the same settings."""
    async with site.superuser() as connection:
        await make_table(connection)
    await database.make(site.server, _OTHER_STORE)
    figures: list[Figure] = []
    for callers in _GOALS:
        figures += await _by(site, callers, size)
    return figures


async def _by(site: LedgerSite, callers: int, size: LedgerSize) -> list[Figure]:
    alone = grouped = inserts = others = 0.0
    other = OtherStore(site.server, _OTHER_STORE, callers=callers)
    async with AsyncExitStack() as stack:
        connections = [await stack.enter_async_context(site.pool.acquire()) for _ in range(callers)]
        groups = Groups(list(connections[:_WRITERS]))
        for _ in range(size.turns):
            alone += await _per_second([_on(each) for each in connections], size.seconds)
            grouped += await _per_second([groups.append] * callers, size.seconds)
            inserts += await pgbench(site, callers, size.seconds)
            others += await other.appends_per_second(size.seconds)
    other.close()
    return _figures(callers, *(sum_ / size.turns for sum_ in (alone, grouped, inserts, others)))


def _on(connection: Connection) -> _Appending:
    return lambda entry: append(connection, [entry], datetime.now(UTC))


async def _per_second(callers: list[_Appending], seconds: float) -> float:
    """Appends a second, each caller beginning another as soon as the one before has returned."""
    written = 0
    begun = perf_counter()

    async def call(appending: _Appending) -> None:
        nonlocal written
        while perf_counter() < begun + seconds:
            await appending(append_of(events=1))
            written += 1

    await asyncio.gather(*map(call, callers))
    return written / (perf_counter() - begun)


def _figures(callers: int, alone: float, grouped: float, inserts: float, others: float) -> list[Figure]:
    over_insert, over_store = _GOALS[callers]
    by = f"{callers} caller{'s' if callers > 1 else ''}"
    return [
        Figure(
            key=f"append-by-{callers}",
            name=f"append of one event, {by}",
            unit="1/s",
            laurel=alone,
            bare=inserts,
            peer="pgbench insert",
            goal=Goal(bound="at least", limit=over_insert, of="ratio"),
        ),
        Figure(
            key=f"append-by-{callers}-over-eventsourcing",
            name=f"append of one event, {by}",
            unit="1/s",
            laurel=alone,
            bare=others,
            peer="eventsourcing",
            goal=Goal(bound="at least", limit=over_store, of="ratio"),
        ),
        Figure(
            key=f"append-by-{callers}-grouped",
            name=f"append of one event, {by}, grouped on trial",
            unit="1/s",
            laurel=grouped,
            bare=inserts,
            peer="pgbench insert",
            goal=Goal(bound="at least", limit=over_insert, of="ratio"),
        ),
    ]

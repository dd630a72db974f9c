"""Bringing many events at once: appended in sets, beside a bare copy into a table with the same indexes."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count, islice
from time import perf_counter
from uuid import uuid4

from benchmarks.figures import Figure, Goal
from benchmarks.ledger.given import HASH, METADATA, PAYLOAD, TYPE, append_of, make_table
from benchmarks.ledger.site import LedgerSite
from benchmarks.sizes import LedgerSize
from ledger.appending import Append, append
from ledger.connection import Connection

_EVENTS_EACH = 10
_APPENDS_IN_A_SET = 100
# While one set is appended, the next one is written down.
_WRITERS = 2
_COLUMNS = (
    "stream",
    "version",
    "event_id",
    "type",
    "schema_version",
    "payload",
    "metadata",
    "recorded_at",
    "previous_hash",
    "hash",
)


async def importing(site: LedgerSite, size: LedgerSize) -> list[Figure]:
    """Streams of ten events, each an append with its outcome; in turns with copies, both tables growing alike."""
    async with site.superuser() as connection:
        await make_table(connection)
        appended = copied = 0.0
        for _ in range(size.turns):
            copied += await _copied(connection, size.imported)
            appended += await _appended(site, size.imported)
    events = size.turns * size.imported
    return [
        Figure(
            key="import",
            name=f"import of {size.imported:,} events",
            unit="1/s",
            laurel=events / appended,
            bare=events / copied,
            peer="copy",
            goal=Goal(bound="at least", limit=0.4, of="ratio"),
        )
    ]


async def _appended(site: LedgerSite, events: int) -> float:
    """Seconds for so many events with their outcomes, in as many transactions as there are sets."""
    appends = [append_of(_EVENTS_EACH) for _ in range(events // _EVENTS_EACH)]
    sets = _sets(appends)
    begun = perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(_WRITERS):
            group.create_task(_write(site, sets))
    return perf_counter() - begun


def _sets(appends: list[Append]) -> Iterator[list[Append]]:
    rest = iter(appends)
    while some := list(islice(rest, _APPENDS_IN_A_SET)):
        yield some


async def _write(site: LedgerSite, sets: Iterator[list[Append]]) -> None:
    async with site.pool.acquire() as connection:
        for some in sets:
            await append(connection, some, datetime.now(UTC))


async def _copied(connection: Connection, events: int) -> float:
    """Seconds for so many rows alike, in one transaction."""
    now, streams = datetime.now(UTC), (f"cluster-{uuid4()}" for _ in count())
    rows = [
        (stream, version, uuid4(), TYPE, 1, PAYLOAD, METADATA, now, HASH, HASH)
        for stream in islice(streams, events // _EVENTS_EACH)
        for version in range(1, _EVENTS_EACH + 1)
    ]
    begun = perf_counter()
    await connection.copy_records_to_table("events", schema_name="bench", columns=_COLUMNS, records=rows)
    return perf_counter() - begun

"""Rows that are not what the record says they are."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import NamedTuple

import asyncpg

from ledger.connection import Connection
from ledger.reading import read_streams
from readmodel.changes import Held, rows_held
from readmodel.filling import Told, many_at_once
from readmodel.making import every_stream
from readmodel.tables import TABLES, as_json, read_form


class ChangedRow(NamedTuple):
    """A row that is missing, was added or says something else, now or for the past."""

    table: str
    stream: str
    key: str


async def changed_rows(
    connection: Connection, streams: Iterable[str] | None = None, *, told: Told = lambda _: None
) -> AsyncIterator[ChangedRow]:
    """Compares every row of the streams, all of them by default, with those that follow from the record.

    It works beside writers: events and rows of a stream are read from one snapshot.
    """
    for some in many_at_once(await every_stream(connection) if streams is None else streams):
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            changed, events = await _compared(connection, some)
        for each in changed:
            yield each
        told(events)
    if streams is None:
        for each in await _of_no_stream(connection):
            yield each


async def _compared(connection: Connection, streams: Sequence[str]) -> tuple[list[ChangedRow], int]:
    """The changed rows of the streams, and how many events they have."""
    histories = await read_streams(connection, dict.fromkeys(streams, 0))
    due = Counter(
        (ChangedRow(held.table, stream, held.key), _told(held))
        for stream, history in histories.items()
        for held in rows_held(stream, history)
    )
    found = Counter(
        [
            (ChangedRow(table, row["stream"], row[TABLES[table].key]), _told(_held(table, row)))
            for table in TABLES
            for row in await _stored(connection, table, streams)
        ]
    )
    differing = (due - found) + (found - due)
    return sorted({changed for changed, _ in differing}), sum(map(len, histories.values()))


async def _stored(connection: Connection, table: str, streams: Sequence[str]) -> list[asyncpg.Record]:
    """All rows of the streams in a table, those of the past with the end of their time."""
    return [
        *await connection.fetch(
            f"select *, null::bigint as to_position from rows.{table} where stream = any($1)",  # noqa: S608
            streams,
        ),
        *await connection.fetch(
            f"select * from rows.past_{table} where stream = any($1)",  # noqa: S608
            streams,
        ),
    ]


async def _of_no_stream(connection: Connection) -> list[ChangedRow]:
    """Rows of streams that have no event."""
    found: set[ChangedRow] = set()
    for table, (key, _) in TABLES.items():
        for kept in (table, f"past_{table}"):
            rows = await connection.fetch(
                f"select stream, {key} as key from rows.{kept} kept where not exists"  # noqa: S608
                " (select from ledger.events event where event.stream = kept.stream and event.version = 1)"
            )
            found |= {ChangedRow(table, row["stream"], row["key"]) for row in rows}
    return sorted(found)


def _held(table: str, stored: asyncpg.Record) -> Held:
    row = read_form(table, dict(stored))
    from_position, to_position = row.pop("from_position"), row.pop("to_position")
    return Held(table, row[TABLES[table].key], row, from_position, to_position)


def _told(held: Held) -> str:
    return as_json([held.row, held.from_position, held.to_position])

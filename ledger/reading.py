"""Reading the record: streams, the whole of it in order, and the outcomes of commands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from ledger.connection import Connection

_EVENT = "position, stream, version, event_id, type, schema_version, payload, metadata, recorded_at"
_OUTCOME = "number, stream, command_id, request_mac, outcome, recorded_at"

# The outcome travels as a row of version 0, before the events, so that one round trip brings both.
_FOR_COMMAND = f"""
select {_EVENT}, null::bytea as request_mac from ledger.events where stream = $1
union all
select number, stream, 0, command_id, '', 0, outcome, '', recorded_at, request_mac
from ledger.outcomes where stream = $1 and command_id = $2
order by version
"""  # noqa: S608 -- the columns are the constant above


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event of the record. `position` counts all events without a hole, `version` those of the stream."""

    position: int
    stream: str
    version: int
    event_id: UUID
    type: str
    schema_version: int
    payload: str
    metadata: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class StoredOutcome:
    """What a command led to, and the keyed hash of the request that had this outcome."""

    number: int
    stream: str
    command_id: UUID
    request_mac: bytes
    text: str
    recorded_at: datetime


async def read_stream(connection: Connection, stream: str, after_version: int = 0) -> list[StoredEvent]:
    rows = await connection.fetch(
        f"select {_EVENT} from ledger.events where stream = $1 and version > $2 order by version",  # noqa: S608
        stream,
        after_version,
    )
    return [StoredEvent(*row) for row in rows]


async def read_streams(connection: Connection, streams: Sequence[str]) -> dict[str, list[StoredEvent]]:
    """The events of each stream asked for; none for a stream without events."""
    rows = await connection.fetch(
        f"select {_EVENT} from ledger.events where stream = any($1::text[]) order by stream, version",  # noqa: S608
        list(streams),
    )
    found: dict[str, list[StoredEvent]] = {stream: [] for stream in streams}
    for row in rows:
        found[row["stream"]].append(StoredEvent(*row))
    return found


async def read_all(connection: Connection, after_position: int = 0, limit: int = 1000) -> list[StoredEvent]:
    """At most `limit` events in order of position. Fewer than that: the end of the record was reached."""
    rows = await connection.fetch(
        f"select {_EVENT} from ledger.events where position > $1 order by position limit $2",  # noqa: S608
        after_position,
        limit,
    )
    return [StoredEvent(*row) for row in rows]


async def outcome_of(connection: Connection, stream: str, command_id: UUID) -> StoredOutcome | None:
    row = await connection.fetchrow(
        f"select {_OUTCOME} from ledger.outcomes where stream = $1 and command_id = $2",  # noqa: S608
        stream,
        command_id,
    )
    return None if row is None else StoredOutcome(*row)


async def read_for_command(
    connection: Connection, stream: str, command_id: UUID
) -> tuple[StoredOutcome | None, list[StoredEvent]]:
    """The outcome the command had before, if any, and the whole stream: one snapshot, one round trip."""
    rows = await connection.fetch(_FOR_COMMAND, stream, command_id)
    if rows and rows[0]["version"] == 0:
        return _travelled_outcome(rows[0]), [StoredEvent(*row[:-1]) for row in rows[1:]]
    return None, [StoredEvent(*row[:-1]) for row in rows]


def _travelled_outcome(row: asyncpg.Record) -> StoredOutcome:
    return StoredOutcome(
        row["position"],
        row["stream"],
        row["event_id"],
        row["request_mac"],
        row["payload"],
        row["recorded_at"],
    )


async def streams_with_prefix(connection: Connection, prefix: str) -> list[str]:
    """The names of all streams that start with `prefix`, in order."""
    rows = await connection.fetch(
        "select stream from ledger.events where version = 1 and stream ^@ $1 order by stream", prefix
    )
    return [row["stream"] for row in rows]


async def last_position(connection: Connection) -> int:
    """The position of the last event; 0 while there is none."""
    position: int = await connection.fetchval("select coalesce(max(position), 0) from ledger.events")
    return position

"""Reading the record: streams, the whole of it in order, and the outcomes of commands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg

from ledger.connection import Connection

_EVENT = "position, stream, version, event_id, type, schema_version, payload, metadata, recorded_at"
_OUTCOME = "number, stream, command_id, request_mac, outcome, recorded_at"

# Collation "C", as the streams have it: under another one their index would not serve. "offset 0" keeps to that index,
# stream by stream: the plan is kept for long, and one made while the record is small would read all of it each time.
STREAMS = f"""
select event.*
from unnest($1::text[], $2::integer[]) as asked (stream, version)
cross join lateral (
    select {_EVENT} from ledger.events each
    where each.stream = asked.stream collate "C" and each.version >= asked.version offset 0
) as event
"""  # noqa: S608 -- the columns are the constant above

# The outcome travels as a row of version 0, before the events, so that one round trip brings both.
FOR_COMMAND = f"""
select asked.*, null::bytea as request_mac from ({STREAMS}) as asked
union all
select number, stream, 0, command_id, '', 0, outcome, '', recorded_at, request_mac
from ledger.outcomes where stream = $3 and command_id = $4
order by version
"""  # noqa: S608 -- the query within is the constant above

_KNOWN_AND_LAST = """
select
    exists (select from ledger.outcomes where stream = $1 and command_id = $2) as known,
    (select coalesce(max(position), 0) from ledger.events) as last
"""

# Positions have no hole and times follow them: halving finds a moment's place by the primary key, without an index.
_POSITION_AT = """
with recursive search (low, high) as (
    select 0::bigint, coalesce(max(position), 0) from ledger.events
    union all
    select
        case when known then middle else low end,
        case when known then high else middle - 1 end
    from search
    cross join lateral (select (low + high + 1) / 2) as half (middle)
    cross join lateral (
        select (select event.recorded_at <= $1 from ledger.events event where event.position = middle) is true
    ) as looked (known)
    where low < high
)
select low from search where low = high
"""


# A tuple: streams are read by the hundred events, and to make one otherwise takes as long as to fetch its row.
class StoredEvent(NamedTuple):
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


async def read_stream(
    connection: Connection, stream: str, after_version: int = 0, *, up_to: int | None = None
) -> list[StoredEvent]:
    """The events of the stream after a version, in order; with `up_to`, those up to that position."""
    rows = await connection.fetch(
        f"select {_EVENT} from ledger.events where stream = $1 and version > $2"  # noqa: S608
        " and ($3::bigint is null or position <= $3) order by version",
        stream,
        after_version,
        up_to,
    )
    return [StoredEvent(*row) for row in rows]


async def read_streams(connection: Connection, since: Mapping[str, int]) -> dict[str, list[StoredEvent]]:
    """The events of each stream, those of the version given and later ones; none for a stream without them."""
    rows = await connection.fetch(STREAMS + "order by version", *_asked(since))
    return _by_stream(since, [StoredEvent(*row) for row in rows])


async def read_all(connection: Connection, after_position: int = 0, limit: int = 1000) -> list[StoredEvent]:
    """At most `limit` events in order of position. Fewer than that: the end of the record was reached."""
    rows = await connection.fetch(
        f"select {_EVENT} from ledger.events where position > $1 order by position limit $2",  # noqa: S608
        after_position,
        limit,
    )
    return [StoredEvent(*row) for row in rows]


async def read_event(connection: Connection, which: int | UUID) -> StoredEvent | None:
    """The event at a position of the record, or the one of an id."""
    column = "event_id" if isinstance(which, UUID) else "position"
    row = await connection.fetchrow(
        f"select {_EVENT} from ledger.events where {column} = $1",  # noqa: S608
        which,
    )
    return None if row is None else StoredEvent(*row)


async def outcome_of(connection: Connection, stream: str, command_id: UUID) -> StoredOutcome | None:
    row = await connection.fetchrow(
        f"select {_OUTCOME} from ledger.outcomes where stream = $1 and command_id = $2",  # noqa: S608
        stream,
        command_id,
    )
    return None if row is None else StoredOutcome(*row)


async def known_and_last(connection: Connection, stream: str, command_id: UUID) -> tuple[bool, int]:
    """Whether the command has an outcome already, and the position of the last event: one round trip."""
    row = await connection.fetchrow(_KNOWN_AND_LAST, stream, command_id)
    return (row["known"], row["last"]) if row is not None else (False, 0)


async def read_for_command(
    connection: Connection, stream: str, command_id: UUID, since: Mapping[str, int]
) -> tuple[StoredOutcome | None, dict[str, list[StoredEvent]]]:
    """The outcome the command had before on `stream`, if any, and events as `read_streams` gives them.

    One snapshot, one round trip.
    """
    rows = await connection.fetch(FOR_COMMAND, *_asked(since), stream, command_id)
    if rows and rows[0]["version"] == 0:
        return _travelled_outcome(rows[0]), _by_stream(since, [StoredEvent(*row[:-1]) for row in rows[1:]])
    return None, _by_stream(since, [StoredEvent(*row[:-1]) for row in rows])


def _asked(since: Mapping[str, int]) -> tuple[list[str], list[int]]:
    return list(since), list(since.values())


def _by_stream(streams: Iterable[str], events: Iterable[StoredEvent]) -> dict[str, list[StoredEvent]]:
    found: dict[str, list[StoredEvent]] = {stream: [] for stream in streams}
    for event in events:
        found[event.stream].append(event)
    return found


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


async def has_event(connection: Connection, event_id: UUID) -> bool:
    """Whether the record holds the event."""
    held: bool = await connection.fetchval(
        "select exists (select from ledger.events where event_id = $1)", event_id
    )
    return held


async def position_at(connection: Connection, moment: datetime) -> int:
    """The position of the last event recorded at or before the moment; 0 if none was."""
    position: int = await connection.fetchval(_POSITION_AT, moment)
    return position


async def recorded_at(connection: Connection, position: int) -> datetime | None:
    """When the event at that position was recorded; None where the record has none."""
    moment: datetime | None = await connection.fetchval(
        "select recorded_at from ledger.events where position = $1", position
    )
    return moment


async def streams_between(connection: Connection, prefix: str, after: int, up_to: int) -> list[str]:
    """The names of the streams that start with `prefix` and have events behind one position, up to another."""
    rows = await connection.fetch(
        "select distinct stream from ledger.events where position > $1 and position <= $2 and stream ^@ $3"
        " order by stream",
        after,
        up_to,
        prefix,
    )
    return [row["stream"] for row in rows]


async def positions_of(connection: Connection, stream: str, event_type: str) -> list[int]:
    """Where events of this type stand in the stream, in order."""
    rows = await connection.fetch(
        "select position from ledger.events where stream = $1 and type = $2 order by position",
        stream,
        event_type,
    )
    return [row["position"] for row in rows]

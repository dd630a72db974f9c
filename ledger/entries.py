"""The entries of the record's two logs as they lie in the database: every column, the hashes too."""

from collections.abc import Sequence
from datetime import datetime
from itertools import starmap
from typing import NamedTuple
from uuid import UUID

from ledger.connection import Connection
from ledger.reading import StoredEvent

_EVENTS = """
select position, stream, version, event_id, type, schema_version, payload, metadata, recorded_at, previous_hash, hash
from ledger.events
where stream = any($1::text[]) and position <= $2
order by position
"""

# A command's outcome is written in the append of its events, behind those of every earlier append.
_OUTCOMES = """
select number, stream, command_id, request_mac, outcome, recorded_at, previous_hash, hash
from ledger.outcomes
where stream = $1 and number <= (
    select coalesce(max(last.number), 0)
    from ledger.events event
    join ledger.outcomes last on last.command_id = (event.metadata::jsonb ->> 'command_id')::uuid
        and last.recorded_at = event.recorded_at
    where event.position = $2
)
order by number
"""

_LEAVES = {
    "events": "select hash from ledger.events where position <= $1 order by position",
    "outcomes": "select hash from ledger.outcomes where number <= $1 order by number",
}


class EventEntry(NamedTuple):
    """An event with the hash of the one before it in its stream, empty for the first, and its own."""

    position: int
    stream: str
    version: int
    event_id: UUID
    type: str
    schema_version: int
    payload: str
    metadata: str
    recorded_at: datetime
    previous_hash: bytes
    hash: bytes

    @property
    def event(self) -> StoredEvent:
        """The event without its hashes."""
        return StoredEvent(*self[:-2])


class OutcomeEntry(NamedTuple):
    """An outcome with the hash of the one before it in the record, and its own."""

    number: int
    stream: str
    command_id: UUID
    request_mac: bytes
    outcome: str
    recorded_at: datetime
    previous_hash: bytes
    hash: bytes


async def event_entries(connection: Connection, streams: Sequence[str], up_to: int) -> list[EventEntry]:
    """The events of these streams up to that position, in order of position."""
    rows = await connection.fetch(_EVENTS, list(streams), up_to)
    return list(starmap(EventEntry, rows))


async def outcome_entries(connection: Connection, stream: str, up_to: int) -> list[OutcomeEntry]:
    """What the stream's commands had led to when the event at that position was written.

    Later refusals do not belong to it, though they move no position: the answer for a position stays the same.
    """
    return list(starmap(OutcomeEntry, await connection.fetch(_OUTCOMES, stream, up_to)))


async def entry_hashes(connection: Connection, log: str, size: int) -> list[bytes]:
    """The first `size` entries of a log, each by its hash: what the log's Merkle tree grows from."""
    return [row["hash"] for row in await connection.fetch(_LEAVES[log], size)]


async def existing(connection: Connection, streams: Sequence[str]) -> frozenset[str]:
    """Those of the streams that there are."""
    rows = await connection.fetch(
        "select stream from ledger.events where version = 1 and stream = any($1::text[])", list(streams)
    )
    return frozenset(row["stream"] for row in rows)

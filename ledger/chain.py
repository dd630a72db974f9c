"""The hash chains: computed by PostgreSQL when it appends, computed again here, and where they break."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

import asyncpg

from ledger.connection import Connection

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
_BATCH = 1000

Fault = Literal["position", "version", "recorded-at", "previous-hash", "hash"]


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A row that does not fit: `number` is an event's position or an outcome's number.

    `position` and `version`: rows before it are missing. `recorded-at`: earlier than the row before.
    `previous-hash`: the row before was changed, or another stood there. `hash`: the row itself was changed.
    """

    table: Literal["events", "outcomes"]
    number: int
    stream: str
    fault: Fault


def event_hash(  # noqa: PLR0913 -- every stored column is hashed
    *,
    previous_hash: bytes,
    position: int,
    stream: str,
    version: int,
    event_id: UUID,
    type: str,  # noqa: A002 -- the column's name
    schema_version: int,
    recorded_at: datetime,
    payload: str,
    metadata: str,
) -> bytes:
    """The hash of an event, byte for byte what ledger.event_hash computes in PostgreSQL."""
    parts = (
        _framed(b"laurel event 1"),
        _framed(previous_hash),
        position.to_bytes(8, "big"),
        _framed(stream.encode()),
        version.to_bytes(4, "big"),
        event_id.bytes,
        _framed(type.encode()),
        schema_version.to_bytes(4, "big"),
        _microseconds(recorded_at),
        _framed(payload.encode()),
        _framed(metadata.encode()),
    )
    return sha256(b"".join(parts)).digest()


def outcome_hash(  # noqa: PLR0913 -- every stored column is hashed
    *,
    previous_hash: bytes,
    number: int,
    stream: str,
    command_id: UUID,
    request_mac: bytes,
    recorded_at: datetime,
    outcome: str,
) -> bytes:
    """The hash of an outcome, byte for byte what ledger.outcome_hash computes in PostgreSQL."""
    parts = (
        _framed(b"laurel outcome 1"),
        _framed(previous_hash),
        number.to_bytes(8, "big"),
        _framed(stream.encode()),
        command_id.bytes,
        _framed(request_mac),
        _microseconds(recorded_at),
        _framed(outcome.encode()),
    )
    return sha256(b"".join(parts)).digest()


def _framed(content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + content


def _microseconds(moment: datetime) -> bytes:
    return ((moment - _EPOCH) // _MICROSECOND).to_bytes(8, "big", signed=True)


async def broken_links(connection: Connection) -> list[BrokenLink]:
    """Every row of the record that does not fit those before it, events first; none: the chains hold.

    Reads the whole record. A chain cannot tell that rows at its very end were cut off.
    """
    async with connection.transaction():
        events = [link async for link in _broken_events(connection)]
        outcomes = [link async for link in _broken_outcomes(connection)]
    return events + outcomes


async def _broken_events(connection: Connection) -> AsyncIterator[BrokenLink]:
    position, recorded_at = 0, _BEFORE_ALL
    streams: dict[str, tuple[int, bytes]] = {}
    async for row in connection.cursor("select * from ledger.events order by position", prefetch=_BATCH):
        version, previous_hash = streams.get(row["stream"], (0, b""))
        faults: dict[Fault, bool] = {
            "position": row["position"] != position + 1,
            "version": row["version"] != version + 1,
            "recorded-at": row["recorded_at"] < recorded_at,
            "previous-hash": row["previous_hash"] != previous_hash,
            "hash": row["hash"] != event_hash(**_hashed(row)),
        }
        for fault in _present(faults):
            yield BrokenLink("events", row["position"], row["stream"], fault)
        position, recorded_at = row["position"], row["recorded_at"]
        streams[row["stream"]] = row["version"], row["hash"]


async def _broken_outcomes(connection: Connection) -> AsyncIterator[BrokenLink]:
    number, recorded_at, previous_hash = 0, _BEFORE_ALL, b""
    async for row in connection.cursor("select * from ledger.outcomes order by number", prefetch=_BATCH):
        faults: dict[Fault, bool] = {
            "position": row["number"] != number + 1,
            "recorded-at": row["recorded_at"] < recorded_at,
            "previous-hash": row["previous_hash"] != previous_hash,
            "hash": row["hash"] != outcome_hash(**_hashed(row)),
        }
        for fault in _present(faults):
            yield BrokenLink("outcomes", row["number"], row["stream"], fault)
        number, recorded_at, previous_hash = row["number"], row["recorded_at"], row["hash"]


def _hashed(row: asyncpg.Record) -> dict[str, Any]:
    return {column: value for column, value in row.items() if column != "hash"}


def _present(faults: dict[Fault, bool]) -> list[Fault]:
    return [fault for fault, present in faults.items() if present]

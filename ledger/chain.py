"""The hash chains: computed by PostgreSQL when it appends, computed again here, and where they break."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from typing import Literal
from uuid import UUID

from ledger.checkpoints import LogName
from ledger.connection import Connection
from ledger.scanning import Rows, scan

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_BEFORE_ALL = -(2**63)

Fault = Literal["position", "version", "recorded-at", "previous-hash", "hash"]
_ORDER: tuple[Fault, ...] = ("position", "version", "recorded-at", "previous-hash", "hash")


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A row that does not fit: `number` is an event's position or an outcome's number.

    `position` and `version`: rows before it are missing. `recorded-at`: earlier than the row before.
    `previous-hash`: the row before was changed, or another stood there. `hash`: the row itself was changed.
    """

    table: LogName
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
        return [*await _broken(connection, "events"), *await _broken(connection, "outcomes")]


async def _broken(connection: Connection, log: LogName) -> list[BrokenLink]:
    chain, broken = Chain(log), list[BrokenLink]()

    async def follow(rows: Rows) -> None:
        broken.extend(chain.broken(rows))

    await scan(connection, log, follow)
    return broken


class Chain:
    """A log followed row by row from its beginning. Events are chained stream by stream, outcomes all in one."""

    def __init__(self, log: LogName) -> None:
        self._log: LogName = log
        self._number = 0
        self._moment = _BEFORE_ALL
        self._last_of: dict[bytes, tuple[int, bytes]] = {}

    def broken(self, rows: Rows) -> list[BrokenLink]:
        """The links that are broken among the next rows of the log."""
        faults = [*self._out_of_order(rows), *self._unlinked(rows)]
        if rows.hashes != rows.stored:
            changed = zip(rows.hashes, rows.stored, strict=True)
            faults += [(at, "hash") for at, (found, stored) in enumerate(changed) if found != stored]
        self._number, self._moment = rows.numbers[-1], rows.moments[-1]
        return [
            BrokenLink(self._log, rows.numbers[at], rows.streams[at].decode(errors="replace"), fault)
            for at, fault in sorted(faults, key=lambda found: (found[0], _ORDER.index(found[1])))
        ]

    def _out_of_order(self, rows: Rows) -> list[tuple[int, Fault]]:
        """Rows whose number is not the next, or whose moment is before the last one's."""
        faults: list[tuple[int, Fault]] = []
        numbers, moments = [self._number, *rows.numbers], [self._moment, *rows.moments]
        # Whole columns are compared first: row by row only where something is wrong.
        if numbers != list(range(self._number, self._number + len(numbers))):
            faults += [
                (at, "position") for at, (one, next_) in enumerate(pairwise(numbers)) if next_ != one + 1
            ]
        if moments != sorted(moments):
            faults += [
                (at, "recorded-at") for at, (one, next_) in enumerate(pairwise(moments)) if next_ < one
            ]
        return faults

    def _unlinked(self, rows: Rows) -> list[tuple[int, Fault]]:
        """Rows that do not name the hash of the one before them, or do not have the version after its."""
        faults: list[tuple[int, Fault]] = []
        last_of, one_chain = self._last_of, self._log == "outcomes"
        for at, stream in enumerate(rows.streams):
            chain = b"" if one_chain else stream
            version, previous = last_of.get(chain, (0, b""))
            if rows.versions[at] != version + 1 and not one_chain:
                faults.append((at, "version"))
            if rows.previous[at] != previous:
                faults.append((at, "previous-hash"))
            last_of[chain] = rows.versions[at], rows.stored[at]
        return faults

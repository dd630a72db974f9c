"""A log of the record read from end to end as fast as it can be: every row, and what its columns hash to.

Rows come in PostgreSQL's binary copy form, in which a text stands behind its length just as it is hashed. The database
computes nothing: whoever may replace its functions gains nothing by it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hashlib import sha256
from struct import Struct

from ledger.checkpoints import LogName
from ledger.connection import Connection

# What stands before the first row: a signature, flags, and the length of an extension there is none of.
_HEADER_BYTES = 19
_TRAILER = b"\xff\xff"
# Binary copy counts microseconds from 2000, the hash counts them from 1970.
_MICROSECONDS_TO_2000 = 946_684_800_000_000
_AS_LONG_AS_IT_TAKES = 24 * 3600.0

# Columns of fixed length first, those that vary behind them, each in the order in which it is hashed.
_EVENTS = """
select recorded_at, hash, version, event_id, schema_version, position, previous_hash, stream, type, payload, metadata
from ledger.events
"""
_OUTCOMES = """
select recorded_at, hash, command_id, number, previous_hash, stream, request_mac, outcome
from ledger.outcomes
"""
_ORDER: dict[LogName, str] = {"events": " order by position", "outcomes": " order by number"}
# The count of columns, each fixed column behind its length, and the length of the first that varies.
_EVENT, _EVENT_COLUMNS = Struct(">H4xq4x32s4x4s4x16s4x4s4x8sI"), 11
_OUTCOME, _OUTCOME_COLUMNS = Struct(">H4xq4x32s4x16s4x8sI"), 8
_EVENT_TAG = b"\x00\x00\x00\x0elaurel event 1"
_OUTCOME_TAG = b"\x00\x00\x00\x10laurel outcome 1"


class RecordUnreadable(Exception):
    """A table of the record has not the columns it was made with, or a row lacks a value."""


@dataclass(slots=True)
class Rows:
    """Rows in the order of their numbers, column by column. `hashes`: what each row's columns hash to.

    An outcome has no version; its is 0. Moments count microseconds from 2000.
    """

    numbers: list[int] = field(default_factory=list)
    streams: list[bytes] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)
    moments: list[int] = field(default_factory=list)
    previous: list[bytes] = field(default_factory=list)
    stored: list[bytes] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.numbers)

    def extend(self, others: "Rows") -> None:
        """Add the rows that follow these."""
        self.numbers += others.numbers
        self.streams += others.streams
        self.versions += others.versions
        self.moments += others.moments
        self.previous += others.previous
        self.stored += others.stored
        self.hashes += others.hashes


Visit = Callable[[Rows], Awaitable[None]]


async def scan(connection: Connection, log: LogName, visit: Visit, stream: str | None = None) -> None:
    """Hand every row of the log, or of one stream in it, to `visit`, some hundreds at a time.

    The server goes on reading meanwhile. Raises `RecordUnreadable`.
    """
    query, read = (_EVENTS, _read_events) if log == "events" else (_OUTCOMES, _read_outcomes)
    left, start, last = b"", _HEADER_BYTES, 0

    async def take(chunk: bytes) -> None:
        nonlocal left, start, last
        content, rows = left + chunk, Rows()
        try:
            reached = read(content, start, rows)
        except OverflowError as wrong:
            raise RecordUnreadable(
                f"Row {last + 1} or a later one of ledger.{log} is no row of it."
            ) from wrong
        left, start = content[reached:], 0
        if rows.numbers:
            last = rows.numbers[-1]
            await visit(rows)

    asked = () if stream is None else (stream,)
    query += (" where stream = $1" if asked else "") + _ORDER[log]
    await connection.copy_from_query(
        query, *asked, output=take, format="binary", timeout=_AS_LONG_AS_IT_TAKES
    )
    if left != _TRAILER:
        raise RecordUnreadable(f"What follows row {last} of ledger.{log} cannot be read.")


def _read_events(content: bytes, at: int, rows: Rows) -> int:
    """Read the rows that are there in full; return where they end. `OverflowError`: there is something else."""
    # One turn an event of the record: what is looked up once is looked up outside.
    unpack, fixed, size, digest, integer = (
        _EVENT.unpack_from,
        _EVENT.size,
        len(content),
        sha256,
        int.from_bytes,
    )
    number, stream, version, moment = (
        rows.numbers.append,
        rows.streams.append,
        rows.versions.append,
        rows.moments.append,
    )
    previous, stored, hashed = rows.previous.append, rows.stored.append, rows.hashes.append
    while at + fixed <= size:
        columns, recorded, kept, ver, event_id, schema, position, length = unpack(content, at)
        if columns != _EVENT_COLUMNS:
            raise OverflowError
        before = at + fixed
        name = before + length
        kind = name + 4 + integer(content[name : name + 4], "big")
        payload = kind + 4 + integer(content[kind : kind + 4], "big")
        metadata = payload + 4 + integer(content[payload : payload + 4], "big")
        end = metadata + 4 + integer(content[metadata : metadata + 4], "big")
        if end > size:
            break
        parts = (
            _EVENT_TAG,
            content[before - 4 : name],
            position,
            content[name:kind],
            ver,
            event_id,
            content[kind:payload],
            schema,
            (recorded + _MICROSECONDS_TO_2000).to_bytes(8, "big", signed=True),
            content[payload:end],
        )
        number(integer(position, "big"))
        stream(content[name + 4 : kind])
        version(integer(ver, "big"))
        moment(recorded)
        previous(content[before:name])
        stored(kept)
        hashed(digest(b"".join(parts)).digest())
        at = end
    return at


def _read_outcomes(content: bytes, at: int, rows: Rows) -> int:
    """As `_read_events`."""
    size, integer = len(content), int.from_bytes
    while at + _OUTCOME.size <= size:
        columns, recorded, kept, command_id, number, length = _OUTCOME.unpack_from(content, at)
        if columns != _OUTCOME_COLUMNS:
            raise OverflowError
        before = at + _OUTCOME.size
        name = before + length
        mac = name + 4 + integer(content[name : name + 4], "big")
        outcome = mac + 4 + integer(content[mac : mac + 4], "big")
        end = outcome + 4 + integer(content[outcome : outcome + 4], "big")
        if end > size:
            break
        parts = (
            _OUTCOME_TAG,
            content[before - 4 : name],
            number,
            content[name:mac],
            command_id,
            content[mac:outcome],
            (recorded + _MICROSECONDS_TO_2000).to_bytes(8, "big", signed=True),
            content[outcome:end],
        )
        rows.numbers.append(integer(number, "big"))
        rows.streams.append(content[name + 4 : mac])
        rows.versions.append(0)
        rows.moments.append(recorded)
        rows.previous.append(content[before:name])
        rows.stored.append(kept)
        rows.hashes.append(sha256(b"".join(parts)).digest())
        at = end
    return at

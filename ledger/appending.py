"""Appending to the record: a set of appends in one round trip, all of them or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import asyncpg
import orjson

from ledger.connection import Connection

_VERSION_CONFLICT = "LR001"
_COMMAND_REPEATED = "LR002"


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to come. `payload` and `metadata` are canonical text, stored and hashed as they are."""

    event_id: UUID
    type: str
    schema_version: int
    payload: str
    metadata: str


@dataclass(frozen=True, slots=True)
class StreamAppend:
    """Events for one stream, which must be at `expected_version` (0: it has no event yet)."""

    stream: str
    expected_version: int
    events: tuple[NewEvent, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command led to, as canonical text; a refusal and "nothing to do" are outcomes too."""

    stream: str
    command_id: UUID
    request_mac: bytes
    text: str


@dataclass(frozen=True, slots=True)
class Append:
    """All that one command writes. `unchanged`: streams only read, and the version each must still have."""

    streams: tuple[StreamAppend, ...]
    outcome: Outcome
    unchanged: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Appended:
    """Where an append went; the positions are None when it had no event."""

    first_position: int | None
    last_position: int | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Beside:
    """A call that goes along in the append's own statement, carried out behind each append, under the lock.

    `function` is the name of an SQL function of a jsonb, the append's first position and its instant. `given` has
    what it takes for each append in turn.
    """

    function: str
    given: tuple[str, ...]


class VersionConflict(Exception):
    """A stream has moved on since it was read: read it again and decide anew."""

    def __init__(self, stream: str, expected: int, actual: int) -> None:
        super().__init__(f"Stream {stream} is at version {actual}, not {expected}.")
        self.stream = stream
        self.expected = expected
        self.actual = actual


class CommandRepeated(Exception):
    """The stream already holds an outcome under this command id: look it up and answer with it."""

    def __init__(self, stream: str, command_id: UUID) -> None:
        super().__init__(f"Stream {stream} already holds the outcome of command {command_id}.")
        self.stream = stream
        self.command_id = command_id


async def append(
    connection: Connection, appends: Sequence[Append], at: datetime, beside: Beside | None = None
) -> tuple[Appended, ...]:
    """Append all or nothing, as the last statement of the caller's read committed transaction, or as the only one.

    From here to the end of that transaction no other append proceeds. `recorded_at` is `at`, or the last
    recorded instant where that is later. Raises `CommandRepeated` and `VersionConflict`; with them the
    transaction is lost, and so is what went along `beside`.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone.")
    try:
        rows = await _appended(connection, _transport(appends), at, beside)
    except asyncpg.PostgresError as error:
        if refusal := _refusal(error):
            raise refusal from error
        raise
    return tuple(Appended(row["first_position"], row["last_position"], row["recorded_at"]) for row in rows)


async def _appended(
    connection: Connection, appends: str, at: datetime, beside: Beside | None
) -> list[asyncpg.Record]:
    if beside is None:
        return await connection.fetch("select * from ledger.append($1::jsonb, $2)", appends, at)
    statement = f"""
        select appended.*, {beside.function}(($3::jsonb[])[ordinality::int], first_position, recorded_at)
        from ledger.append($1::jsonb, $2) with ordinality as appended
    """  # noqa: S608 -- a name the program gives, never a value
    return await connection.fetch(statement, appends, at, beside.given)


def _transport(appends: Sequence[Append]) -> str:
    return orjson.dumps([_entry(entry) for entry in appends]).decode()


def _entry(entry: Append) -> dict[str, object]:
    return {
        "streams": entry.streams,
        "unchanged": [{"stream": stream, "version": version} for stream, version in entry.unchanged.items()],
        "outcome": {
            "stream": entry.outcome.stream,
            "command_id": entry.outcome.command_id,
            "request_mac": entry.outcome.request_mac.hex(),
            "text": entry.outcome.text,
        },
    }


def _refusal(error: asyncpg.PostgresError) -> VersionConflict | CommandRepeated | None:
    if error.sqlstate not in {_VERSION_CONFLICT, _COMMAND_REPEATED}:
        return None
    detail = orjson.loads(error.detail or "")
    if error.sqlstate == _VERSION_CONFLICT:
        return VersionConflict(detail["stream"], detail["expected"], detail["actual"])
    return CommandRepeated(detail["stream"], UUID(detail["command_id"]))

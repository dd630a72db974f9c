"""Appends to build tests from."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from ledger.appending import Append, Appended, NewEvent, Outcome, StreamAppend, append
from ledger.connection import Connection

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)


def event(event_type: str = "LabelAwarded", payload: str = '{"level":"bronze"}') -> NewEvent:
    return NewEvent(uuid4(), event_type, 1, payload, "{}")


def outcome(stream: str, command_id: UUID | None = None, text: str = "{}") -> Outcome:
    return Outcome(stream, command_id or uuid4(), b"mac", text)


def appending(stream: str, expected_version: int, *events: NewEvent) -> Append:
    return Append((StreamAppend(stream, expected_version, events),), outcome(stream))


async def appended(connection: Connection, *appends: Append, at: datetime = NOON) -> tuple[Appended, ...]:
    """Append in a transaction of its own."""
    async with connection.transaction():
        return await append(connection, appends, at)

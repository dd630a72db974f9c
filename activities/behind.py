"""A record that was restored to an earlier moment than a path knows of: an incident, and nothing is carried out."""

from datetime import datetime
from uuid import UUID

from ledger.connection import Pool
from ledger.reading import has_event
from readmodel.incidents import Cause, raise_incident


class RecordBehind(Exception):
    """The record does not hold the last event a path knows of."""


async def raise_if_behind(pool: Pool, *, stream: str, known: UUID | None, at: datetime) -> None:
    """`RecordBehind`, and an incident, where the record does not hold the event; None is never doubted."""
    if known is None:
        return
    async with pool.acquire() as connection:
        if await has_event(connection, known):
            return
    await note_behind(pool, stream=stream, known=known, at=at)
    raise RecordBehind(stream)


async def note_behind(pool: Pool, *, stream: str, known: UUID | None, at: datetime) -> None:
    """The incident: what the path does and asks waits until an operator has decided."""
    async with pool.acquire() as connection:
        await raise_incident(
            connection,
            cause=Cause.RECORD_BEHIND,
            stream=stream,
            subject="",
            detail=f"the path knows of event {known}, which the record does not hold",
            at=at,
        )

"""Incidents: what hinders the engine, kept beside the record until it is resolved."""

from datetime import datetime
from uuid import UUID, uuid4

from ledger.connection import Connection

_RAISE = """
insert into operations.incidents
    (incident_id, cause, stream, subject, detail, first_seen, last_seen, attempts)
values ($1, $2, $3, $4, $5, $6, $6, 1)
on conflict (cause, stream, subject) where resolved_at is null do update
set detail = excluded.detail,
    last_seen = greatest(incidents.last_seen, excluded.last_seen),
    attempts = incidents.attempts + 1
returning incident_id
"""
_RESOLVE = """
update operations.incidents set resolved_at = $4, resolved_by = $5
where cause = $1 and stream = $2 and subject = $3 and resolved_at is null
"""


async def raise_incident(  # noqa: PLR0913 - one keyword a column
    connection: Connection, *, cause: str, stream: str, subject: str, detail: str, at: datetime
) -> UUID:
    """Opens an incident, or counts one more attempt on the open one of the same cause, stream and subject."""
    incident_id: UUID = await connection.fetchval(_RAISE, uuid4(), cause, stream, subject, detail, at)
    return incident_id


async def resolve_incident(  # noqa: PLR0913 - one keyword a column
    connection: Connection, *, cause: str, stream: str, subject: str, at: datetime, by: str
) -> None:
    """Closes the open incident, if there is one. `by` is a person's id, or `engine`."""
    await connection.execute(_RESOLVE, cause, stream, subject, at, by)

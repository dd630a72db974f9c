"""Incidents: what hinders the engine, kept beside the record until it is resolved."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from domain.frozen import Frozen
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
where cause = any($1::text[]) and stream = $2 and subject = $3 and resolved_at is null
"""
_RESOLVE_ALL_BUT = """
update operations.incidents set resolved_at = $4, resolved_by = $5
where cause = $1 and stream = $2 and subject <> all($3::text[]) and resolved_at is null
"""
_OPEN = """
select incident_id, cause, stream, subject, detail, first_seen, last_seen, attempts
from operations.incidents where resolved_at is null order by last_seen desc, first_seen desc
"""
_SETTLE = """
update operations.incidents set resolved_at = $2, resolved_by = $3
where incident_id = $1 and resolved_at is null returning true
"""


class Cause(StrEnum):
    """What an incident is about; docs/operations.md says what to do at each."""

    MAIL_SERVER_UNREACHABLE = "mail-server-unreachable"
    LETTER_UNDELIVERABLE = "letter-undeliverable"
    FAULT_IN_EFFECT = "fault-in-effect"
    FAULT_IN_RECORD = "fault-in-record"
    CASE_STALLED = "case-stalled"
    CERTIFICATE_OVERDUE = "certificate-overdue"
    RECORD_CHANGED = "record-changed"
    CHECKPOINT_KEY_REFUSED = "checkpoint-key-refused"
    TIMESTAMP_MISSING = "timestamp-missing"
    RECORD_BEHIND = "record-behind"
    WORKFLOW_WITHOUT_STREAM = "workflow-without-stream"
    WORKFLOW_SILENT = "workflow-silent"


class Incident(Frozen):
    """An open incident. `attempts`: how often it was met between the first and the last time."""

    incident_id: UUID
    cause: Cause
    stream: str
    subject: str
    detail: str
    first_seen: datetime
    last_seen: datetime
    attempts: int


async def raise_incident(  # noqa: PLR0913 - one keyword a column
    connection: Connection, *, cause: Cause, stream: str, subject: str, detail: str, at: datetime
) -> UUID:
    """Opens an incident, or counts one more attempt on the open one of the same cause, stream and subject."""
    incident_id: UUID = await connection.fetchval(_RAISE, uuid4(), cause, stream, subject, detail, at)
    return incident_id


async def resolve_incidents(  # noqa: PLR0913 - one keyword a column
    connection: Connection, *, causes: Sequence[Cause], stream: str, subject: str, at: datetime, by: str
) -> None:
    """Closes the open incidents of these causes. `by` is a person's id, or `engine`."""
    await connection.execute(_RESOLVE, list(causes), stream, subject, at, by)


async def resolve_all_but(  # noqa: PLR0913 - one keyword a column
    connection: Connection, subjects: Sequence[str], *, cause: Cause, stream: str, at: datetime, by: str
) -> None:
    """Closes the stream's open incidents of a cause, but those about these subjects."""
    await connection.execute(_RESOLVE_ALL_BUT, cause, stream, list(subjects), at, by)


async def open_incidents(connection: Connection) -> list[Incident]:
    """Every open incident, the latest first."""
    return [Incident(**dict(row)) for row in await connection.fetch(_OPEN)]


async def settle_incident(connection: Connection, incident_id: UUID, *, at: datetime, by: str) -> bool:
    """Closes one incident by a person's word; False when there is no such incident open."""
    return bool(await connection.fetchval(_SETTLE, incident_id, at, by))

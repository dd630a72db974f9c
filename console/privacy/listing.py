"""The list of erasures outside the database, compared with what the record says was erased."""

import orjson

from ledger.connection import Connection
from ledger.erasures import Erasure, Erasures

_ERASED = """
select stream, event_id, type, payload, recorded_at from ledger.events
where type in ('PersonErased', 'TextRedacted') order by position
"""


async def recorded_erasures(connection: Connection) -> list[Erasure]:
    """Every erasure of the record, in order."""
    return [
        Erasure(
            row["event_id"],
            "subject" if row["type"] == "PersonErased" else "text",
            row["stream"] if row["type"] == "PersonErased" else orjson.loads(row["payload"])["commitment"],
            row["recorded_at"],
        )
        for row in await connection.fetch(_ERASED)
    ]


async def unlisted(connection: Connection, erasures: Erasures) -> list[Erasure]:
    """Erasures of the record that the list does not have: it was lost, or another was put in its place."""
    listed = {each.event_id for each in await erasures.listed()}
    return [each for each in await recorded_erasures(connection) if each.event_id not in listed]


async def relist(connection: Connection, erasures: Erasures) -> int:
    """Put on the list what it lacks of the record; return how many those were."""
    missing = await unlisted(connection, erasures)
    for erasure in missing:
        await erasures.note(erasure)
    return len(missing)

"""A person's part in the work: what they did and where they are named, read from the whole record.

Both questions read every event: they are asked when a person is shown their data, or erased, and never by a list.
"""

from dataclasses import dataclass
from datetime import datetime

import orjson

from domain.person.naming import named_in
from ledger.connection import Connection
from ledger.reading import StoredEvent

_EVENT = "position, stream, version, event_id, type, schema_version, payload, metadata, recorded_at"
# Metadata and payloads are canonical text: an id stands in them in just this way. Ids hold no wildcard of LIKE.
_CONCERNED = f"""
select {_EVENT} from ledger.events
where metadata like '%"actor":"' || $1 || '"%'
    or payload like '%"' || $1 || '"%' or payload like '%"beside ' || $1 || '"%'
order by position
"""  # noqa: S608 -- the columns are the constant above


# A document stands in a payload by its bare hash; a sealed text by `sealed:` before it.
_NAMING_DOCUMENTS = f"""
select {_EVENT} from ledger.events where stream like 'cluster-%' and payload ~ '"[0-9a-f]{{64}}"' order by position
"""  # noqa: S608 -- as above


@dataclass(frozen=True, slots=True)
class PartTaken:
    """One event a person caused (`acted`) or is named in, with the fields that name them."""

    event: StoredEvent
    acted: bool
    named_as: tuple[str, ...]


async def parts_taken(connection: Connection, person_id: str) -> list[PartTaken]:
    """Every event of another stream than the person's own which they caused or are named in, in order."""
    rows = await connection.fetch(_CONCERNED, person_id)
    events = (StoredEvent(*row) for row in rows)
    parts = (_part(event, person_id) for event in events if event.stream != f"person-{person_id}")
    return [part for part in parts if part.acted or part.named_as]


async def naming_documents(connection: Connection) -> dict[str, list[StoredEvent]]:
    """By cluster stream, the events that name a document, or have a hash in them that is none."""
    found: dict[str, list[StoredEvent]] = {}
    for row in await connection.fetch(_NAMING_DOCUMENTS):
        found.setdefault(row["stream"], []).append(StoredEvent(*row))
    return found


def last_at(parts: list[PartTaken]) -> datetime | None:
    """When the latest of the events happened."""
    return max((part.event.recorded_at for part in parts), default=None)


def _part(event: StoredEvent, person_id: str) -> PartTaken:
    acted: bool = orjson.loads(event.metadata)["actor"] == person_id
    return PartTaken(event, acted, named_in(orjson.loads(event.payload)).get(person_id, ()))

"""The process logs of everything on record: every cluster, round and person."""

from console.processes.happenings import Happening, happenings
from domain.streams import LEDGER, PERSON
from ledger.connection import Connection
from ledger.reading import StoredEvent, read_all

_BATCH = 5000


async def portfolio(connection: Connection, up_to: int) -> list[Happening]:
    """All that happened up to that position; what was done to the record itself is no certification."""
    events: list[StoredEvent] = []
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        while batch := await read_all(connection, events[-1].position if events else 0, _BATCH):
            events += batch
            if batch[-1].position >= up_to:
                break
    told = [event for event in events if event.position <= up_to and event.stream != LEDGER]
    persons = {event.stream.removeprefix(PERSON) for event in told if event.stream.startswith(PERSON)}
    return happenings(told, persons)

"""Records to publish and to tamper with: three streams in turn, an outcome for each append."""

from uuid import UUID

from ledger.appending import Append, NewEvent, Outcome, StreamAppend
from ledger.connection import Connection
from ledger.publication import Signing
from ledger.published import Place
from ledger.publishing import publish
from tests.ledger.appends import NOON, appended

STREAMS = ("trial-1", "trial-2", "trial-3")
ORIGIN = "laurel.example/record"
SIGNING = Signing(ORIGIN, bytes(range(32)))
_AT_ONCE = 500


async def grow(connection: Connection, events: int) -> None:
    """Append so many events, one an append: three streams take turns."""
    last: int = await connection.fetchval("select coalesce(max(position), 0) from ledger.events")
    rows = await connection.fetch("select stream, max(version) as version from ledger.events group by stream")
    versions = {row["stream"]: row["version"] for row in rows}
    appends = []
    for position in range(last + 1, last + 1 + events):
        stream = STREAMS[position % len(STREAMS)]
        version = versions.get(stream, 0)
        versions[stream] = version + 1
        event = NewEvent(
            UUID(int=position), "TrialHeld", 1, f'{{"points":{position}}}', f'{{"actor":"kit-{position}"}}'
        )
        outcome = Outcome(stream, UUID(int=position), b"mac", f'{{"position":{position}}}')
        appends.append(Append((StreamAppend(stream, version, (event,)),), outcome))
    for start in range(0, len(appends), _AT_ONCE):
        await appended(connection, *appends[start : start + _AT_ONCE])


async def published(connection: Connection, place: Place, signing: Signing = SIGNING) -> list[int]:
    """Publish, and return the sizes of both logs."""
    return [log.size for log in await publish(connection, place, signing, NOON)]

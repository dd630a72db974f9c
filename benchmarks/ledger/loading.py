"""Reading a cluster's stream as events of the domain, each validated, beside the rows as they come."""

from random import Random
from time import perf_counter

from benchmarks.figures import Figure, Goal
from benchmarks.ledger.copies import stream_of
from benchmarks.ledger.site import LedgerSite
from benchmarks.sizes import LedgerSize
from ledger.connection import Connection
from ledger.reading import read_stream
from readmodel.history import happened_of

_SEED = 2
_ROWS = """
select position, stream, version, event_id, type, schema_version, payload, metadata, recorded_at
from ledger.events where stream = $1 order by version
"""


async def loading(site: LedgerSite, size: LedgerSize) -> list[Figure]:
    """The same streams, one after the other and in turns."""
    random = Random(_SEED)  # noqa: S311 -- the same streams at every run
    loaded = fetched = 0.0
    events = 0
    async with site.pool.acquire() as connection:
        for _ in range(size.loaded):
            stream = stream_of(random.randrange(size.clusters))
            # Who comes first finds the pages cold: so the other one reads them beforehand.
            await connection.fetch(_ROWS, stream)
            fetched += (await _fetched(connection, stream))[0]
            seconds, count = await _loaded(connection, stream)
            loaded, events = loaded + seconds, events + count
    return [
        Figure(
            key="stream-load",
            name="events of a stream, read and validated",
            unit="1/s",
            laurel=events / loaded,
            bare=events / fetched,
            peer="the rows alone",
            goal=Goal(bound="at least", limit=0.5, of="ratio"),
        )
    ]


async def _fetched(connection: Connection, stream: str) -> tuple[float, int]:
    begun = perf_counter()
    rows = await connection.fetch(_ROWS, stream)
    return perf_counter() - begun, len(rows)


async def _loaded(connection: Connection, stream: str) -> tuple[float, int]:
    begun = perf_counter()
    events = [happened_of(stored) for stored in await read_stream(connection, stream)]
    return perf_counter() - begun, len(events)

"""Verifying the whole record against a checkpoint and what was published with it, beside reading its rows alone."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.figures import Figure, Goal
from benchmarks.ledger.site import LedgerSite
from benchmarks.sizes import LedgerSize
from ledger.connection import Connection
from ledger.publication import Signing
from ledger.published import Place
from ledger.publishing import publish
from ledger.verifying import verify

_AT_ONCE = 1000


async def verification(site: LedgerSite, size: LedgerSize) -> list[Figure]:
    """Of the log of events; what is there holds, or this fails."""
    with TemporaryDirectory(prefix="laurel-bench-") as folder:
        place = Place((Path(folder) / "published").as_uri())
        async with site.pool.acquire() as connection:
            await publish(connection, place, Signing("benchmark.example", bytes(32)), datetime.now(UTC))
            scanned = await _scanned(connection)
            begun = perf_counter()
            verdicts = await verify(connection, place)
            verified = perf_counter() - begun
    if any(verdict.findings for verdict in verdicts):
        raise RuntimeError("A record nobody tampered with was found wanting.")
    return [
        Figure(
            key="verification",
            name=f"verification of {size.events:,} events",
            unit="1/s",
            laurel=size.events / verified,
            bare=size.events / scanned,
            peer="the rows alone",
            goal=Goal(bound="at least", limit=0.75, of="ratio"),
        )
    ]


async def _scanned(connection: Connection) -> float:
    """Seconds until every row of the events was read, in order."""
    begun = perf_counter()
    async with connection.transaction(readonly=True):
        rows = connection.cursor("select * from ledger.events order by position", prefetch=_AT_ONCE)
        async for _ in rows:
            pass
    return perf_counter() - begun

"""Making every row anew from the whole record, as `laurel rebuild` does."""

from time import perf_counter

from benchmarks.figures import Figure
from benchmarks.ledger.site import LedgerSite
from benchmarks.sizes import LedgerSize
from readmodel.rebuilding import rebuild


async def rebuilding(site: LedgerSite, size: LedgerSize) -> list[Figure]:
    """Once: it takes its time, and leaves the rows the lists are asked of."""
    async with site.owner() as owner:
        begun = perf_counter()
        await rebuild(owner)
        took = perf_counter() - begun
    return [Figure(key="rebuild", name="rebuild of all rows, events", unit="1/s", laurel=size.events / took)]

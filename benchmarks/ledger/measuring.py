"""All figures of the ledger, taken one after the other on one server."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure
from benchmarks.ledger.appending import appending
from benchmarks.ledger.asking import asking
from benchmarks.ledger.copies import copy_many
from benchmarks.ledger.importing import importing
from benchmarks.ledger.loading import loading
from benchmarks.ledger.rebuilding import rebuilding
from benchmarks.ledger.site import ledger_on, running_postgres
from benchmarks.ledger.template import template
from benchmarks.ledger.verification import verification
from benchmarks.sizes import LedgerSize


async def of_ledger(size: LedgerSize, tell: Callable[[str], None]) -> list[Figure]:
    """Each part on a database of its own, so that none finds the tables another left."""
    with TemporaryDirectory(prefix="laurel-bench-") as data:
        async with running_postgres(Path(data) / "postgres") as server:
            tell("Appends.")
            async with ledger_on(server, "appends") as site:
                figures = await appending(site, size)
            tell("Import.")
            async with ledger_on(server, "import") as site:
                figures += await importing(site, size)
            async with ledger_on(server, "template") as site:
                history = await template(site, size.events // size.clusters)
            async with ledger_on(server, "large") as site:
                tell(f"Filling a record with {size.events:,} events.")
                await copy_many(site, history, size.clusters)
                tell("Verification.")
                figures += await verification(site, size)
                tell("Rebuild.")
                figures += await rebuilding(site, size)
                tell("Questions.")
                figures += await loading(site, size)
                figures += await asking(site, size)
    return figures

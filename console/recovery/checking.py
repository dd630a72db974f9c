"""Whether a restored record is what was recorded: its chains, and the roots that were published of it."""

from collections.abc import Iterable, Mapping

from domain.ledger.events import CitedCheckpoint
from ledger.chain import broken_links
from ledger.checkpoints import LogName, parse
from ledger.connection import Connection
from ledger.entries import entry_hashes
from ledger.merkle import leaf_hash, root
from ledger.published import Place

_ENTRIES: Mapping[LogName, str] = {
    "events": "select coalesce(max(position), 0) from ledger.events",
    "outcomes": "select coalesce(max(number), 0) from ledger.outcomes",
}


async def published_of(connection: Connection, place: Place) -> list[CitedCheckpoint]:
    """Of each log in use, the largest published checkpoint that the record still reaches."""
    origins = await place.origins()
    found: list[CitedCheckpoint] = []
    for log, entries in _ENTRIES.items() if origins else ():
        reached = await connection.fetchval(entries)
        published = place.log(origins[-1], log)
        sizes = [size for size in await published.sizes() if size <= reached]
        async for _, note in published.notes(sizes[-1:]):
            found.append(cited(note))
    return found


def cited(note: str) -> CitedCheckpoint:
    """What a published note says. Who signed it, `laurel verify` asks."""
    checkpoint = parse(note.partition("\n\n")[0] + "\n")
    return CitedCheckpoint(origin=checkpoint.origin, size=checkpoint.size, root=checkpoint.root.hex())


async def wrong_with(connection: Connection, checkpoints: Iterable[CitedCheckpoint]) -> list[str]:
    """A sentence for each fault; none: it is whole. A checkpoint that reaches beyond the record says nothing of it."""
    # Chains first: from there on each stored hash is that of its columns.
    faults = [
        f"{link.table} {link.number} of {link.stream}: {link.fault}."
        for link in await broken_links(connection)
    ]
    for checkpoint in checkpoints:
        log = checkpoint.origin.rpartition("/")[2]
        entries = await entry_hashes(connection, log, checkpoint.size)
        covered = len(entries) == checkpoint.size
        if covered and root([leaf_hash(entry) for entry in entries]).hex() != checkpoint.root:
            faults.append(
                f"The first {checkpoint.size} {log} do not have the root that was published of them."
            )
    return faults

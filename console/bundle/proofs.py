"""Which checkpoint vouches for a bundle's entries, and the way from each of them up to its root."""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.checkpoints import LogName, NotACheckpoint
from ledger.connection import Connection
from ledger.entries import entry_hashes
from ledger.keyring import KeyRing, announced
from ledger.merkle import Tree, leaf_hash
from ledger.notes import NoteRefused
from ledger.published import PublishedLog
from ledger.trusting import believed_at


class RecordChanged(Exception):
    """Record and published checkpoint do not agree: nothing can be proven before it is known why."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"Nothing was exported: {where} {what} `laurel verify` says more.")


@dataclass(frozen=True, slots=True)
class Proven:
    """A checkpoint's note and the proof of each leaf under it, by index from 0.

    `note` is None while nothing is published; `stamp` where no authority dated it. `keys` are all that are published,
    `announcements` the notes in which one key announces the next, by the size from which that signs.
    """

    note: str | None
    size: int
    proofs: Sequence[tuple[int, Sequence[bytes]]]
    keys: Sequence[str] = ()
    announcements: Sequence[tuple[int, str]] = ()
    stamp: bytes | None = None


async def proven(
    connection: Connection, log: LogName, published: PublishedLog, numbers: Sequence[int]
) -> Proven:
    """The proofs of the entries with these numbers, counted from 1, in order. Raises `RecordChanged`.

    The oldest checkpoint that covers them all: it stays the same whatever is published later. While none does,
    the latest there is.
    """
    ring, _ = await announced(log, published)
    keys = [verifier.vkey for verifier in ring.verifiers]
    changes = [(key.size, await published.key_change(key.verifier.key_id)) for key in ring.keys[1:]]
    announcements = [(size, note) for size, note in changes if note is not None]
    sizes, last = await published.sizes(), max(numbers, default=0)
    size = next((each for each in sizes if each >= last), sizes[-1] if sizes else 0)
    if not size:
        return Proven(None, 0, (), keys, announcements)
    ((_, note),) = [each async for each in published.notes([size])]
    tree = Tree([leaf_hash(entry) for entry in await entry_hashes(connection, log, size)])
    if (tree.size, tree.root) != (size, _signed(log, note, published.origin, size, ring)):
        raise RecordChanged(f"the first {size} {log}", "are not those of the published checkpoint.")
    leaves = [number - 1 for number in numbers if number <= size]
    proofs = [(leaf, tree.inclusion_proof(leaf)) for leaf in leaves]
    return Proven(note, size, proofs, keys, announcements, await published.stamp(size))


def _signed(log: LogName, note: str, origin: str, size: int, ring: KeyRing) -> bytes:
    """The root that was signed."""
    try:
        return believed_at(note, origin, size, ring).root
    except (NoteRefused, NotACheckpoint) as refused:
        raise RecordChanged(
            f"the checkpoint of {size} {log}", "was not signed by a key that is published."
        ) from refused

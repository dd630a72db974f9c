"""One log of the record read from end to end, beside its checkpoints and its published hashes."""

from bisect import bisect_right
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from ledger.chain import BrokenLink, Chain
from ledger.checkpoints import Checkpoint, LogName
from ledger.judging import Evidence
from ledger.locating import Standing
from ledger.merkle import CompactRange, leaf_hashes
from ledger.published import PublishedLog
from ledger.scanning import Rows
from ledger.tiles import HASH_BYTES, TiledTree


class Examination:
    """Takes the rows of a log as `scan` hands them, and keeps of them what is needed to judge.

    Memory stays flat, whatever the log's length, until a row is met that is not as published: those behind it are
    kept, to tell what became of each.
    """

    def __init__(
        self,
        log: LogName,
        checkpoints: Sequence[Checkpoint],
        published: PublishedLog,
        *,
        published_size: int = 0,
    ) -> None:
        """`checkpoints` are trusted here: who signed them was asked before."""
        self.tree = TiledTree(published_size)
        self._log: LogName = log
        self._checkpoints = checkpoints
        self._sizes = sorted({checkpoint.size for checkpoint in checkpoints})
        self._published = published
        self._signed = _Leaves(published, self._covered)
        self._chain = Chain(log)
        self._broken: list[BrokenLink] = []
        self._roots: dict[int, bytes] = {0: self.tree.root}
        self._agreed: CompactRange | None = None
        self._since: list[Standing] = []

    @property
    def _covered(self) -> int:
        return max(self._sizes, default=0)

    async def take(self, rows: Rows) -> None:
        """The next rows of the log."""
        self._broken += self._chain.broken(rows)
        leaves = leaf_hashes(rows.hashes)
        if self._agreed is None and not await self._as_published(rows, leaves):
            self._agreed = self.tree.range
        if self._agreed is not None:
            self._since += _standing(rows, leaves)
        self._grow(rows.hashes, leaves)

    async def evidence(self) -> Evidence:
        """All that is known, once every row was taken."""
        agreed = self._agreed or self.tree.range
        async with aclosing(self._published.leaves(self._covered, agreed.size)) as published:
            tiles = [tile async for tile in published]
        return Evidence(
            self._log,
            self.tree.size,
            self._checkpoints,
            self._roots,
            self._broken,
            agreed,
            self._since,
            tiles,
        )

    async def _as_published(self, rows: Rows, leaves: list[bytes]) -> bool:
        """Whether each row stands at its number and is what was published for it, as far as that goes."""
        before = self.tree.size
        if rows.numbers != list(range(before + 1, before + 1 + len(rows))):
            return False
        published = min(len(rows), max(0, self._covered - before))
        return await self._signed.next(published) == b"".join(leaves[:published])

    def _grow(self, entries: list[bytes], leaves: list[bytes]) -> None:
        """Append to the tree, and note its root at the size of each checkpoint on the way."""
        start, before = 0, self.tree.size
        passed = bisect_right(self._sizes, before), bisect_right(self._sizes, before + len(entries))
        for size in self._sizes[slice(*passed)]:
            self.tree.extend(entries[start : size - before], leaves[start : size - before])
            self._roots[size] = self.tree.root
            start = size - before
        self.tree.extend(entries[start:], leaves[start:])


class _Leaves:
    """The published leaf hashes in order, taken any number at a time."""

    def __init__(self, published: PublishedLog, size: int) -> None:
        self._tiles: AsyncGenerator[tuple[int, bytes], None] = published.leaves(size)
        self._begun = b""

    async def next(self, count: int) -> bytes:
        """The next leaf hashes, in one; fewer where a tile is missing."""
        while len(self._begun) < count * HASH_BYTES:
            _, tile = await anext(self._tiles, (0, b""))
            if not tile:
                break
            self._begun += tile
        taken, self._begun = self._begun[: count * HASH_BYTES], self._begun[count * HASH_BYTES :]
        return taken


def _standing(rows: Rows, leaves: list[bytes]) -> list[Standing]:
    columns = zip(rows.numbers, rows.streams, leaves, leaf_hashes(rows.stored), strict=True)
    return [
        Standing(number, stream.decode(errors="replace"), leaf, stored)
        for number, stream, leaf, stored in columns
    ]

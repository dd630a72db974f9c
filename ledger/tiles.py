"""The files a log is published in (C2SP tlog-tiles): hashes in tiles of 256, and the entries they are made from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ledger.merkle import CompactRange, leaf_hash, root

WIDTH = 256
HASH_BYTES = 32
_LEVELS = 8


@dataclass(frozen=True, slots=True)
class Tile:
    """A file and its content; once the log is published at a size that needs it, it never changes."""

    path: str
    content: bytes = field(repr=False)


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """Where the hashes of a tile lie: `tile/0/x001/234`, and `tile/0/x001/234.p/7` while it has seven only."""
    return f"tile/{level}/{_numbered(index, width)}"


def entries_path(index: int, width: int = WIDTH) -> str:
    """Where the entries lie that a tile of level 0 is made from."""
    return f"tile/entries/{_numbered(index, width)}"


def spans(size: int) -> Iterator[tuple[int, int]]:
    """The tiles of level 0 of a log of this size: each one's index, and its width at that size."""
    for index in range(-(-size // WIDTH)):
        yield index, min(WIDTH, size - index * WIDTH)


class TiledTree:
    """A log that grows by entries; it keeps the roots of its full tiles, an eighth of a byte an entry.

    The newest entries, from the tile in which `published_size` lies, are kept whole until `tiles` writes them out.
    """

    def __init__(self, published_size: int = 0) -> None:
        self._published_size = published_size
        self._kept_from = published_size // WIDTH * WIDTH
        self._entries: list[bytes] = []
        self._begun: list[bytes] = []
        self._tile_roots: list[bytes] = []
        self._range = CompactRange()

    @property
    def size(self) -> int:
        return len(self._tile_roots) * WIDTH + len(self._begun)

    @property
    def root(self) -> bytes:
        return self.range.root

    @property
    def range(self) -> CompactRange:
        """The same log, to be gone on with apart from this one."""
        return self._range.extended(self._begun)

    def extend(self, entries: Sequence[bytes], leaves: Sequence[bytes]) -> None:
        """Append entries, with their leaf hashes."""
        self._entries += entries[max(0, self._kept_from - self.size) :]
        self._begun += leaves
        while len(self._begun) >= WIDTH:
            tile_root = root(self._begun[:WIDTH])
            self._range.append(tile_root, WIDTH)
            self._tile_roots.append(tile_root)
            del self._begun[:WIDTH]

    def tiles(self) -> Iterator[Tile]:
        """The files a log of `published_size` lacks at the present size, those of the lowest level first."""
        yield from self._lowest()
        row = self._tile_roots
        for level in range(1, _LEVELS):
            if not row:
                return
            for index in range(self._published_size // WIDTH ** (level + 1), -(-len(row) // WIDTH)):
                tile = row[index * WIDTH : (index + 1) * WIDTH]
                yield Tile(tile_path(level, index, len(tile)), b"".join(tile))
            row = [root(row[start : start + WIDTH]) for start in range(0, len(row) - WIDTH + 1, WIDTH)]

    def _lowest(self) -> Iterator[Tile]:
        for start in range(0, len(self._entries), WIDTH):
            entries = self._entries[start : start + WIDTH]
            index, width = (self._kept_from + start) // WIDTH, len(entries)
            framed = (len(entry).to_bytes(2, "big") + entry for entry in entries)
            yield Tile(entries_path(index, width), b"".join(framed))
            yield Tile(tile_path(0, index, width), b"".join(map(leaf_hash, entries)))


def _numbered(index: int, width: int) -> str:
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    *groups, last = (digits[at : at + 3] for at in range(0, len(digits), 3))
    number = "/".join([*(f"x{group}" for group in groups), last])
    return number if width == WIDTH else f"{number}.p/{width}"

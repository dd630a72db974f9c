"""The Merkle tree of a log by RFC 9162, section 2.1: its root, proofs from it, and proofs checked."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry, in a domain of its own: no entry can pass for an inner node."""
    return sha256(b"\x00" + entry).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """The hash of each entry."""
    return [sha256(b"\x00" + entry).digest() for entry in entries]


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A whole tree held in memory, some 70 bytes a leaf, for as many proofs as are asked of it."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        # A last node without a sibling rises as it is: row h holds the roots of leaves [i·2ʰ, (i+1)·2ʰ).
        self._rows = [list(leaves)]
        while len(self._rows[-1]) > 1:
            self._rows.append(parents(self._rows[-1]))

    @property
    def size(self) -> int:
        return len(self._rows[0])

    @property
    def root(self) -> bytes:
        return self._rows[-1][0] if self.size else EMPTY_ROOT

    def inclusion_proof(self, index: int) -> tuple[bytes, ...]:
        """The siblings on the way from the leaf at `index`, counted from 0, up to the root."""
        if not 0 <= index < self.size:
            raise ValueError(f"A log of {self.size} entries has none at index {index}.")
        siblings = []
        for row in self._rows[:-1]:
            if index ^ 1 < len(row):
                siblings.append(row[index ^ 1])
            index >>= 1
        return tuple(siblings)

    def consistency_proof(self, old_size: int) -> tuple[bytes, ...]:
        """What shows that the log only grew since it had `old_size` entries."""
        if not 0 <= old_size <= self.size:
            raise ValueError(f"A log of {self.size} entries never had {old_size}.")
        return tuple(self._grown(old_size, 0, self.size, known=True)) if old_size else ()

    def _grown(self, old_size: int, start: int, size: int, *, known: bool) -> list[bytes]:
        """SUBPROOF of the RFC over the leaves [start, start + size); `known`: the old root is this subtree's."""
        if old_size == size:
            return [] if known else [self._subtree(start, size)]
        left = 1 << (size - 1).bit_length() - 1
        if old_size <= left:
            inner = self._grown(old_size, start, left, known=known)
            return [*inner, self._subtree(start + left, size - left)]
        inner = self._grown(old_size - left, start + left, size - left, known=False)
        return [*inner, self._subtree(start, left)]

    def _subtree(self, start: int, size: int) -> bytes:
        height = (size - 1).bit_length()
        return self._rows[height][start >> height]


class CompactRange:
    """A growing log of which only the roots of its perfect subtrees are kept: some 20 for a million entries."""

    def __init__(self) -> None:
        self.size = 0
        self._subtrees: list[bytes] = []

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Append leaf hashes, however many at a time."""
        start = 0
        while start < len(leaves):
            # The longest perfect subtree that may begin here, and is there in full.
            longest = 1 << (len(leaves) - start).bit_length() - 1
            width = min(self.size & -self.size or longest, longest)
            self.append(root(leaves[start : start + width]), width)
            start += width

    def append(self, subtree: bytes, width: int) -> None:
        """Append a perfect subtree by its root. `width`, a power of two, must divide the present size."""
        grown = self.size
        self.size += width
        while grown & width:
            subtree = node_hash(self._subtrees.pop(), subtree)
            width <<= 1
        self._subtrees.append(subtree)

    def extended(self, leaves: Sequence[bytes]) -> "CompactRange":
        """Another log that goes on from here with these leaf hashes."""
        longer = CompactRange()
        longer.size, longer._subtrees = self.size, list(self._subtrees)
        longer.extend(leaves)
        return longer

    @property
    def root(self) -> bytes:
        """The root of the tree over everything appended so far."""
        if not self._subtrees:
            return EMPTY_ROOT
        *left, subtree = self._subtrees
        for sibling in reversed(left):
            subtree = node_hash(sibling, subtree)
        return subtree


def parents(row: Sequence[bytes]) -> list[bytes]:
    """The row of nodes above this one; a last node without a sibling rises as it is."""
    digest = sha256
    pairs = zip(row[::2], row[1::2], strict=False)
    above = [digest(b"\x01" + left + right).digest() for left, right in pairs]
    return [*above, row[-1]] if len(row) % 2 else above


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes; of no leaf at all, the hash of nothing."""
    row = leaves
    while len(row) > 1:
        row = parents(row)
    return row[0] if row else EMPTY_ROOT


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """As `Tree.inclusion_proof`; who needs several makes the `Tree` once."""
    return Tree(leaves).inclusion_proof(index)


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> tuple[bytes, ...]:
    """As `Tree.consistency_proof`."""
    return Tree(leaves).consistency_proof(old_size)


def holds_leaf(leaf: bytes, index: int, size: int, proof: Iterable[bytes], root: bytes) -> bool:
    """Whether the tree of this size and root has this leaf hash at this index (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, reached = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            reached = node_hash(sibling, reached)
            here, last = _risen(here, last)
        else:
            reached = node_hash(reached, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and reached == root


def extends(old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a log of this size and root begins with the one of the old size and root (RFC 9162, 2.1.4.2)."""
    if not 0 < old_size < size:
        same = old_root == (EMPTY_ROOT if old_size == 0 else root)
        return 0 <= old_size <= size and not proof and same
    here, last = old_size - 1, size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    # An old log that is one perfect subtree is itself the first node of the proof.
    first, *others = proof if here else (old_root, *proof)
    before, now = first, first
    for sibling in others:
        if last == 0:
            return False
        if here & 1 or here == last:
            before, now = node_hash(sibling, before), node_hash(sibling, now)
            here, last = _risen(here, last)
        else:
            now = node_hash(now, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and before == old_root and now == root


def _risen(here: int, last: int) -> tuple[int, int]:
    """Past the rows in which a node at the right edge has no sibling and rises as it is."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last

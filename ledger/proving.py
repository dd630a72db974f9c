"""One stream against the newest checkpoints, by an inclusion proof for each of its entries."""

from collections.abc import Collection

from ledger.checkpoints import Checkpoint, LogName
from ledger.connection import Connection
from ledger.findings import Finding, Kind
from ledger.merkle import holds_leaf, leaf_hash, node_hash, root
from ledger.published import Place, PublishedLog
from ledger.scanning import Rows, scan
from ledger.tiles import HASH_BYTES, WIDTH
from ledger.trusting import Trust
from ledger.verification import Witnesses, witnesses
from ledger.verifying import LogVerdict

_TILE_BITS = 8


class PublishedTree:
    """The tree of a published log at one size: any node of it, from the tiles that hold it."""

    def __init__(self, published: PublishedLog, size: int) -> None:
        self._published = published
        self._size = size
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    async def inclusion_proof(self, index: int) -> tuple[bytes, ...]:
        """The siblings on the way from the leaf at `index` up to the root. Raises `KeyError` at a missing tile."""
        siblings, height = [], 0
        while (1 << height) < self._size:
            sibling = (index >> height) ^ 1
            start = sibling << height
            if start < self._size:
                siblings.append(await self._node(start, min(start + (1 << height), self._size)))
            height += 1
        return tuple(siblings)

    async def _node(self, start: int, end: int) -> bytes:
        """The root over the leaves from `start` to before `end`."""
        width = end - start
        if width & (width - 1):
            middle = start + (1 << width.bit_length() - 1)
            return node_hash(await self._node(start, middle), await self._node(middle, end))
        level = (width.bit_length() - 1) // _TILE_BITS
        span = WIDTH**level
        tile = await self._tile(level, start // span // WIDTH)
        first = start // span % WIDTH
        return root(tile[first : first + width // span])

    async def _tile(self, level: int, index: int) -> list[bytes]:
        if (level, index) not in self._tiles:
            width = min(WIDTH, self._size // WIDTH**level - index * WIDTH)
            content = await self._published.tile(level, index, width)
            if not content:
                raise KeyError((level, index))
            self._tiles[level, index] = [
                content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)
            ]
        return self._tiles[level, index]


async def verify_stream(
    connection: Connection,
    place: Place,
    stream: str,
    *,
    trust: Trust | None = None,
    restorations: Collection[int] = (),
) -> list[LogVerdict]:
    """What the stream's events and outcomes came to. Raises as `verify`.

    It cannot tell that the stream's last entries are missing: nothing but all the other entries shows that.
    """
    found = await witnesses(connection, place, trust or Trust(), restorations)
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        await connection.execute("set local row_security = off")
        return [await _verdict(connection, one, stream) for one in found]


async def _verdict(connection: Connection, found: Witnesses, stream: str) -> LogVerdict:
    rows = Rows()

    async def take(some: Rows) -> None:
        rows.extend(some)

    await scan(connection, found.log, take, stream)
    newest = max(found.checkpoints, key=lambda checkpoint: checkpoint.size, default=None)
    covered = 0 if newest is None else sum(number <= newest.size for number in rows.numbers)
    unproven = [] if newest is None else await _unproven(found, newest, rows)
    known = {finding.first for finding in unproven}
    loose = [finding for finding in _loose(found.log, rows) if finding.first not in known]
    return LogVerdict(
        log=found.log,
        origin=found.published.origin,
        entries=len(rows),
        covered=covered,
        checkpoints=len(found.checkpoints),
        given=found.given,
        keys=tuple(verifier.vkey for verifier in found.ring.verifiers),
        findings=(*found.findings, *unproven, *loose),
    )


async def _unproven(found: Witnesses, checkpoint: Checkpoint, rows: Rows) -> list[Finding]:
    """Entries under the checkpoint that are not what was signed at their number."""
    tree, findings = PublishedTree(found.published, checkpoint.size), []
    for at, number in enumerate(rows.numbers):
        if not 0 < number <= checkpoint.size:
            continue
        stream = rows.streams[at].decode(errors="replace")
        try:
            proof = await tree.inclusion_proof(number - 1)
        except KeyError:
            detail = "The published hashes that would prove it are missing."
            findings.append(Finding(found.log, Kind.UNLOCATED, number, number, stream, detail))
            continue
        leaf = leaf_hash(rows.hashes[at])
        if not holds_leaf(leaf, number - 1, checkpoint.size, proof, checkpoint.root):
            kind = Kind.REWRITTEN if rows.hashes[at] == rows.stored[at] else Kind.CHANGED
            findings.append(Finding(found.log, kind, number, number, stream))
    return findings


def _loose(log: LogName, rows: Rows) -> list[Finding]:
    """Entries that do not fit the one before them in the stream; outcomes are chained across all streams."""
    findings, previous, version = [], b"", 0
    for at, number in enumerate(rows.numbers):
        linked = log == "outcomes" or (rows.previous[at], rows.versions[at]) == (previous, version + 1)
        if not linked or rows.hashes[at] != rows.stored[at]:
            stream = rows.streams[at].decode(errors="replace")
            findings.append(Finding(log, Kind.BROKEN_LINK, number, number, stream))
        previous, version = rows.stored[at], rows.versions[at]
    return findings

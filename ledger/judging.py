"""What is wrong with a log that was read: its rows, its checkpoints and its published hashes held against each other.

Three witnesses: the checkpoints, which are signed; the published leaf hashes, for which a checkpoint vouches whose root
they have; and the rows. Which of them is false follows from which two agree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ledger.chain import BrokenLink
from ledger.checkpoints import Checkpoint, LogName
from ledger.findings import Finding, Kind
from ledger.locating import Standing, differences
from ledger.merkle import CompactRange
from ledger.tiles import HASH_BYTES, WIDTH, tile_path

_HASH_COLUMN = "Its columns are; the hash stored with them is not."
_FAULTS = {
    "position": "Its number does not follow the one before it.",
    "version": "Its version does not follow the one before it in its stream.",
    "recorded-at": "It was recorded before the one before it.",
    "previous-hash": "It names another hash than that of the one before it.",
    "hash": "Its columns do not have the hash stored with them.",
}


@dataclass(frozen=True)
class Evidence:
    """All that was read of one log.

    `agreed`: as far as each row was what is published for it. `since`: the rows behind that, and `tiles`: the
    published leaf hashes from there on, tile by tile, empty where one is missing. `roots`: of the rows, at the
    checkpoints' sizes.
    """

    log: LogName
    entries: int
    checkpoints: Sequence[Checkpoint]
    roots: dict[int, bytes]
    broken: Sequence[BrokenLink]
    agreed: CompactRange
    since: Sequence[Standing]
    tiles: Sequence[tuple[int, bytes]]

    @property
    def covered(self) -> int:
        """The size of the largest checkpoint."""
        return max((checkpoint.size for checkpoint in self.checkpoints), default=0)

    @cached_property
    def published(self) -> list[bytes]:
        """The published leaf hashes behind `agreed`, up to the first tile that is missing."""
        content = bytearray()
        for _, tile in self.tiles:
            if not tile:
                break
            content += tile
        begun = self.agreed.size % WIDTH * HASH_BYTES
        return [bytes(content[at : at + HASH_BYTES]) for at in range(begun, len(content), HASH_BYTES)]

    @cached_property
    def published_roots(self) -> dict[int, bytes]:
        """The roots of the published hashes at the checkpoints' sizes."""
        grown, start = self.agreed, self.agreed.size
        roots = {size: root for size, root in self.roots.items() if size <= start}
        for size in sorted({checkpoint.size for checkpoint in self.checkpoints}):
            if start < size <= start + len(self.published):
                grown = grown.extended(self.published[grown.size - start : size - start])
                roots[size] = grown.root
        return roots

    @property
    def common(self) -> int:
        """How many of the entries that checkpoints cover the rows and the published hashes begin with alike."""
        alike = 0
        for row, leaf in zip(self.since, self.published, strict=False):
            if row.leaf != leaf or row.number != self.agreed.size + alike + 1:
                break
            alike += 1
        return min(self.agreed.size + alike, self.covered)


def judged(evidence: Evidence) -> list[Finding]:
    """What is wrong, in the order of positions; nothing, when all three agree."""
    wrong = [
        checkpoint
        for checkpoint in evidence.checkpoints
        if evidence.roots.get(checkpoint.size) != checkpoint.root
    ]
    if wrong:
        known, findings = _explained(evidence, wrong)
    else:
        known, findings = evidence.covered, list(_damaged_tiles(evidence))
    findings += _links(evidence, known, findings)
    return sorted(findings, key=lambda finding: (finding.first, finding.kind))


def unfitting(evidence: Evidence) -> list[Finding]:
    """The rows that do not fit those before them, whatever was signed."""
    return list(_links(evidence, 0, []))


def _explained(evidence: Evidence, wrong: Sequence[Checkpoint]) -> tuple[int, list[Finding]]:
    """Why these checkpoints do not fit the rows, and up to where that is known for certain."""
    fitting = {
        checkpoint.size
        for checkpoint in evidence.checkpoints
        if evidence.published_roots.get(checkpoint.size) == checkpoint.root
    }
    start, vouched = evidence.agreed.size, max(fitting, default=0)
    signed = evidence.published[: max(0, vouched - start)]
    findings = differences(evidence.log, evidence.since, signed, start) if signed else []
    matching = (checkpoint.size for checkpoint in evidence.checkpoints if checkpoint not in wrong)
    known = max(vouched, max(matching, default=0))
    findings += [
        Finding(evidence.log, Kind.CHECKPOINT_CONTRADICTS, checkpoint.size, checkpoint.size)
        for checkpoint in wrong
        if checkpoint.size <= known and checkpoint.size not in fitting
    ]
    if beyond := [checkpoint.size for checkpoint in wrong if checkpoint.size > known]:
        findings += _unlocated(evidence, known, min(beyond), max(beyond))
    return known, findings


def _unlocated(evidence: Evidence, known: int, first: int, last: int) -> Iterator[Finding]:
    """Checkpoints that fit neither the rows nor the published hashes: only a cut tail can still be told."""
    if evidence.entries < last:
        yield Finding(evidence.log, Kind.MISSING, evidence.entries + 1, last)
    if known < min(first, evidence.entries):
        yield Finding(evidence.log, Kind.UNLOCATED, known + 1, min(first, evidence.entries))


def _damaged_tiles(evidence: Evidence) -> Iterator[Finding]:
    """Published hashes that are missing or wrong, while the rows are as they were signed."""
    start, size = evidence.agreed.size, evidence.covered
    own = b"".join(row.leaf for row in evidence.since[: max(0, size - start)])
    for index, tile in evidence.tiles:
        first, last = index * WIDTH, min((index + 1) * WIDTH, size)
        begun = max(first, start)
        if (
            own[(begun - start) * HASH_BYTES : (last - start) * HASH_BYTES]
            != tile[(begun - first) * HASH_BYTES :]
        ):
            path = f"See {tile_path(0, index, last - first)}."
            yield Finding(evidence.log, Kind.TILE_CHANGED, first + 1, last, detail=path)


def _links(evidence: Evidence, known: int, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Broken links above what is known for certain, and below it hashes that were changed beside their rows."""
    explained = {
        number
        for finding in findings
        if finding.kind != Kind.TILE_CHANGED
        for number in range(finding.first, finding.last + 1)
    }
    for link in evidence.broken:
        if link.number > known:
            kind, detail = Kind.BROKEN_LINK, _FAULTS[link.fault]
        elif link.fault == "hash" and link.number not in explained:
            kind, detail = Kind.CHANGED, _HASH_COLUMN
        else:
            continue
        yield Finding(evidence.log, kind, link.number, link.number, link.stream, detail)

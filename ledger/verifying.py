"""Verifying the record: every entry against its chain, the checkpoints that were signed, and what was published."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from ledger.checkpoints import LogName
from ledger.connection import Connection
from ledger.examining import Examination
from ledger.findings import Finding
from ledger.judging import judged
from ledger.published import Place
from ledger.scanning import Rows, scan
from ledger.trusting import Trust
from ledger.verification import Witnesses, witnesses

Progress = Callable[[LogName, int, int], None]
"""Told which log is read, how far, and how many entries it has at least."""


@dataclass(frozen=True, slots=True)
class LogVerdict:
    """What one log came to.

    `covered`: up to there a checkpoint vouches for each entry; above it only the chain does. `given`: how many of the
    checkpoints were given by hand. `keys`: the public keys they were believed by.
    """

    log: LogName
    origin: str
    entries: int
    covered: int
    checkpoints: int
    given: int
    keys: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def by_chain_only(self) -> int:
        """How many entries nothing but the chain covers."""
        return max(0, self.entries - self.covered)


async def verify(
    connection: Connection,
    place: Place,
    *,
    trust: Trust | None = None,
    restorations: Collection[int] = (),
    progress: Progress | None = None,
) -> list[LogVerdict]:
    """What both logs came to, in one snapshot of the record. Nothing is written.

    `restorations`: the positions of events that say that the record was brought back from a backup. Raises
    `RecordUnreadable`, and `TrustRefused` where what was given by hand cannot be used.
    """
    # What is published is read first: a checkpoint made meanwhile would cover entries the snapshot lacks.
    found = await witnesses(connection, place, trust or Trust(), restorations)
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        # A policy that hides rows is then an error; else hidden rows would be taken for deleted ones.
        await connection.execute("set local row_security = off")
        return [await _verdict(connection, one, progress) for one in found]


async def _verdict(connection: Connection, found: Witnesses, progress: Progress | None) -> LogVerdict:
    examination = Examination(found.log, found.checkpoints, found.published)
    covered = max((checkpoint.size for checkpoint in found.checkpoints), default=0)

    async def take(rows: Rows) -> None:
        await examination.take(rows)
        if progress is not None:
            progress(found.log, rows.numbers[-1], covered)

    await scan(connection, found.log, take)
    evidence = await examination.evidence()
    return LogVerdict(
        log=found.log,
        origin=found.published.origin,
        entries=evidence.entries,
        covered=covered,
        checkpoints=len(found.checkpoints),
        given=found.given,
        keys=tuple(key.verifier.vkey for key in found.ring.keys),
        findings=(*found.findings, *judged(evidence)),
    )

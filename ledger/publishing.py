"""Publishing the record's two logs: the past is held against the last checkpoint before the next one is signed."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import chain

from ledger.checkpoints import LOGS
from ledger.connection import Connection
from ledger.findings import Finding, Kind
from ledger.publication import Publication, Published, Signing, Stamp
from ledger.published import Place
from ledger.remembering import remembered, remembered_origins
from ledger.scanning import scan

# Any constant will do, as long as every publisher takes the same: "publish" in ASCII.
_LOCK = 0x7075626C697368
_AS_LONG_AS_IT_TAKES = 3600.0


class PublicationRefused(Exception):
    """Nothing was signed: the record, or what is published of it, is not as it was signed before."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(" ".join(finding.sentence for finding in findings[:3]))
        self.findings = tuple(findings)


async def publish(  # noqa: PLR0913, PLR0917 -- where, by whom, when, and what an honest record may have
    connection: Connection,
    place: Place,
    signing: Signing,
    at: datetime,
    stamp: Stamp | None = None,
    restorations: Collection[int] = (),
) -> list[Published]:
    """Publish a checkpoint of each log that grew since the last. May be ended at any moment and done again.

    `restorations`: the positions of events that say that the record was brought back from a backup. Reads the whole
    record. Whoever publishes at the same time waits. Raises `PublicationRefused` when anything is not as it was
    signed before, and `KeyRefused`: nothing is signed then.
    """
    async with _alone(connection):
        origin = await _origin(connection, place, signing)
        await place.begin(origin)
        publications = [await Publication.begin(connection, place, origin, log, signing) for log in LOGS]
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            for publication in publications:
                await scan(connection, publication.log, publication.examination.take)
        # Both are judged before either is signed.
        wrong = [await publication.wrong(restorations) for publication in publications]
        if findings := list(chain.from_iterable(wrong)):
            raise PublicationRefused(findings)
        return [await publication.finish(connection, at, stamp) for publication in publications]


@asynccontextmanager
async def _alone(connection: Connection) -> AsyncIterator[None]:
    """Hold the publishers' lock. It is the session's: that of a transaction would come with an old snapshot."""
    await connection.execute("select pg_advisory_lock($1)", _LOCK, timeout=_AS_LONG_AS_IT_TAKES)
    try:
        yield
    finally:
        if not connection.is_closed():
            await connection.execute("select pg_advisory_unlock($1)", _LOCK)


async def _origin(connection: Connection, place: Place, signing: Signing) -> str:
    """The origin in use: of a place that has none though something was published, nothing is known any more."""
    if known := await place.origins():
        return known[-1]
    if origins := await remembered_origins(connection):
        missing = [(log, await remembered(connection, origins[-1], log)) for log in LOGS]
        raise PublicationRefused(
            [Finding(log, Kind.CHECKPOINT_MISSING, max(notes), max(notes)) for log, notes in missing if notes]
        )
    return signing.origin

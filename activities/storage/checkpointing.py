"""Publishing checkpoints as an activity: a record that was changed is an incident, and nothing is signed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import structlog
from temporalio import activity

from activities.faults import faults_are_incidents
from activities.interface import PUBLISH_CHECKPOINT, CheckpointRequest, CheckpointResult
from domain.ledger.events import LedgerRestored
from domain.streams import LEDGER
from ledger.connection import Connection, Pool
from ledger.publication import KeyRefused, Published, Signing, Stamp
from ledger.published import Place
from ledger.publishing import PublicationRefused, publish
from ledger.reading import positions_of
from readmodel.incidents import Cause, raise_incident, resolve_incidents

_HEARTBEAT = 20.0
_RESTORED: str = LedgerRestored.model_fields["type"].default
_log = structlog.get_logger()


class Checkpointing:
    """Publishes at one place, under one key."""

    def __init__(self, pool: Pool, place: Place, signing: Signing, stamp: Stamp | None) -> None:
        self._pool = pool
        self._place = place
        self._signing = signing
        self._stamp = stamp

    @activity.defn(name=PUBLISH_CHECKPOINT)
    async def publish_checkpoint(self, request: CheckpointRequest) -> CheckpointResult:
        """Publishes a checkpoint of each log that grew; again, it goes on where the last attempt ended."""
        expected = (PublicationRefused, KeyRefused)
        async with (
            _heartbeat(),
            faults_are_incidents(
                self._pool, stream="", subject=PUBLISH_CHECKPOINT, at=request.at, expected=expected
            ),
            self._pool.acquire() as connection,
        ):
            try:
                published = await self._published(connection, request.at)
            except PublicationRefused as refusal:
                return await self._refused(connection, Cause.RECORD_CHANGED, refusal, request.at)
            except KeyRefused as refusal:
                return await self._refused(connection, Cause.CHECKPOINT_KEY_REFUSED, refusal, request.at)
            await self._went_well(connection, published, request.at)
        events, outcomes = published
        _log.info("published", events=events.size, outcomes=outcomes.size)
        return CheckpointResult(events=events.size, outcomes=outcomes.size)

    async def _published(self, connection: Connection, at: datetime) -> list[Published]:
        restorations = await positions_of(connection, LEDGER, _RESTORED)
        return await publish(connection, self._place, self._signing, at, self._stamp, restorations)

    async def _refused(
        self, connection: Connection, cause: Cause, refusal: Exception, at: datetime
    ) -> CheckpointResult:
        _log.error("no checkpoint was signed", cause=cause, reason=str(refusal))
        await raise_incident(connection, cause=cause, stream="", subject="", detail=str(refusal), at=at)
        return CheckpointResult(events=0, outcomes=0, refused=str(refusal))

    async def _went_well(self, connection: Connection, published: list[Published], at: datetime) -> None:
        """What hindered publishing is over; a time stamp that is wanted and missing hinders nothing but is told."""
        over = [Cause.RECORD_CHANGED, Cause.CHECKPOINT_KEY_REFUSED]
        if unstamped := [log.unstamped for log in published if log.unstamped]:
            cause = Cause.TIMESTAMP_MISSING
            await raise_incident(connection, cause=cause, stream="", subject="", detail=unstamped[0], at=at)
        else:
            over.append(Cause.TIMESTAMP_MISSING)
        await resolve_incidents(connection, causes=over, stream="", subject="", at=at, by="engine")


@asynccontextmanager
async def _heartbeat() -> AsyncIterator[None]:
    """Let Temporal know every so often that the record is still being read."""

    async def beat() -> None:
        while True:
            activity.heartbeat()
            await asyncio.sleep(_HEARTBEAT)

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()

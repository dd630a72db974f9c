"""Every stream with a clock goes on where the ledger says it stands, whatever Temporal has kept of it."""

import asyncio

import structlog

from console.gateway import Gateway
from console.recovery.published import BehindPublished, require_all_published
from domain.streams import CLUSTER, COMPLAINT, ROUND, standing
from ledger.connection import Pool
from ledger.published import Place
from ledger.reading import read_stream, streams_with_prefix
from readmodel.history import folded

_AT_ONCE = 8
_PAUSE = 5.0
_log = structlog.get_logger()


async def resume_all(gateway: Gateway, pool: Pool, place: Place) -> None:
    """Make sure that the workflow of every cluster runs, and of every round that has not ended.

    `place`: where the record is published. Raises `BehindPublished` where more was than the record holds.
    """
    await require_all_published(pool, place)
    free = asyncio.Semaphore(_AT_ONCE)

    async def one(stream: str) -> None:
        async with free:
            await gateway.resume(stream)

    await asyncio.gather(*map(one, await _going(pool)))


async def resume_persistently(gateway: Gateway, pool: Pool, place: Place) -> None:
    """As `resume_all`, tried again until it succeeds: beside a worker, whose work must not end with a failure here."""
    while True:
        try:
            await resume_all(gateway, pool, place)
        except Exception as failure:  # noqa: BLE001 - whatever it is, the worker goes on, and this is tried again
            said = str(failure) if isinstance(failure, BehindPublished) else ""
            _log.warning("resuming is tried again", error=type(failure).__name__, said=said)
            await asyncio.sleep(_PAUSE)
        else:
            return


async def _going(pool: Pool) -> list[str]:
    async with pool.acquire() as connection:
        clusters = await streams_with_prefix(connection, CLUSTER)
        rounds = await streams_with_prefix(connection, ROUND)
        rounds += await streams_with_prefix(connection, COMPLAINT)
        states = [folded(stream, await read_stream(connection, stream)) for stream in rounds]
    return [*clusters, *(stands.stream for stands in map(standing, states) if not stands.ended)]

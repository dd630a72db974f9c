"""Rows replaced by many at once: they wait for one another in one order, never in a circle."""

import asyncio
from collections.abc import Sequence
from itertools import cycle, islice

import pytest

from domain.permissions import State
from domain.streams import standing
from ledger.appending import Append, Beside, StreamAppend, VersionConflict, append
from ledger.connection import Pool
from ledger.reading import read_stream
from readmodel.history import folded
from readmodel.replacing import REPLACE, replacement
from tests.ledger.appends import NOON, event, outcome
from tests.recorder import recorder
from tests.servers import Database

pytestmark = pytest.mark.postgres

AURORA, BOREALIS, EMIL = "cluster-aurora", "cluster-borealis", "person-emil-expert"
WRITERS, TIMES = 8, 12


async def test_appends_over_overlapping_streams_never_wait_for_each_other_in_a_circle(
    database: Database,
) -> None:
    async with recorder(database) as office:
        for cluster in ("aurora", "borealis"):
            await office.cluster(cluster)
            await office.done(
                f"cluster-{cluster}", "clara-manager", "SubmitApplication", level="bronze", kind="first"
            )
        states = {each: await _state(office.pool, each) for each in (AURORA, BOREALIS, EMIL)}
        overlapping = cycle(
            [(AURORA,), (EMIL, AURORA), (AURORA, EMIL, BOREALIS), (BOREALIS,), (BOREALIS, EMIL)]
        )

        async def write(touched: Sequence[tuple[str, ...]]) -> None:
            for streams in touched:
                await _append(office.pool, [states[each] for each in streams])

        shares = [list(islice(overlapping, TIMES)) for _ in range(WRITERS)]
        await asyncio.gather(*(write(share) for share in shares))
        wanted = sum(AURORA in streams for share in shares for streams in share)
        assert await _version(office.pool, AURORA) == states[AURORA].version + wanted


async def _state(pool: Pool, stream: str) -> State:
    async with pool.acquire() as connection:
        return folded(stream, await read_stream(connection, stream))


async def _append(pool: Pool, states: Sequence[State]) -> None:
    """One event more in each stream, and its rows again; once more where another was faster."""
    names = [standing(state).stream for state in states]
    rows = Beside(REPLACE, replacement([(state, standing(state)) for state in states]))
    while True:
        versions = {name: await _version(pool, name) for name in names}
        noted = tuple(StreamAppend(name, version, (event(),)) for name, version in versions.items())
        try:
            async with pool.acquire() as connection:
                await append(connection, [Append(noted, outcome(names[0]))], NOON, rows)
        except VersionConflict:
            continue
        return


async def _version(pool: Pool, stream: str) -> int:
    async with pool.acquire() as connection:
        version: int = await connection.fetchval(
            "select max(version) from ledger.events where stream = $1", stream
        )
        return version

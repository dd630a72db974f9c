"""Rows replaced by many at once: each behind its append, under the ledger's one lock, and never in a circle."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from itertools import cycle, islice

import pytest

from domain.permissions import State
from domain.streams import blank, standing
from ledger.appending import Append, Beside, StreamAppend, VersionConflict, append
from ledger.connection import Pool
from ledger.reading import read_stream
from readmodel.history import folded
from readmodel.replacing import REPLACE, replacement
from tests.ledger.appends import NOON, event, outcome
from tests.recorder import PROFILE, recorder
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
        # Its application came before: the event behind the first, which ended no row.
        assert await _ends(office.pool, AURORA) == (await _positions(office.pool, AURORA))[1:]


async def test_rows_hold_since_the_instant_on_record_where_the_clock_of_a_command_was_behind(
    database: Database,
) -> None:
    async with recorder(database) as office:
        await office.cluster("aurora")
        office.at += timedelta(hours=1)
        await office.person("ahead")
        office.at -= timedelta(minutes=30)
        await office.done(AURORA, "clara-manager", "SubmitApplication", level="bronze", kind="first")
        async with office.pool.acquire() as connection:
            since = await connection.fetch("select since from rows.cases union select since from rows.tasks")
            on_record = (await read_stream(connection, AURORA))[-1].recorded_at
    assert on_record == office.at + timedelta(minutes=30)
    assert [row["since"] for row in since] == [on_record]


async def test_a_row_that_does_not_change_holds_on_while_others_of_its_stream_give_way(
    database: Database,
) -> None:
    async with recorder(database) as office:
        await office.cluster("aurora")
        registered = await _since_position(office.pool)
        await office.done(AURORA, "clara-manager", "UpdateProfile", profile=PROFILE | {"member_types": 3})
        assert await _since_position(office.pool) == registered
        applied = await office.done(
            AURORA, "clara-manager", "SubmitApplication", level="bronze", kind="first"
        )
        assert applied.receipt is not None
        position = applied.receipt.position
        assert await _since_position(office.pool) == [("cases", position), ("clusters", position)]
        await office.done(
            AURORA, "olga-operator", "ChangeManager", managers=["clara-manager", "olga-operator"]
        )
        now = await _since_position(office.pool)
    assert now[0] == ("cases", position)
    assert now[1] > ("clusters", position)


async def _state(pool: Pool, stream: str) -> State:
    async with pool.acquire() as connection:
        return folded(stream, await read_stream(connection, stream))


async def _append(pool: Pool, states: Sequence[State]) -> None:
    """One event more in each stream, and all its rows anew; once more where another was faster."""
    names = [standing(state).stream for state in states]
    rows = replacement([(blank(name), state) for name, state in zip(names, states, strict=True)])
    while True:
        versions = {name: await _version(pool, name) for name in names}
        noted = tuple(StreamAppend(name, version, (event(),)) for name, version in versions.items())
        try:
            async with pool.acquire() as connection:
                await append(connection, [Append(noted, outcome(names[0]))], NOON, Beside(REPLACE, (rows,)))
        except VersionConflict:
            continue
        return


async def _version(pool: Pool, stream: str) -> int:
    async with pool.acquire() as connection:
        version: int = await connection.fetchval(
            "select max(version) from ledger.events where stream = $1", stream
        )
        return version


async def _ends(pool: Pool, stream: str) -> list[int]:
    """Where rows of the cluster gave way to others."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(
            "select to_position from rows.past_clusters where stream = $1 order by to_position", stream
        )
    return [row["to_position"] for row in rows]


async def _positions(pool: Pool, stream: str) -> list[int]:
    async with pool.acquire() as connection:
        return [event.position for event in await read_stream(connection, stream)]


async def _since_position(pool: Pool) -> list[tuple[str, int]]:
    """From which positions on the rows of clusters and cases hold."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(
            "select 'cases', from_position from rows.cases union select 'clusters', from_position from rows.clusters"
            " order by 1"
        )
    return [tuple(row) for row in rows]

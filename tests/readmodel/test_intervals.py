"""Each row holds from a position to a position: as of any of them, rows are those of the streams folded so far."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from domain.cluster.case import Stage
from domain.events import payload_of
from domain.happened import Happened
from domain.permissions import State
from domain.streams import blank, evolve
from domain.upcasting import schema_version
from ledger.appending import Append, Beside, NewEvent, StreamAppend, append
from ledger.canonical import canonical
from ledger.connection import Connection
from ledger.reading import read_all
from readmodel.changed import changed_rows
from readmodel.history import happened_of
from readmodel.recording import under_way
from readmodel.replacing import REPLACE, replacement
from readmodel.rows import Rows, rows_of
from readmodel.tables import TABLES, as_json, read_form
from tests.activities.scoring.test_comparing import everywhere
from tests.domain.programmes.test_programme_stream import (
    END,
    INNOVATIONSKRAFT,
    PAULA,
    PLAN,
    TARGET,
    enrolled,
)
from tests.domain.specification import World
from tests.domain.walked import golden
from tests.ledger.appends import outcome
from tests.recorder import Recorder, recorder
from tests.rehearsed import rehearsed
from tests.servers import Database

pytestmark = pytest.mark.postgres
# Of streams that neither the demo nor a case has.
_ELSEWHERE = {"programmes", "memberships", "offices", "complaints"}


async def test_rows_as_of_every_position_are_those_of_every_stream_folded_up_to_it(
    database: Database, tmp_path: Path
) -> None:
    await rehearsed(database, tmp_path)
    # The scores of the demo's visits are given on its last day, which is lived and not rehearsed.
    assert await filled_as_of_each_position(database) == TABLES.keys() - {"results"} - _ELSEWHERE


async def test_rows_as_of_every_position_of_a_gold_case_are_those_folded_up_to_it(database: Database) -> None:
    await put_on_record(database, golden(Stage.CLOSED))
    assert await filled_as_of_each_position(database) == TABLES.keys() - {"benchmarks"} - _ELSEWHERE


async def test_rows_of_many_writers_whose_clocks_differ_are_those_of_the_record(database: Database) -> None:
    async with recorder(database) as office:
        await asyncio.gather(*(case_walked(office, f"cluster-{n}", behind=n) for n in range(8)))
        async with office.pool.acquire() as connection:
            assert [row async for row in changed_rows(connection)] == []


async def test_rows_as_of_every_position_of_a_programme_are_those_folded_up_to_it(database: Database) -> None:
    world = enrolled().does(PAULA, PLAN, END, TARGET, on=INNOVATIONSKRAFT)
    await put_on_record(database, world)
    assert await filled_as_of_each_position(database) == {"clusters", "persons", "programmes", "memberships"}


async def filled_as_of_each_position(database: Database) -> set[str]:
    """The tables that have rows at the end, once those of every position were compared with the streams' folds."""
    states: dict[str, State] = {}
    projected: dict[str, Rows] = {}
    reader = await asyncpg.connect(database.reader_url)
    try:
        for event in await read_all(reader, limit=100_000):
            before = states.get(event.stream) or blank(event.stream)
            states[event.stream] = evolve(before, happened_of(event))
            projected[event.stream] = rows_of(states[event.stream])
            for table in TABLES:
                rows = [row for each in projected.values() for row in each.get(table, {}).values()]
                assert await _as_of(reader, table, event.position) == Counter(map(as_json, rows))
    finally:
        await reader.close()
    return {table for rows in projected.values() for table in rows if rows[table]}


async def put_on_record(database: Database, world: World) -> None:
    """Every event of the world by itself, with what it changes in the rows."""
    app = await asyncpg.connect(database.app_url)
    try:
        states: dict[str, State] = {}
        for stream, happened, _ in world.trail:
            before = states.get(stream) or blank(stream)
            states[stream] = evolve(before, happened)
            new = evolve(before, replace(happened, recorded_at=under_way(happened.recorded_at)))
            rows = Beside(REPLACE, (replacement([(before, new)]),))
            noted = Append((StreamAppend(stream, before.version, (_new(happened),)),), outcome(stream))
            await append(app, [noted], happened.recorded_at, rows)
    finally:
        await app.close()


def _new(happened: Happened[Any]) -> NewEvent:
    event, by = happened.event, canonical({"actor": happened.actor})
    return NewEvent(
        happened.event_id, event.type, schema_version(event.type), canonical(payload_of(event)), by
    )


async def _as_of(connection: Connection, table: str, position: int) -> Counter[str]:
    rows = await connection.fetch(f"select * from rows.{table}_as_of($1)", position)  # noqa: S608
    return Counter(as_json(_without_position(read_form(table, dict(row)))) for row in rows)


def _without_position(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != "from_position"}


async def case_walked(office: Recorder, cluster: str, *, behind: int = 0) -> None:
    """A Bronze case walked to its interview, by a clock so many seconds behind the others'."""
    slow = Recorder(office.pool)
    slow.at -= timedelta(seconds=behind)
    await slow.cluster(cluster)
    await slow.interviewed(cluster, everywhere(1))

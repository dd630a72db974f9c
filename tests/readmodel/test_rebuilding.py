"""All rows made anew from the record: the same as were kept with each append, beside writers and readers too."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from ledger.connection import Connection
from ledger.reading import last_position
from readmodel import rebuilding
from readmodel.changed import ChangedRow, changed_rows
from readmodel.inquiries import clusters
from readmodel.rebuilding import RebuildUnderWay, RowsHeld, rebuild
from readmodel.tables import EVERY_TABLE
from tests.readmodel.test_intervals import case_walked
from tests.recorder import recorder
from tests.rehearsed import rehearsed
from tests.servers import Database

pytestmark = pytest.mark.postgres

WRITERS = 4


@asynccontextmanager
async def owner_of(database: Database) -> AsyncIterator[Connection]:
    owner = await asyncpg.connect(database.owner_url)
    yield owner
    await owner.close()


async def test_rows_rebuilt_are_those_written_as_commands_went_the_past_included(
    database: Database, tmp_path: Path
) -> None:
    await rehearsed(database, tmp_path)
    told: list[int] = []
    async with owner_of(database) as owner:
        kept = await _rows(owner)
        last = await last_position(owner)
        assert await rebuild(owner, told.append) == last
        assert await _rows(owner) == kept
    assert sum(told) == last


async def test_a_changed_row_is_named_and_gone_once_rows_are_rebuilt(
    database: Database, tmp_path: Path
) -> None:
    await rehearsed(database, tmp_path)
    superuser = await asyncpg.connect(database.superuser_url)
    async with owner_of(database) as owner:
        await superuser.execute(
            """
            update rows.cases set stage = 'closed' where stream = 'cluster-demo-aurora';
            delete from rows.persons where person_id = 'ines-chair';
            insert into rows.tasks
            select stream, key || '/more', case_id, task, party, persons, since, due_at, from_position
            from rows.tasks where stream = 'cluster-demo-birke';
            update rows.past_cases set to_position = to_position + 1
            where stream = 'cluster-demo-delta' and stage = 'applied';
            insert into rows.past_rounds values ('round-of-nobody', '2026-01-01', '2026-02-01', true, 0, 1, 2);
            """
        )
        assert [row async for row in changed_rows(owner)] == [
            ChangedRow("cases", "cluster-demo-aurora", "bronze-1"),
            ChangedRow("cases", "cluster-demo-delta", "bronze-1"),
            ChangedRow("persons", "person-ines-chair", "person-ines-chair"),
            ChangedRow("tasks", "cluster-demo-birke", "bronze-1/decide-eligibility/1/more"),
            ChangedRow("rounds", "round-of-nobody", "round-of-nobody"),
        ]
        await rebuild(owner)
        assert [row async for row in changed_rows(owner)] == []
    await superuser.close()


async def test_rows_are_rebuilt_while_commands_and_questions_go_on(database: Database) -> None:
    async with recorder(database) as office, owner_of(database) as owner:
        ended = asyncio.Event()

        async def writes(writer: int) -> int:
            walked = 0
            while not ended.is_set():
                await case_walked(office, f"cluster-{writer}-{walked}", behind=writer)
                walked += 1
            return walked

        async def asks() -> int:
            asked = 0
            async with office.pool.acquire() as connection:
                while not ended.is_set():
                    await clusters(connection, office.at.date(), office.at)
                    asked += 1
            return asked

        async def rebuilds() -> list[int]:
            try:
                return [await rebuild(owner) for _ in range(3)]
            finally:
                ended.set()

        writing = asyncio.gather(*map(writes, range(WRITERS)))
        reached, asked, walked = await asyncio.gather(rebuilds(), asks(), writing)
        assert reached == sorted(reached)
        assert min(asked, *walked) > 0
        assert [row async for row in changed_rows(owner)] == []


async def test_what_was_appended_meanwhile_is_caught_up_with(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "_MOST_HELD", 5)
    async with recorder(database) as office, owner_of(database) as owner:
        await case_walked(office, "early")

        def begin_late(_: int) -> None:
            late.append(asyncio.ensure_future(case_walked(office, f"late-{len(late)}")))

        late: list[asyncio.Future[None]] = []
        await rebuild(owner, begin_late)
        await asyncio.gather(*late)
        assert len(late) > 0
        assert [row async for row in changed_rows(owner)] == []


async def test_only_one_rebuilds_at_a_time(database: Database) -> None:
    async with owner_of(database) as one, owner_of(database) as other:
        begun: list[Any] = []

        def begin_other(_: int) -> None:
            begun.append(asyncio.ensure_future(rebuild(other)))

        async with recorder(database) as office:
            await office.cluster("aurora")
            await rebuild(one, begin_other)
            with pytest.raises(RebuildUnderWay):
                await begun[0]
            assert await rebuild(other) == await last_position(other)


async def test_rows_that_are_read_all_the_time_stay_as_they_are_and_commands_go_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("_LONGEST_WAIT", "50ms"), ("_PAUSE", 0.01), ("_TRIES", 2)):
        monkeypatch.setattr(rebuilding, name, value)
    async with recorder(database) as office, owner_of(database) as owner:
        await office.cluster("aurora")
        async with office.pool.acquire() as reading, reading.transaction():
            await reading.fetch("select * from rows.clusters")
            with pytest.raises(RowsHeld):
                await rebuild(owner)
            await office.cluster("borealis")
        assert not await owner.fetchval("select to_regnamespace('rows_to_come') is not null")
        assert [row async for row in changed_rows(owner)] == []


async def _rows(source: Connection) -> dict[str, list[str]]:
    return {
        table: sorted(str(dict(row)) for row in await source.fetch(f"select * from rows.{table}"))  # noqa: S608
        for table in EVERY_TABLE
    }

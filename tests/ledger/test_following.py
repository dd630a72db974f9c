"""Following the record: whoever writes, and whatever is cut, each position is seen once and in order."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing
from functools import partial
from pathlib import Path

import asyncpg
import pytest

from ledger.connection import Connection
from ledger.following import PositionMissing, follow
from ledger.hinting import Hints
from ledger.reading import StoredEvent, last_position
from tests.ledger.appends import appended, appending, event
from tests.servers import Database

pytestmark = pytest.mark.postgres

WRITERS, TIMES = 8, 60
# Every third append has two events.
WRITTEN = WRITERS * (TIMES + TIMES // 3)
ROOT = Path(__file__).parents[2]
CUT = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'follower'"


async def writers(database: Database) -> list[asyncio.subprocess.Process]:
    """Eight processes, each appending to a stream of its own."""
    command = (sys.executable, "-m", "tests.ledger.appending_process", database.app_url)
    return [
        await asyncio.create_subprocess_exec(*command, f"cluster-{number}", str(TIMES), cwd=ROOT)
        for number in range(WRITERS)
    ]


def following(database: Database, after: int = 0, *, looks_every: float = 0.02) -> AsyncIterator[StoredEvent]:
    settings = {"application_name": "follower"}
    connect = partial(asyncpg.connect, database.reader_url, server_settings=settings)
    return follow(connect, after, looks_every=looks_every, batch=50)


async def seen(events: AsyncIterator[StoredEvent], count: int) -> list[StoredEvent]:
    """The next `count` events; then the follower stops."""
    found: list[StoredEvent] = []
    async with asyncio.timeout(60), aclosing(events):  # type: ignore[type-var]
        async for each in events:
            found.append(each)
            if len(found) == count:
                return found
    raise AssertionError("A follower never ends by itself.")


async def test_under_eight_writers_in_processes_and_beside_an_open_transaction_each_position_is_seen_once(
    database: Database, superuser: Connection, reader: Connection
) -> None:
    unrelated = superuser.transaction()
    await unrelated.start()
    await superuser.execute("create table unrelated (); select pg_current_xact_id()")
    processes = await writers(database)
    events = await seen(following(database), WRITTEN)
    assert [await process.wait() for process in processes] == [0] * WRITERS
    await unrelated.rollback()
    assert [each.position for each in events] == list(range(1, WRITTEN + 1))
    assert await last_position(reader) == WRITTEN
    versions: dict[str, list[int]] = {}
    for each in events:
        versions.setdefault(each.stream, []).append(each.version)
    own = list(range(1, WRITTEN // WRITERS + 1))
    assert versions == {f"cluster-{number}": own for number in range(WRITERS)}


async def test_a_follower_that_is_started_again_where_it_stopped_sees_each_position_once(
    database: Database,
) -> None:
    processes = await writers(database)
    positions: list[int] = []
    while len(positions) < WRITTEN:
        share = min(97, WRITTEN - len(positions))
        positions += [each.position for each in await seen(following(database, len(positions)), share)]
    assert [await process.wait() for process in processes] == [0] * WRITERS
    assert positions == list(range(1, WRITTEN + 1))


async def test_a_follower_whose_connection_is_cut_again_and_again_sees_each_position_once(
    database: Database, superuser: Connection
) -> None:
    processes = await writers(database)
    watching = asyncio.create_task(seen(following(database), WRITTEN))
    cut = 0
    while not watching.done():
        cut += len(await superuser.fetch(CUT))
        await asyncio.wait([watching], timeout=0.1)
    assert [each.position for each in await watching] == list(range(1, WRITTEN + 1))
    assert cut > 1
    assert [await process.wait() for process in processes] == [0] * WRITERS


async def test_a_hint_wakes_a_follower_that_would_look_an_hour_later(
    database: Database, app: Connection, superuser: Connection
) -> None:
    watching = asyncio.create_task(seen(following(database, looks_every=3600), 1))
    listening = (
        "select from pg_stat_activity where application_name = 'follower' and query like 'select position%'"
    )
    async with asyncio.timeout(10):
        while not await superuser.fetch(f"{listening} and state = 'idle'"):
            await asyncio.wait([watching], timeout=0.02)
    await appended(app, appending("cluster-1", 0, event("A")))
    async with asyncpg.create_pool(database.app_url, min_size=1) as pool:
        hints = Hints(pool)
        hints.give()
        hints.give()
        assert [each.type for each in await watching] == ["A"]


async def test_a_follower_that_was_further_than_the_record_reaches_says_so(
    database: Database, app: Connection
) -> None:
    await appended(app, appending("cluster-1", 0, event("A")))
    with pytest.raises(PositionMissing, match="should hold position 2 here, and has 1"):
        await seen(following(database, after=2), 1)


async def test_a_hole_in_the_record_is_never_passed_over(
    database: Database, app: Connection, superuser: Connection
) -> None:
    await appended(app, appending("cluster-1", 0, event("A"), event("B"), event("C")))
    await superuser.execute("alter table ledger.events disable trigger all")
    await superuser.execute("delete from ledger.events where position = 2")
    with pytest.raises(PositionMissing, match="should hold position 2 here, and has 3"):
        await seen(following(database), 3)

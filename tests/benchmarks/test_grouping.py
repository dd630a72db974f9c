"""Group commit on trial answers each append as if it had been alone."""

import asyncio

import asyncpg
import pytest

from benchmarks.ledger.grouping import Groups
from ledger.appending import Appended, VersionConflict
from ledger.connection import Connection
from ledger.reading import last_position
from tests.ledger.appends import appending, event
from tests.servers import Database

pytestmark = pytest.mark.postgres

CALLERS = 16


async def test_one_refused_append_does_not_lose_those_it_went_with(database: Database) -> None:
    connections: list[Connection] = [await asyncpg.connect(database.app_url) for _ in range(2)]
    groups = Groups(list(connections))
    given = [appending(f"cluster-{n}", n % 2, event()) for n in range(CALLERS)]
    answers = await asyncio.gather(*map(groups.append, given), return_exceptions=True)
    assert [type(answer) for answer in answers] == [Appended, VersionConflict] * (CALLERS // 2)
    assert await last_position(connections[0]) == CALLERS // 2
    for connection in connections:
        await connection.close()


async def test_callers_that_come_later_are_appended_too(database: Database) -> None:
    connection = await asyncpg.connect(database.app_url)
    groups = Groups([connection])

    async def call(caller: int) -> list[int | None]:
        return [
            (await groups.append(appending(f"cluster-{caller}", version, event()))).first_position
            for version in range(3)
        ]

    positions = [each for given in await asyncio.gather(*map(call, range(CALLERS))) for each in given]
    assert sorted(each or 0 for each in positions) == list(range(1, 3 * CALLERS + 1))
    await connection.close()

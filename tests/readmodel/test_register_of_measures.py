"""What the public sees of a label that is suspended, restored or has ended before its time; and lists, on any day."""

from datetime import date

import asyncpg
import pytest

from domain.levels import Level
from domain.status import Status, StatusState
from readmodel.inquiries import clusters
from readmodel.register import RegisterRow, register
from tests.domain.cast import AURORA
from tests.domain.measuring import ANNOUNCED, EXPIRES, GRACE_OVER, restored, suspended, withdrawn
from tests.domain.specification import World, at_nine
from tests.rows import put_rows
from tests.servers import Database

pytestmark = pytest.mark.postgres

LISTED = RegisterRow(
    name="Aurora",
    country="DK",
    sector="ICT",
    website="",
    level=Level.BRONZE,
    status=StatusState.VALID,
    valid_until=EXPIRES,
    renewable_until=None,
)


async def listed(database: Database, world: World, *days: date) -> list[list[RegisterRow]]:
    reader = await asyncpg.connect(database.app_url)
    try:
        await put_rows(reader, world.state(AURORA))
        return [await register(reader, day) for day in days]
    finally:
        await reader.close()


async def test_a_suspended_label_is_listed_as_suspended_and_valid_until_no_day(database: Database) -> None:
    before, suspended_on, in_grace = await listed(
        database, suspended(), date(2026, 3, 1), ANNOUNCED, date(2028, 6, 1)
    )
    not_valid = LISTED.model_copy(update={"status": StatusState.SUSPENDED, "valid_until": None})
    assert before == [LISTED]
    assert suspended_on == [not_valid]
    assert in_grace == [not_valid.model_copy(update={"renewable_until": GRACE_OVER})]


async def test_a_restored_label_is_listed_as_its_term_says(database: Database) -> None:
    assert await listed(database, restored(), ANNOUNCED) == [[LISTED]]


async def test_a_withdrawn_label_is_listed_no_more(database: Database) -> None:
    assert await listed(database, withdrawn(), date(2026, 3, 1), ANNOUNCED) == [[LISTED], []]


async def test_lists_of_clusters_tell_a_suspension_and_an_end(database: Database) -> None:
    told = []
    for world in (suspended(), withdrawn()):
        await listed(database, world)
        reader = await asyncpg.connect(database.app_url)
        try:
            (row,) = await clusters(reader, ANNOUNCED, at_nine(ANNOUNCED))
        finally:
            await reader.close()
        told.append(row.statuses)
    assert told == [
        {Level.BRONZE: Status(state=StatusState.SUSPENDED, until=EXPIRES)},
        {Level.BRONZE: Status(state=StatusState.ENDED)},
    ]

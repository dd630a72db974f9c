"""An edition put in force while commands go on: who reads the record next decides by it, whoever wrote it."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from domain.schemes import scheme
from readmodel.editions import scheme_on_record
from tests.domain.edition_files import edition_file
from tests.recorder import Recorder, recorder
from tests.servers import Database

pytestmark = pytest.mark.postgres

NEXT_MONTH = date(2026, 4, 1)


async def activate(office: Recorder, key: str = "ecei-2026", from_on: date = NEXT_MONTH) -> str:
    recorded = await office.give(
        "scheme", "olga-operator", "ActivateEdition", edition=edition_file(key, from_on)
    )
    return recorded.refusal.code if recorded.refusal else "activated"


async def test_a_case_opened_from_its_day_on_is_bound_by_it(database: Database) -> None:
    async with recorder(database) as office:
        await office.cluster("aurora")
        await office.cluster("polaris")
        assert await activate(office) == "activated"
        for cluster, at in (
            ("aurora", datetime(2026, 3, 31, 21, tzinfo=UTC)),
            ("polaris", datetime(2026, 3, 31, 23, tzinfo=UTC)),
        ):
            office.at = at
            await office.done(
                f"cluster-{cluster}", "clara-manager", "SubmitApplication", level="bronze", kind="first"
            )
        rows = await office.pool.fetch("select stream, edition from rows.cases order by stream")
    assert [(row["stream"], row["edition"]) for row in rows] == [
        ("cluster-aurora", "ecei-2019"),
        ("cluster-polaris", "ecei-2026"),
    ]


async def test_another_worker_s_edition_is_known_at_the_next_command(database: Database) -> None:
    async with recorder(database) as office:
        await office.cluster("aurora")
        await activate(Recorder(office.pool))
        office.at = datetime(2026, 4, 1, 9, tzinfo=UTC)
        await office.done(
            "cluster-aurora", "clara-manager", "SubmitApplication", level="bronze", kind="first"
        )
        assert await office.pool.fetchval("select edition from rows.cases") == "ecei-2026"


async def test_of_two_editions_at_once_one_follows_the_other_or_is_refused(database: Database) -> None:
    async with recorder(database) as office:
        codes = await asyncio.gather(*(activate(office, key) for key in ("ecei-2026", "ecei-2026b")))
        async with office.pool.acquire() as connection:
            editions = (await scheme_on_record(connection, scheme())).editions
    assert sorted(codes) == ["activated", "edition-overlap"]
    assert len(editions) == 3


async def test_a_record_without_editions_of_its_own_has_those_shipped(database: Database) -> None:
    async with recorder(database) as office, office.pool.acquire() as connection:
        assert await scheme_on_record(connection, scheme()) is scheme()

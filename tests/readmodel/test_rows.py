"""Rows are a function of the streams: replaced with each append, and the same when all are made anew."""

import asyncio
from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest

from domain.cluster.commands.review import ReportConflict
from readmodel.inquiries import clusters, inbox
from readmodel.making import ensure_rows, rows_are_current
from readmodel.register import register
from tests.activities.scoring.test_comparing import everywhere
from tests.domain.cast import AURORA, CARL, ESTHER, MAX, MONA, MONDAY, VERA, labelled
from tests.recorder import recorder
from tests.rows import put_rows
from tests.servers import Database

pytestmark = pytest.mark.postgres

TABLES = (
    "clusters",
    "cases",
    "tasks",
    "benchmarks",
    "results",
    "rounds",
    "persons",
    "programmes",
    "memberships",
)


async def test_rows_made_anew_equal_those_kept_with_each_append(database: Database) -> None:
    async with recorder(database) as office:
        await office.cluster("aurora")
        await office.interviewed("aurora", everywhere(4))
        await office.done(
            "round-demo", "olga-operator", "OpenRound", opens_on="2026-03-02", closes_on="2026-04-01"
        )
        kept = await _rows(office.pool)
    owner = await asyncpg.connect(database.owner_url)
    try:
        await owner.execute("update rows.form set sha256 = 'another form'")
        assert not await rows_are_current(owner)
        assert await ensure_rows(owner)
        assert await _rows(owner) == kept
        assert not await ensure_rows(owner)
    finally:
        await owner.close()


async def test_a_reader_may_not_write_rows(database: Database) -> None:
    reader = await asyncpg.connect(database.reader_url)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await reader.execute("delete from rows.clusters")
    finally:
        await reader.close()


async def test_two_clusters_registered_at_once_under_one_name_become_one(database: Database) -> None:
    async with recorder(database) as office:
        facts: dict[str, Any] = {
            "name": "Twin Demo",
            "country": "DE",
            "carrier": "Twin e. V.",
            "language": "de",
        }
        outcomes = await asyncio.gather(
            *(
                office.give(
                    f"cluster-{twin}", "olga-operator", "RegisterCluster", managers=["clara-manager"], **facts
                )
                for twin in ("castor", "pollux")
            )
        )
    assert sorted(each.refusal.code if each.refusal else "registered" for each in outcomes) == [
        "registered",
        "same-name",
    ]


async def test_the_inbox_puts_overdue_tasks_first(database: Database) -> None:
    async with recorder(database) as office:
        for cluster in ("early", "late"):
            await office.cluster(cluster)
            await office.done(
                f"cluster-{cluster}", "clara-manager", "SubmitApplication", level="bronze", kind="first"
            )
            office.at += timedelta(days=7)
        async with office.pool.acquire() as connection:
            rows = await inbox(connection, office.at + timedelta(days=3))
            listed = await clusters(connection, office.at.date(), office.at + timedelta(days=3))
    assert [(row.cluster_id, row.task, row.overdue) for row in rows] == [
        ("early", "decide-eligibility", True),
        ("late", "decide-eligibility", False),
    ]
    assert {row.commands for row in rows} == {("AcceptApplication", "DeclineApplication")}
    due = {row.cluster_id: row.due_at for row in rows}
    assert [(row.cluster_id, row.due_at, row.overdue) for row in listed] == [
        ("early", due["early"], True),
        ("late", due["late"], False),
    ]


async def test_an_operators_inbox_holds_the_secretariats_tasks(database: Database) -> None:
    async with recorder(database) as office:
        await office.cluster("aurora")
        await office.done(
            "cluster-aurora", "clara-manager", "SubmitApplication", level="bronze", kind="first"
        )
        async with office.pool.acquire() as connection:
            of_operator = await inbox(connection, office.at, person="olga-operator")
            of_manager = await inbox(connection, office.at, person="clara-manager")
            with pytest.raises(LookupError, match="nobody"):
                await inbox(connection, office.at, person="nobody")
    assert ([row.task for row in of_operator], of_manager) == (["decide-eligibility"], [])


async def test_a_review_of_a_decision_is_in_the_inbox_of_each_member_but_the_reported_one(
    database: Database,
) -> None:
    world = labelled(MONDAY).pay()
    tie = ReportConflict(case_id="bronze-1", person=VERA, reason="They sat on one board.")
    world.does(VERA, tie, on=AURORA)
    async with recorder(database) as office, office.pool.acquire() as connection:
        for stream in (AURORA, *(f"person-{each}" for each in (CARL, VERA, MAX, MONA))):
            await put_rows(connection, world.state(stream))
        found = {
            each: [row.task for row in await inbox(connection, office.at, person=each)]
            for each in (CARL, VERA, MAX, MONA)
        }
    assert found == {CARL: ["review-decision"], VERA: [], MAX: ["review-decision"], MONA: ["review-decision"]}


async def test_a_review_for_which_nobody_is_named_is_in_every_seated_members_inbox(
    database: Database,
) -> None:
    world = labelled(MONDAY).pay()
    tie = ReportConflict(case_id="bronze-1", person=VERA, reason="They sat on one board.")
    cluster = world.does(VERA, tie, on=AURORA).cluster("aurora")
    alone = cluster.with_case(cluster.cases[0].model_copy(update={"members": (VERA,)}))
    async with recorder(database) as office, office.pool.acquire() as connection:
        for state in (alone, world.person(CARL), world.person(ESTHER)):
            await put_rows(connection, state)
        found = [
            [row.task for row in await inbox(connection, office.at, person=each)] for each in (CARL, ESTHER)
        ]
    assert found == [["review-decision"], []]


async def test_the_register_shows_fields_for_the_public_only(database: Database) -> None:
    async with recorder(database) as office:
        day = {"earliest": "2025-11-03", "latest": "2025-11-03"}
        await office.done(
            "cluster-imported",
            "olga-operator",
            "ImportLabel",
            name="Imported Demo",
            country="DK",
            level="gold",
            kind="first",
            awarded=day,
            valid_until={"earliest": "2027-10-31", "latest": "2027-10-31"},
            source="a demo",
            row_key=f"{1:064x}",
        )
        async with office.pool.acquire() as connection:
            listed = await register(connection, office.at.date())
            in_grace = await register(connection, date(2028, 1, 15))
            statuses = (await clusters(connection, office.at.date(), office.at))[0].statuses
    assert [row.model_dump(mode="json") for row in listed] == [
        {
            "name": "Imported Demo",
            "country": "DK",
            "sector": "",
            "website": "",
            "level": "gold",
            "status": "valid",
            "valid_until": "2027-10-31",
            "renewable_until": None,
        }
    ]
    assert [(row.status, row.valid_until, row.renewable_until) for row in in_grace] == [
        ("expired", date(2027, 10, 31), date(2028, 10, 31))
    ]
    assert {level: status.state for level, status in statuses.items()} == {"gold": "valid"}


async def _rows(source: Any) -> dict[str, list[str]]:
    return {
        table: sorted(str(dict(row)) for row in await source.fetch(f"select * from rows.{table}"))  # noqa: S608
        for table in TABLES
    }

"""Offices as rows: what waits for their staff, what they may look at, and which cases must be handed over on a day."""

from datetime import UTC, date, datetime

import pytest

from domain.levels import Level
from domain.office.work import TASKS_OF_OFFICES
from domain.secretariat import day_ends
from domain.streams import PERSON
from ledger.connection import Pool
from ledger.reading import read_stream
from readmodel.changed import changed_rows
from readmodel.history import folded
from readmodel.inquiries import InboxRow, inbox
from readmodel.offices import (
    HandledCase,
    OfficeRow,
    office_rows,
    offices_of_staff,
    offices_then,
)
from readmodel.rows_then import RowsThen
from tests.recorder import CRITERIA, Recorder, recorder
from tests.servers import Database

pytestmark = pytest.mark.postgres

NINA, LUISE = "nina-nordlys", "luise-limes"
TODAY, LAST = date(2026, 3, 2), date(2026, 12, 31)


async def with_offices(office: Recorder) -> None:
    """Nordlys is accredited for Danish Bronze until the end of the year, Limes for German."""
    for name, office_id, country in ((NINA, "nordlys", "DK"), (LUISE, "limes", "DE")):
        await office.person(name)
        accredited = {"name": office_id.title(), "procedures": ["bronze"], "countries": [country]}
        days = {"from_on": "2026-01-01", "until_on": LAST.isoformat()}
        await office.done(f"office-{office_id}", "olga-operator", "AccreditOffice", **accredited, **days)
        await office.done(f"office-{office_id}", "olga-operator", "AppointStaff", person=name)


async def applied(office: Recorder, by: str = "clara-manager") -> None:
    await office.cluster("aurora", country="DK", language="da")
    await office.done("cluster-aurora", by, "SubmitApplication", level="bronze", kind="first")


async def waiting(pool: Pool, person: str, at: datetime) -> list[tuple[str, str | None]]:
    async with pool.acquire() as connection:
        return [(row.task, row.cluster_id) for row in await inbox(connection, at, person=person)]


def test_of_the_secretariat_s_work_an_office_does_what_the_table_lets_it() -> None:
    assert {"decide-eligibility", "propose-team"} == TASKS_OF_OFFICES


async def test_an_application_waits_for_the_offices_that_may_take_it(database: Database) -> None:
    async with recorder(database) as office:
        await with_offices(office)
        await applied(office)
        assert await waiting(office.pool, NINA, office.at) == [("decide-eligibility", "aurora")]
        assert await waiting(office.pool, LUISE, office.at) == []
        assert await waiting(office.pool, "olga-operator", office.at) == [("decide-eligibility", "aurora")]
        assert await waiting(office.pool, NINA, datetime(2027, 1, 4, 9, tzinfo=UTC)) == []


async def test_the_secretariat_s_work_waits_for_the_office_that_handles_the_case(database: Database) -> None:
    async with recorder(database) as office:
        await with_offices(office)
        await applied(office)
        stream, eligible = "cluster-aurora", dict.fromkeys(CRITERIA, True)
        await office.done(stream, NINA, "AcceptApplication", criteria=eligible)
        assert await waiting(office.pool, NINA, office.at) == []
        await office.done(stream, "olga-operator", "OfferAgreement")
        await office.done(stream, "clara-manager", "SignAgreement")
        assert await waiting(office.pool, NINA, office.at) == [("propose-team", "aurora")]
        await office.done(stream, "olga-operator", "HandOverCase", reason="It closes.")
        assert await waiting(office.pool, NINA, office.at) == []


async def test_a_case_of_an_office_that_is_accredited_no_more_waits_to_be_handed_over(
    database: Database,
) -> None:
    async with recorder(database) as office:
        await with_offices(office)
        await applied(office, by=NINA)
        async with office.pool.acquire() as connection:
            in_time = await inbox(connection, day_ends(LAST))
            too_late = await inbox(connection, datetime(2027, 1, 1, 9, tzinfo=UTC))
            (overdue,) = (row for row in too_late if row.task == "hand-over-case")
            assert [row.task for row in in_time] == ["decide-eligibility"]
            assert sorted(row.task for row in too_late) == ["decide-eligibility", "hand-over-case"]
    assert overdue == InboxRow(
        stream="cluster-aurora",
        cluster_id="aurora",
        name="aurora demo",
        case_id="bronze-1",
        task="hand-over-case",
        commands=("HandOverCase",),
        party="secretariat",
        persons=(),
        since=day_ends(LAST),
        due_at=None,
        overdue=False,
    )


async def test_an_office_is_listed_with_what_it_may_handle_on_a_day_and_what_it_handles(
    database: Database,
) -> None:
    async with recorder(database) as office:
        await with_offices(office)
        await applied(office, by=NINA)
        async with office.pool.acquire() as connection:
            then = await offices_then(connection)
            position = await connection.fetchval("select max(position) from ledger.events")
            before = await offices_then(connection, rows=RowsThen(position - 1))
    limes, nordlys = office_rows(then, LAST)
    assert nordlys == OfficeRow(
        office_id="nordlys",
        name="Nordlys",
        procedures=(Level.BRONZE,),
        countries=("DK",),
        accredited_until=LAST,
        accredited=True,
        staff=(NINA,),
        cases=("aurora/bronze-1",),
        to_hand_over=(),
    )
    assert (limes.cases, limes.staff) == ((), (LUISE,))
    (_, over) = office_rows(then, date(2027, 1, 1))
    assert (over.accredited, over.procedures, over.to_hand_over) == (False, (), ("aurora/bronze-1",))
    assert [row.cases for row in office_rows(before, LAST)] == [(), ()]
    assert then.within_reach_of(NINA, TODAY) == (
        HandledCase(
            stream="cluster-aurora",
            case_id="bronze-1",
            office="nordlys",
            cluster_id="aurora",
            name="aurora demo",
            country="DK",
            level=Level.BRONZE,
        ),
    )


async def test_the_offices_of_a_person_are_read_from_their_streams(database: Database) -> None:
    async with recorder(database) as office:
        await with_offices(office)
        async with office.pool.acquire() as connection:
            nina, clara = [
                folded(stream, await read_stream(connection, stream))
                for stream in (f"{PERSON}{NINA}", f"{PERSON}clara-manager")
            ]
            found = await offices_of_staff(connection, nina)  # type: ignore[arg-type]
            assert [each.office_id for each in found] == ["nordlys"]
            assert await offices_of_staff(connection, clara) == []  # type: ignore[arg-type]


async def test_the_rows_of_offices_follow_from_the_record(database: Database) -> None:
    async with recorder(database) as office:
        await with_offices(office)
        await applied(office, by=NINA)
        await office.done("cluster-aurora", "olga-operator", "HandOverCase", reason="It closes.")
        await office.done("office-nordlys", "olga-operator", "EndStaff", person=NINA)
        async with office.pool.acquire() as connection:
            assert [each async for each in changed_rows(connection)] == []

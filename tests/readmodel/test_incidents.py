"""Incidents: one open per cause, stream and subject, counted until it is resolved."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial

import asyncpg
import pytest

from ledger.connection import Connection
from readmodel.incidents import Cause, open_incidents, raise_incident, resolve_incidents, settle_incident
from tests.servers import Database

pytestmark = pytest.mark.postgres

FIRST = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
LATER = FIRST + timedelta(hours=3)
SHOWN = (
    "select incident_id, detail, first_seen, last_seen, attempts, resolved_at, resolved_by"
    " from operations.incidents order by first_seen"
)
raise_here = partial(
    raise_incident, cause=Cause.MAIL_SERVER_UNREACHABLE, stream="cluster-aurora", subject="letter-1"
)
resolve_here = partial(
    resolve_incidents, causes=[Cause.MAIL_SERVER_UNREACHABLE], stream="cluster-aurora", subject="letter-1"
)


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(database.app_url)
    yield connection
    await connection.close()


async def test_the_same_incident_is_counted_and_keeps_when_it_was_first_seen(connection: Connection) -> None:
    first = await raise_here(connection, detail="refused", at=FIRST)
    again = await raise_here(connection, detail="timed out", at=LATER)
    assert again == first
    assert [tuple(row) for row in await connection.fetch(SHOWN)] == [
        (first, "timed out", FIRST, LATER, 2, None, None)
    ]


async def test_an_incident_of_another_subject_is_another_incident(connection: Connection) -> None:
    first = await raise_here(connection, detail="refused", at=FIRST)
    other = await raise_here(connection, detail="refused", at=LATER, subject="letter-2")
    assert [row["incident_id"] for row in await connection.fetch(SHOWN)] == [first, other]


async def test_what_returns_after_it_was_resolved_is_a_new_incident(connection: Connection) -> None:
    first = await raise_here(connection, detail="refused", at=FIRST)
    await resolve_here(connection, at=FIRST, by="engine")
    second = await raise_here(connection, detail="refused", at=LATER)
    assert [tuple(row) for row in await connection.fetch(SHOWN)] == [
        (first, "refused", FIRST, FIRST, 1, FIRST, "engine"),
        (second, "refused", LATER, LATER, 1, None, None),
    ]


async def test_resolving_what_is_not_open_changes_nothing(connection: Connection) -> None:
    await resolve_here(connection, at=FIRST, by="engine")
    assert await connection.fetch(SHOWN) == []


async def test_a_person_says_that_an_incident_is_over(connection: Connection) -> None:
    incident = await raise_here(connection, detail="refused", at=FIRST)
    assert [each.incident_id for each in await open_incidents(connection)] == [incident]
    assert await settle_incident(connection, incident, at=LATER, by="olga-operator")
    assert await open_incidents(connection) == []
    assert not await settle_incident(connection, incident, at=LATER, by="olga-operator")

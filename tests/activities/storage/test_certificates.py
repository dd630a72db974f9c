"""An overdue certificate: an incident from its last day on, until it is issued or needed no more (R28)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest

from activities.interface import Receipt, Recorded, Recording
from activities.storage.certificates import watch_certificates
from domain.standing import Standing
from ledger.connection import Pool
from readmodel.incidents import open_incidents
from tests.servers import Database

pytestmark = pytest.mark.postgres

AT = datetime(2026, 3, 2, 23, tzinfo=UTC)
STREAM = "cluster-aurora"


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[Pool]:
    async with asyncpg.create_pool(database.app_url, min_size=1, max_size=2) as pool:
        yield pool


async def recorded(pool: Pool, *events: str, uncertified: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Which incidents are open after a command with these events, as (cause, case)."""
    standing = Standing(stream=STREAM, version=9, stage="no open case", uncertified=uncertified)
    receipt = Receipt(stream=STREAM, version=9, position=9, events=events)
    order = Recording(stream=STREAM, command_id=uuid4(), actor=None, command={}, at=AT)
    await watch_certificates(pool, order, Recorded(receipt=receipt, standing=standing))
    async with pool.acquire() as connection:
        return [(each.cause, each.subject) for each in await open_incidents(connection)]


async def test_a_certificate_that_is_late_is_an_incident_until_it_is_issued(pool: Pool) -> None:
    late = await recorded(pool, "DeadlinePassed", uncertified=("gold-1",))
    assert late == [("certificate-overdue", "gold-1")]
    assert await recorded(pool, "NoticeSent", uncertified=("gold-1",)) == late
    assert await recorded(pool, "CertificateIssued") == []


async def test_the_certificate_of_an_annulled_decision_is_missed_no_more(pool: Pool) -> None:
    assert await recorded(pool, "DeadlinePassed", uncertified=("gold-1",)) != []
    assert await recorded(pool, "DecisionAnnulled", "LabelAnnulled") == []


async def test_one_certificate_issued_leaves_the_incident_of_another(pool: Pool) -> None:
    await recorded(pool, "DeadlinePassed", uncertified=("bronze-1", "gold-1"))
    assert await recorded(pool, "CertificateIssued", uncertified=("gold-1",)) == [
        ("certificate-overdue", "gold-1")
    ]


async def test_another_limit_that_passed_is_none(pool: Pool) -> None:
    assert await recorded(pool, "DeadlinePassed") == []

"""Publishing as the engine does it: a changed record is an incident until it is as it was signed again."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
from temporalio.testing import ActivityEnvironment

from activities.interface import CheckpointRequest, CheckpointResult
from activities.storage.checkpointing import Checkpointing
from ledger.connection import Pool
from ledger.publication import Signing
from ledger.published import Place
from ledger.timestamping import StampRefused
from readmodel.incidents import open_incidents
from tests.ledger.records import ORIGIN, SIGNING, grow
from tests.servers import Database

pytestmark = pytest.mark.postgres

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
OTHER = Signing(ORIGIN, bytes(32))
GUARDED = "alter table ledger.events {} trigger refuse_change"
EDIT = "update ledger.events set payload = replace(payload, '3', '4') where position = 3"
UNDO = "update ledger.events set payload = replace(payload, '4', '3') where position = 3"


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[Pool]:
    async with asyncpg.create_pool(database.app_url, min_size=1, max_size=2) as pool:
        yield pool


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path.as_uri())


async def published(checkpointing: Checkpointing) -> CheckpointResult:
    return await ActivityEnvironment().run(checkpointing.publish_checkpoint, CheckpointRequest(at=AT))


async def incidents(pool: Pool) -> list[tuple[str, str]]:
    async with pool.acquire() as connection:
        return [(each.cause, each.detail) for each in await open_incidents(connection)]


async def grown(pool: Pool, events: int) -> None:
    async with pool.acquire() as connection:
        await grow(connection, events)


async def test_a_checkpoint_is_published(pool: Pool, place: Place) -> None:
    await grown(pool, 5)
    checkpointing = Checkpointing(pool, place, SIGNING, None)
    assert await published(checkpointing) == CheckpointResult(events=5, outcomes=5)
    assert await incidents(pool) == []


async def test_a_changed_record_is_an_incident_until_it_is_as_it_was(
    pool: Pool, place: Place, database: Database
) -> None:
    await grown(pool, 5)
    checkpointing = Checkpointing(pool, place, SIGNING, None)
    await published(checkpointing)
    superuser = await asyncpg.connect(database.superuser_url)
    await superuser.execute(GUARDED.format("disable"))
    await superuser.execute(EDIT)
    said = "The event at 3 of trial-1 is changed since signed."
    assert await published(checkpointing) == CheckpointResult(events=0, outcomes=0, refused=said)
    assert await incidents(pool) == [("record-changed", said)]
    await superuser.execute(UNDO)
    await superuser.close()
    assert await published(checkpointing) == CheckpointResult(events=5, outcomes=5)
    assert await incidents(pool) == []


async def test_a_key_that_is_not_in_use_is_an_incident(pool: Pool, place: Place) -> None:
    await grown(pool, 5)
    await published(Checkpointing(pool, place, SIGNING, None))
    refused = await published(Checkpointing(pool, place, OTHER, None))
    assert await incidents(pool) == [("checkpoint-key-refused", refused.refused)]


async def test_a_time_stamp_that_is_wanted_and_missing_is_an_incident_and_stops_nothing(
    pool: Pool, place: Place
) -> None:
    async def away(_: bytes) -> bytes:
        raise StampRefused("The authority cannot be reached.")

    async def there(_: bytes) -> bytes:
        return b"dated"

    await grown(pool, 5)
    stamped = await published(Checkpointing(pool, place, SIGNING, away))
    assert stamped == CheckpointResult(events=5, outcomes=5)
    assert await incidents(pool) == [("timestamp-missing", "The authority cannot be reached.")]
    await published(Checkpointing(pool, place, SIGNING, there))
    assert await incidents(pool) == []

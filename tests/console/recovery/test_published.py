"""A record that holds less than was published of it was restored, and nobody has said so."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from console.recovery.checking import published_of, wrong_with
from console.recovery.published import BehindPublished, require_all_published
from domain.ledger.events import CitedCheckpoint
from ledger.checkpoints import Checkpoint
from ledger.connection import Pool
from ledger.entries import entry_hashes
from ledger.merkle import leaf_hash, root
from ledger.notes import Signer
from ledger.published import Place
from tests.ledger.appends import appended, appending, event
from tests.servers import Database

pytestmark = pytest.mark.postgres

ORIGIN = "laurel.example/record"
EVENTS = f"{ORIGIN}/events"


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[Pool]:
    """A record of three events."""
    async with asyncpg.create_pool(database.app_url, min_size=1) as pool:
        async with pool.acquire() as connection:
            await appended(connection, appending("cluster-1", 0, event("A"), event("B"), event("C")))
        yield pool


@pytest.fixture
async def place(tmp_path: Path) -> Place:
    place = Place(tmp_path.as_uri())
    await place.begin(ORIGIN)
    return place


async def publish(place: Place, size: int, of: bytes = bytes(32)) -> None:
    note = Signer.from_seed(EVENTS, bytes(32)).sign(Checkpoint(EVENTS, size, of).text)
    log = place.log(ORIGIN, "events")
    await log.add_checkpoint(size, note)
    await log.set_newest(note)


async def root_of(pool: Pool, size: int) -> bytes:
    async with pool.acquire() as connection:
        return root([leaf_hash(entry) for entry in await entry_hashes(connection, "events", size)])


async def test_a_record_of_which_nothing_was_published_may_go_on(pool: Pool, tmp_path: Path) -> None:
    await require_all_published(pool, Place(tmp_path.as_uri()))


@pytest.mark.parametrize("size", [1, 3])
async def test_a_record_that_reaches_what_was_published_may_go_on(
    pool: Pool, place: Place, size: int
) -> None:
    await publish(place, size)
    await require_all_published(pool, place)


async def test_a_record_that_falls_short_of_what_was_published_may_not(pool: Pool, place: Place) -> None:
    await publish(place, 4)
    with pytest.raises(BehindPublished, match="holds 3 events, and 4 were published"):
        await require_all_published(pool, place)


async def test_a_log_begun_after_a_restore_is_the_one_that_counts(pool: Pool, place: Place) -> None:
    await publish(place, 4)
    await place.begin(f"{ORIGIN}/2")
    await require_all_published(pool, place)


async def test_a_restored_record_is_held_against_the_last_checkpoint_it_reaches(
    pool: Pool, place: Place
) -> None:
    for size in (1, 2, 4):
        await publish(place, size, await root_of(pool, size))
    async with pool.acquire() as connection:
        (found,) = await published_of(connection, place)
        assert found == CitedCheckpoint(origin=EVENTS, size=2, root=(await root_of(pool, 2)).hex())
        assert await wrong_with(connection, [found]) == []


async def test_a_record_that_is_not_the_published_one_is_said_to_be_so(
    pool: Pool, place: Place, superuser_url: str
) -> None:
    await publish(place, 2, await root_of(pool, 1))
    changed = await asyncpg.connect(superuser_url)
    async with pool.acquire() as connection:
        assert await wrong_with(connection, await published_of(connection, place)) == [
            "The first 2 events do not have the root that was published of them."
        ]
        await changed.execute("alter table ledger.events disable trigger all")
        await changed.execute("update ledger.events set payload = '{}' where position = 3")
        assert await wrong_with(connection, []) == ["events 3 of cluster-1: hash."]
    await changed.close()


@pytest.fixture
def superuser_url(database: Database) -> str:
    return database.superuser_url

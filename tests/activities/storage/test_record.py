"""One command, one outcome: the same for the same id, however often and however many at once ask."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from activities.interface import Recorded, Recording
from activities.storage.record import Record
from domain.schemes import scheme
from ledger.connection import Pool
from ledger.documents import Documents
from ledger.reading import read_stream
from ledger.sealing import Sealer
from tests.scene import AURORA, CLARA, OLGA, PROFILE
from tests.servers import Database

pytestmark = pytest.mark.postgres

AT = datetime(2030, 3, 4, 9, tzinfo=UTC)
REGISTRATION: dict[str, Any] = {
    "type": "RegisterCluster",
    "name": "Aurora",
    "country": "DK",
    "carrier": "Aurora Association",
    "language": "da",
    "managers": [CLARA],
    "profile": PROFILE,
}


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[Pool]:
    async with asyncpg.create_pool(database.app_url, min_size=1, max_size=10) as pool:
        yield pool


@pytest.fixture
async def record(pool: Pool, tmp_path: Path) -> Record:
    """A record in which Olga, of the secretariat, is the only person."""
    documents = Documents(tmp_path.as_uri(), limit_bytes=1000)
    record = Record(pool, Sealer(bytes(32)), documents, scheme())
    assert _events(await record(person(OLGA, offices=["operator"]))) == ("PersonRegistered",)
    return record


def order(stream: str, by: str | None, command_id: UUID | None = None, **command: Any) -> Recording:
    return Recording(stream=stream, command_id=command_id or uuid4(), actor=by, command=command, at=AT)


def person(name: str, **more: Any) -> Recording:
    known = {"name": name.title(), "email": f"{name}@people.example", "language": "en", "country": "DE"}
    return order(f"person-{name}", OLGA, **({"type": "RegisterPerson"} | known | more))


def change(staff: int, command_id: UUID | None = None) -> Recording:
    profile = PROFILE | {"staff_fte_hundredths": staff}
    return order(AURORA, CLARA, command_id, type="UpdateProfile", profile=profile)


def _events(recorded: Recorded) -> tuple[str, ...]:
    assert recorded.receipt is not None
    return recorded.receipt.events


def _refused(recorded: Recorded) -> str:
    assert recorded.refusal is not None
    return recorded.refusal.code


async def _trail(pool: Pool) -> list[str]:
    async with pool.acquire() as connection:
        return [event.type for event in await read_stream(connection, AURORA)]


async def test_a_refusal_is_remembered_even_when_the_rules_would_now_agree(
    record: Record, pool: Pool
) -> None:
    registration = order(AURORA, OLGA, **REGISTRATION)
    assert _refused(await record(registration)) == "person-unknown"
    await record(person(CLARA))
    assert _refused(await record(registration)) == "person-unknown"
    assert await _trail(pool) == []
    assert _events(await record(order(AURORA, OLGA, **REGISTRATION))) == ("ClusterRegistered",)


async def test_an_id_used_for_another_request_is_refused_and_keeps_its_first_outcome(
    record: Record, pool: Pool
) -> None:
    await record(person(CLARA))
    registration = order(AURORA, OLGA, **REGISTRATION)
    first = await record(registration)
    renamed = registration.model_copy(update={"command": REGISTRATION | {"name": "Borealis"}})
    another = registration.model_copy(update={"actor": CLARA})
    assert [_refused(await record(each)) for each in (renamed, another)] == ["command-id-reused"] * 2
    assert (await record(registration)).receipt == first.receipt
    assert await _trail(pool) == ["ClusterRegistered"]


async def test_one_id_asked_ten_times_at_once_is_carried_out_once(record: Record, pool: Pool) -> None:
    await record(person(CLARA))
    await record(order(AURORA, OLGA, **REGISTRATION))
    asked = change(100)
    outcomes = await asyncio.gather(*(record(asked) for _ in range(10)))
    assert [each.receipt for each in outcomes] == [outcomes[0].receipt] * 10
    assert await _trail(pool) == ["ClusterRegistered", "ProfileUpdated"]


async def test_commands_that_race_for_one_stream_are_each_decided_on_what_is_so_then(
    record: Record, pool: Pool
) -> None:
    await record(person(CLARA))
    await record(order(AURORA, OLGA, **REGISTRATION))
    outcomes = await asyncio.gather(*(record(change(staff)) for staff in range(100, 108)))
    versions = [each.receipt.version for each in outcomes if each.receipt]
    assert sorted(versions) == [*range(2, 10)]
    assert await _trail(pool) == ["ClusterRegistered", *["ProfileUpdated"] * 8]


async def test_an_overtaken_command_of_the_clock_has_an_outcome_without_events(
    record: Record, pool: Pool
) -> None:
    await record(person(CLARA))
    await record(order(AURORA, OLGA, **REGISTRATION))
    overtaken = await record(order(AURORA, None, type="PassExpiry", level="bronze", term=1))
    assert overtaken.receipt is not None
    assert (overtaken.receipt.events, overtaken.receipt.position) == ((), None)
    assert overtaken.standing.version == 1
    assert await _trail(pool) == ["ClusterRegistered"]


async def test_a_stream_that_is_not_the_one_remembered_is_read_anew(record: Record, pool: Pool) -> None:
    await record(person(CLARA))
    await record(order(AURORA, OLGA, **REGISTRATION))
    of_another_database = replace(record._folds.of([AURORA])[AURORA], last_event=uuid4())
    record._folds._kept[AURORA] = of_another_database
    assert _events(await record(change(100))) == ("ProfileUpdated",)
    assert await _trail(pool) == ["ClusterRegistered", "ProfileUpdated"]

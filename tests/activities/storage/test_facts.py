"""The facts of a committee: its members, and the Gold their seats rest on (R30)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from activities.interface import Recorded, Recording
from activities.storage.facts import read_facts
from activities.storage.folds import Folds
from activities.storage.record import Record
from activities.storage.streams import Streams
from domain.facts import Needs, Organisation
from domain.schemes import scheme
from ledger.connection import Pool
from ledger.documents import Documents
from ledger.reading import read_stream
from ledger.sealing import Sealer
from tests.servers import Database

pytestmark = pytest.mark.postgres

CLUSTER: dict[str, Any] = {
    "name": "Aurora",
    "country": "DK",
    "carrier": "Aurora Association",
    "language": "da",
    "managers": ["clara-manager"],
}
OLGA, DORA, ROUND = "olga-operator", "dora-deneb", "round-2030-03"
IN_GRACE, LAPSED = datetime(2031, 2, 27, 9, tzinfo=UTC), datetime(2031, 3, 3, 9, tzinfo=UTC)


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[Pool]:
    async with asyncpg.create_pool(database.app_url, min_size=1, max_size=2) as pool:
        yield pool


@pytest.fixture
async def record(pool: Pool, tmp_path: Path) -> Record:
    """A record in which Dora sits for Deneb, whose Gold may be renewed until the end of February 2031."""
    record = Record(pool, Sealer(bytes(32)), Documents(tmp_path.as_uri(), limit_bytes=1000), scheme())
    gold: dict[str, Any] = {
        "name": "Deneb",
        "country": "DE",
        "sector": "ICT",
        "level": "gold",
        "kind": "first",
        "valid_until": {"earliest": "2030-02-28", "latest": "2030-02-28"},
        "source": "a page of the holder",
        "row_key": "0" * 64,
    }
    for recording in (
        person(OLGA, "operator", "scheme-owner"),
        person(DORA),
        order("cluster-deneb", "ImportLabel", **gold),
        order(f"person-{DORA}", "SeatMember", role="chair", nominator="deneb", from_on="2030-01-01"),
    ):
        assert (await record(recording)).refusal is None
    return record


def order(stream: str, type_: str, by: str = OLGA, **data: Any) -> Recording:
    command = {"type": type_, **data}
    return Recording(stream=stream, command_id=uuid4(), actor=by, command=command, at=IN_GRACE)


def person(name: str, *offices: str) -> Recording:
    known = {"name": name.title(), "email": f"{name}@people.example", "language": "en", "country": "DE"}
    return order(f"person-{name}", "RegisterPerson", **known, offices=offices)


async def _opened(record: Record, by: str, at: datetime) -> Recorded:
    opening = order(ROUND, "OpenRound", by, opens_on="2031-03-01", closes_on="2031-03-31")
    return await record(opening.model_copy(update={"at": at}))


async def test_with_the_committee_comes_where_its_nominators_work(
    record: Record, pool: Pool, tmp_path: Path
) -> None:
    documents = Documents(tmp_path.as_uri(), limit_bytes=1000)
    assert (await record(person("clara-manager"))).refusal is None
    async with pool.acquire() as connection:
        streams = Streams(connection, Folds())
        read = await read_facts(connection, documents, Needs(committee=True), streams, ROUND)
    assert dict(read.facts.organisations) == {"deneb": Organisation(country="DE", sector="ICT")}


async def test_whether_a_case_waits_for_ad_hoc_members_is_read_from_its_cluster(
    record: Record, pool: Pool, tmp_path: Path
) -> None:
    documents = Documents(tmp_path.as_uri(), limit_bytes=1000)
    for recording in (
        person("clara-manager"),
        order("cluster-aurora", "RegisterCluster", **CLUSTER),
        order("cluster-aurora", "SubmitApplication", "clara-manager", level="bronze", kind="first"),
    ):
        assert (await record(recording)).refusal is None
    case = "aurora/bronze-1"
    async with pool.acquire() as connection:
        streams = Streams(connection, Folds())
        read = await read_facts(connection, documents, Needs(case=case), streams, f"person-{OLGA}")
    assert (read.facts.ad_hoc, list(read.versions)) == (None, ["cluster-aurora"])
    refusal = (
        await record(order(f"person-{OLGA}", "SeatMember", ad_hoc_for=case, from_on="2031-02-27"))
    ).refusal
    assert refusal is not None
    assert refusal.code == "ad-hoc-not-due"


async def test_a_member_whose_nominator_holds_gold_is_in_the_round(record: Record, pool: Pool) -> None:
    assert (await _opened(record, DORA, IN_GRACE)).refusal is None
    async with pool.acquire() as connection:
        (opened,) = await read_stream(connection, ROUND)
    assert f'"members":["{DORA}"]' in opened.payload


async def test_a_member_whose_nominator_holds_gold_no_longer_is_not(record: Record, pool: Pool) -> None:
    refusal = (await _opened(record, DORA, LAPSED)).refusal
    assert refusal is not None
    assert refusal.code == "not-permitted"
    assert (await _opened(record, OLGA, LAPSED)).refusal is None
    async with pool.acquire() as connection:
        (opened,) = await read_stream(connection, ROUND)
    assert '"members":[]' in opened.payload

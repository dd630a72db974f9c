"""A database of every released version opens under this one: migrated, verified, folded, unsealed, and gone on with."""

import asyncio
import lzma
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import orjson
import pytest

from activities.interface import Recording
from activities.storage.record import Record
from console.embedded import database as databases
from console.embedded.postgres import Postgres
from console.embedded.programs import client_programs
from console.journeys.installation import FIRST_OPERATOR
from domain.cluster.ladders import running_ladder
from domain.cluster.state import Cluster
from domain.schemes import scheme
from domain.streams import CLUSTER
from ledger.chain import broken_links
from ledger.connection import Connection
from ledger.documents import Documents
from ledger.migrating import pending
from ledger.reading import read_stream, streams_with_prefix
from ledger.sealing import Sealer
from readmodel.history import folded, standing_of
from tests.releases.record import HERE, cases, names
from tests.servers import Database

pytestmark = pytest.mark.postgres
RELEASES = sorted(folder for folder in HERE.iterdir() if (folder / "found.json").exists())
NORA = {
    "type": "RegisterPerson",
    "name": "Nora Newcomer",
    "email": "nora@people.example",
    "language": "en",
    "country": "DE",
}


@dataclass(frozen=True)
class Opened:
    """A release's database, brought up to date, and what was found in it when it was kept."""

    database: Database
    found: dict[str, Any]

    @property
    def sealer(self) -> Sealer:
        return Sealer(bytes.fromhex(self.found["sealing_key"]))

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        connection = await asyncpg.connect(self.database.app_url)
        try:
            yield connection
        finally:
            await connection.close()


@pytest.fixture(scope="module", params=RELEASES, ids=[folder.name for folder in RELEASES])
def opened(request: pytest.FixtureRequest, postgres_server: Postgres) -> Iterator[Opened]:
    database = Database(f"laurel_{uuid4().hex}", postgres_server)
    asyncio.run(_emptied(database))
    _restore(database, lzma.decompress((request.param / "database.sql.xz").read_bytes()))
    asyncio.run(databases.prepare(postgres_server, database.name))
    yield Opened(database, orjson.loads((request.param / "found.json").read_bytes()))
    asyncio.run(databases.drop(postgres_server, database.name))


async def _emptied(database: Database) -> None:
    await databases.make(database.server, database.name)
    await databases.open_to_roles(database.server, database.name)


def _restore(database: Database, dump: bytes) -> None:
    psql, address = str(client_programs() / "psql"), f"--dbname={database.owner_url}"
    options = ["--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    subprocess.run([psql, address, *options], input=dump, check=True, capture_output=True)


async def test_every_migration_is_applied_and_the_chains_hold(opened: Opened) -> None:
    async with opened.connection() as connection:
        assert await pending(connection) == []
        assert await broken_links(connection) == []
        assert await connection.fetchval("select count(*) from ledger.events") == opened.found["events"]


async def test_every_case_stands_where_it_stood(opened: Opened) -> None:
    async with opened.connection() as connection:
        assert await cases(connection) == opened.found["cases"]


async def test_every_sealed_name_is_opened(opened: Opened) -> None:
    async with opened.connection() as connection:
        assert await names(connection, opened.sealer) == opened.found["names"]


async def test_the_work_goes_on(opened: Opened, tmp_path: Path) -> None:
    stream = next(iter(opened.found["cases"])).partition("/")[0]
    async with asyncpg.create_pool(opened.database.app_url, min_size=1, max_size=2) as pool:
        record = Record(pool, opened.sealer, Documents(tmp_path.as_uri(), limit_bytes=1000), scheme())
        for on, command in (
            ("person-nora-newcomer", NORA),
            (stream, {"type": "ChangeManager", "managers": ["nora-newcomer"]}),
        ):
            given = Recording(
                stream=on, command_id=uuid4(), actor=FIRST_OPERATOR, command=command, at=datetime.now(UTC)
            )
            assert (await record(given)).refusal is None
    async with opened.connection() as connection:
        newcomer = {"nora-newcomer": "Nora Newcomer"}
        assert await names(connection, opened.sealer) == opened.found["names"] | newcomer
        managers = await connection.fetchval("select managers from rows.clusters where stream = $1", stream)
        assert managers == ["nora-newcomer"]
        assert await broken_links(connection) == []


async def test_every_term_of_a_known_end_gets_the_reminders_it_may_have_been_recorded_without(
    opened: Opened, tmp_path: Path
) -> None:
    terms = 0
    async with asyncpg.create_pool(opened.database.app_url, min_size=1, max_size=2) as pool:
        record = Record(pool, opened.sealer, Documents(tmp_path.as_uri(), limit_bytes=1000), scheme())
        async with opened.connection() as connection:
            for stream in await streams_with_prefix(connection, CLUSTER):
                cluster = await _cluster(connection, stream)
                terms += len(cluster.clocks)
                for _ in range(_planned(cluster).count(False)):
                    due = standing_of(stream, await read_stream(connection, stream)).due
                    assert due is not None
                    assert due.command["type"] == "PlanLadder"
                    given = Recording(
                        stream=stream,
                        command_id=due.command_id,
                        actor=None,
                        command=due.command,
                        at=datetime.now(UTC),
                    )
                    receipt = (await record(given)).receipt
                    assert receipt is not None
                    assert receipt.events == ("LadderPlanned",)
                assert _planned(await _cluster(connection, stream)) == [True] * len(cluster.clocks)
    assert terms > 0


def _planned(cluster: Cluster) -> list[bool]:
    """Of each label with a clock, whether its term's reminders are planned."""
    ladders = (running_ladder(cluster, level) for level in cluster.clocks)
    return [bool(ladder and ladder.planned) for ladder in ladders]


async def _cluster(connection: Connection, stream: str) -> Cluster:
    cluster = folded(stream, await read_stream(connection, stream))
    assert isinstance(cluster, Cluster)
    return cluster

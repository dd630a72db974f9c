"""A record of more than 5,000 events, some of them of real cases, tampered with in every way as superuser."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from console.auditing import wrong_rows
from console.embedded import database as databases
from console.embedded.postgres import Postgres
from ledger.connection import Connection
from ledger.notes import Signer
from ledger.published import Place
from ledger.publishing import PublicationRefused
from ledger.trusting import Trust
from ledger.verifying import verify
from tests.ledger.records import ORIGIN, grow, published
from tests.ledger.tamperings import TAMPERINGS, Bounds, Tampering, said, tampered
from tests.rehearsed import rehearsed
from tests.servers import Database

pytestmark = [pytest.mark.drill, pytest.mark.postgres]

EVENTS, ABOVE = 5400, 40
FORGER = Signer.from_seed(f"{ORIGIN}/events", bytes(32))
NOTHING, *EVERY_WAY = sorted(TAMPERINGS, key=lambda tampering: tampering.name != "nothing")


@dataclass(frozen=True)
class Installation:
    """A record and where it is published."""

    database: Database
    folder: Path
    at: Bounds

    @property
    def place(self) -> Place:
        return Place(self.folder.as_uri())

    @property
    def log(self) -> Path:
        return self.folder / ORIGIN / "events"

    @asynccontextmanager
    async def auditor(self) -> AsyncIterator[Connection]:
        connection = await asyncpg.connect(self.database.reader_url)
        yield connection
        await connection.close()

    async def found(self, trust: Trust | None = None) -> list[tuple[str, str, int, int]]:
        """What the auditor finds at or below the last checkpoint."""
        async with self.auditor() as auditor:
            return said(await verify(auditor, self.place, trust=trust), self.at.n)

    async def tamper(self, tampering: Tampering) -> None:
        superuser = await asyncpg.connect(self.database.superuser_url)
        await tampered(superuser, tampering, self.at)
        await superuser.close()


@pytest.fixture(scope="module")
def recorded(
    postgres_server: Postgres, migrated_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Installation:
    """Cases as their rules walked them, then as many events as are missing; published three times on the way."""
    database, folder = Database("laurel_to_tamper_with", postgres_server), tmp_path_factory.mktemp("recorded")
    asyncio.run(databases.make(postgres_server, database.name, template=migrated_template))
    asyncio.run(databases.open_to_roles(postgres_server, database.name))
    return asyncio.run(_recorded(database, folder))


async def _recorded(database: Database, folder: Path) -> Installation:
    await rehearsed(database, folder / "documents")
    app = await asyncpg.connect(database.app_url)
    place = Place((folder / "published").as_uri())
    for share in (3, 2, 1):
        missing = EVENTS - await app.fetchval("select max(position) from ledger.events")
        await grow(app, missing // share)
        _, outcomes = await published(app, place)
    await grow(app, ABOVE)
    await app.close()
    at = Bounds(p=EVENTS // 2, q=EVENTS // 2 + 300, n=EVENTS, m=EVENTS + ABOVE, outcomes=outcomes)
    return Installation(database, folder / "published", at)


@pytest.fixture
def installation(recorded: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A copy of it, to be tampered with."""
    server, name = recorded.database.server, f"laurel_{uuid4().hex}"
    asyncio.run(databases.make(server, name, template=recorded.database.name))
    asyncio.run(databases.open_to_roles(server, name))
    folder = shutil.copytree(recorded.folder, tmp_path / "published")
    yield Installation(Database(name, server), folder, recorded.at)
    asyncio.run(databases.drop(server, name))


async def test_a_record_nobody_tampered_with_is_found_whole(installation: Installation) -> None:
    await installation.tamper(NOTHING)
    async with installation.auditor() as auditor:
        verdicts = await verify(auditor, installation.place)
        assert said(verdicts) == []
        assert await wrong_rows(auditor, None, lambda _: None) == []
    events, outcomes = verdicts
    assert (events.entries, events.covered, events.by_chain_only, events.checkpoints) == (5440, 5400, 40, 3)
    assert (outcomes.covered, outcomes.by_chain_only) == (installation.at.outcomes, ABOVE)


@pytest.mark.parametrize("tampering", EVERY_WAY, ids=lambda tampering: tampering.name)
async def test_each_way_of_tampering_is_found_named_and_never_signed_over(
    installation: Installation, tampering: Tampering
) -> None:
    await installation.tamper(tampering)
    assert await installation.found() == tampering.found(installation.at)
    app = await asyncpg.connect(installation.database.app_url)
    with pytest.raises(PublicationRefused):
        await published(app, installation.place)
    await app.close()


async def test_a_checkpoint_replaced_by_one_that_fits_the_forged_record_is_found(
    installation: Installation,
) -> None:
    text = (installation.log / "checkpoint").read_text(encoding="utf-8").partition("\n\n")[0]
    for name in ("checkpoint", f"checkpoints/{EVENTS}"):
        (installation.log / name).write_text(FORGER.sign(f"{text}\n"), encoding="utf-8")
    assert await installation.found() == [
        ("events", "checkpoint-refused", EVENTS, EVENTS),
        ("events", "checkpoint-missing", EVENTS, EVENTS),
    ]


async def test_a_history_replaced_whole_keys_and_all_is_found_by_what_an_auditor_kept(
    installation: Installation,
) -> None:
    kept = (installation.log / "checkpoint").read_text(encoding="utf-8")
    vkey = (installation.log / "keys").read_text(encoding="utf-8").split()[1]
    await installation.tamper(next(way for way in EVERY_WAY if "rewritten" in way.name))
    shutil.rmtree(installation.folder / "laurel.example")
    (installation.folder / "origins").unlink()
    superuser = await asyncpg.connect(installation.database.superuser_url)
    await superuser.execute("delete from operations.checkpoints")
    await published(superuser, installation.place)
    await superuser.close()
    assert await installation.found() == []
    assert await installation.found(Trust(vkey=vkey, checkpoints=(kept,))) == [
        ("events", "checkpoint-contradicts", EVENTS, EVENTS)
    ]


async def test_a_changed_read_row_is_found_while_both_logs_are_whole(installation: Installation) -> None:
    superuser = await asyncpg.connect(installation.database.superuser_url)
    changed = await superuser.fetchrow(
        "update rows.cases set stage = 'closed' where ctid = (select min(ctid) from rows.cases) returning *"
    )
    await superuser.close()
    assert changed is not None
    assert await installation.found() == []
    async with installation.auditor() as auditor:
        found = await wrong_rows(auditor, None, lambda _: None)
    assert [finding.sentence for finding in found] == [
        f"The row {changed['case_id']} of {changed['stream']} in cases is not what the events say."
    ]

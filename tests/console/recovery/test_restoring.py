"""A backup brought back: all of it, only where it may, and only when it is what was backed up."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from console.connections import erasures_of
from console.embedded.postgres import Postgres
from console.recovery.backing_up import Backup, BackupPlace, back_up
from console.recovery.dumping import SCHEMAS
from console.recovery.holding import CAUSE
from console.recovery.manifest import FILE, Manifest
from console.recovery.recording_restore import Restored, RestoreRecorder
from console.recovery.restoring import RestoreRefused, bring_back
from console.settings import Settings
from console.signing import place_of, signing_of
from domain.cluster.state import Cluster
from domain.ledger.events import LedgerRestored
from domain.rejected import Rejected
from domain.streams import LEDGER
from ledger.documents import Documents
from ledger.erasures import Erasure
from ledger.publishing import publish
from ledger.reading import StoredEvent, last_position, read_all, read_stream
from ledger.verifying import verify
from readmodel.history import folded, happened_of
from tests.console.recovery.installations import content, empty_database, settings_of, target_of
from tests.recorder import Recorder, recorder
from tests.servers import Database

pytestmark = pytest.mark.postgres

AURORA, OLGA = "cluster-aurora", "olga-operator"
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
ANOTHER_KEY = b"another key than the one before."


@dataclass(frozen=True)
class Before:
    """An installation with an application whose letter is owed, two documents and a checkpoint; `folder` has it all."""

    office: Recorder
    database: Database
    settings: Settings
    folder: Path

    @property
    def place(self) -> BackupPlace:
        return BackupPlace((self.folder / "backups").as_uri())

    async def backed_up(self, now: datetime = NOW) -> Backup:
        return await back_up(self.settings, self.place, now=now, told=lambda _: None)

    async def checkpoint(self) -> None:
        async with self.office.pool.acquire() as connection:
            await publish(connection, place_of(self.settings), signing_of(self.settings), NOW)

    async def withdraw(self) -> None:
        await self.office.done(AURORA, "clara-manager", "WithdrawApplication")

    def files(self, *folders: str) -> list[Path]:
        within = self.folder.joinpath(*folders).rglob("*")
        return sorted(path for path in within if path.is_file())


@dataclass(frozen=True)
class After:
    """An installation to restore into, whose files lie elsewhere."""

    database: Database
    settings: Settings

    async def brought_back(self, before: Before, made: Backup, replacing: str | None = None) -> Manifest:
        target = target_of(self.database, self.settings)
        return await bring_back(target, before.place, made.name, replacing=replacing, told=lambda _: None)

    async def said(self, *, by: str = OLGA, at: datetime = NOW) -> Restored:
        target = target_of(self.database, self.settings)
        recording = RestoreRecorder(target, by=by, reason="A disk was lost.", told=lambda _: None)
        return await recording.record(made_at=NOW, at=at)

    async def events(self, stream: str | None = None) -> list[StoredEvent]:
        connection = await asyncpg.connect(self.database.reader_url)
        found = await (read_stream(connection, stream) if stream else read_all(connection))
        await connection.close()
        return found


@pytest.fixture
async def before(database: Database, tmp_path: Path) -> AsyncIterator[Before]:
    settings = settings_of(database, tmp_path / "before")
    async with recorder(database) as office:
        await office.cluster("aurora")
        await office.done(AURORA, "clara-manager", "SubmitApplication", level="bronze", kind="first")
        documents = Documents(settings.documents_url, limit_bytes=1000)
        for each in (b"a questionnaire", b"a success story"):
            await documents.put(each)
        before = Before(office, database, settings, tmp_path)
        await before.checkpoint()
        yield before


@pytest.fixture
def spare(postgres_server: Postgres) -> Iterator[Database]:
    with empty_database(postgres_server) as database:
        yield database


@pytest.fixture
def after(spare: Database, tmp_path: Path) -> After:
    return After(spare, settings_of(spare, tmp_path / "after"))


async def test_what_comes_back_is_row_for_row_what_was_backed_up(before: Before, after: After) -> None:
    made = await before.backed_up()
    await after.brought_back(before, made)
    assert await content(after.database) == await content(before.database)
    documents = Documents(after.settings.documents_url, limit_bytes=1000)
    assert {document.sha256 async for document in documents.listed()} == set(made.manifest.documents)
    published = [[path.name for path in before.files(each, "checkpoints")] for each in ("before", "after")]
    assert published[0] == published[1] != []


async def test_every_schema_of_the_record_is_in_a_backup(before: Before) -> None:
    schemas = await before.office.pool.fetch(
        "select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in"
        " ('public', 'information_schema')"
    )
    assert {row["nspname"] for row in schemas} == set(SCHEMAS)


async def test_a_backup_made_while_commands_are_carried_out_is_of_one_moment(
    before: Before, after: After
) -> None:
    async def write() -> None:
        for number in range(40):
            await before.office.cluster(f"further-{number}")

    writing = asyncio.create_task(write())
    made = await before.backed_up()
    await writing
    manifest = await after.brought_back(before, made)
    async with before.office.pool.acquire() as connection:
        assert manifest.position < await last_position(connection)
        assert await after.events() == await read_all(connection, limit=manifest.position)


async def test_documents_that_are_at_the_place_already_are_not_copied_again(before: Before) -> None:
    def written() -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns for path in before.files("backups", "documents")}

    await before.backed_up()
    first = written()
    third = await Documents(before.settings.documents_url, limit_bytes=1000).put(b"another story")
    made = await before.backed_up(NOW + timedelta(days=1))
    assert written() == {**first, third.sha256: written()[third.sha256]}
    assert len(made.manifest.documents) == len(first) + 1 == 3
    assert await before.place.names() == ["20260302T100000Z", "20260303T100000Z"]


async def test_a_document_that_was_damaged_is_named_and_not_taken(before: Before) -> None:
    damaged, whole = before.files("before", "documents")
    damaged.write_bytes(b"something else")
    made = await before.backed_up()
    assert made.damaged == (damaged.name,)
    assert list(made.manifest.documents) == [whole.name]


async def test_no_key_and_no_password_is_in_a_backup_which_names_what_to_keep_apart(before: Before) -> None:
    made = await before.backed_up()
    keys = (before.settings.sealing_key, before.settings.payload_key, before.settings.checkpoint_key)
    secrets = [*(key.get_secret_value() for key in keys), *before.database.server.passwords.values()]
    held = b"".join(path.read_bytes() for path in before.files("backups"))
    assert [secret for secret in secrets if secret.encode() in held] == []
    assert set(made.manifest.kept_apart) == {
        "LAUREL_SEALING_KEY",
        "LAUREL_PAYLOAD_KEY",
        "LAUREL_CHECKPOINT_KEY",
        "LAUREL_ERASURES_URL",
        "database passwords",
    }


async def test_a_restore_is_said_on_the_record_together_with_what_is_known_to_be_lost(
    before: Before, spare: Database
) -> None:
    made = await before.backed_up()
    # Published later than the backup, at a place the loss has spared.
    await before.withdraw()
    await before.checkpoint()
    after = After(spare, settings_of(spare, before.folder / "before"))
    await after.brought_back(before, made)
    restored, position = await after.said(), made.manifest.position
    assert (restored.position, restored.lost, restored.origin) == (position, 1, "localhost/record/2")
    (event,) = await after.events(LEDGER)
    told = happened_of(event).event
    assert isinstance(told, LedgerRestored)
    assert (event.position, told.position, told.made_at) == (position + 1, position, NOW)
    assert [(each.origin, each.size) for each in told.checkpoints] == [
        ("localhost/record/events", position + 1),
        ("localhost/record/outcomes", made.manifest.outcomes + 1),
    ]


async def test_a_letter_owed_in_the_backup_is_held_since_it_may_have_gone_out(
    before: Before, after: After
) -> None:
    await after.brought_back(before, await before.backed_up())
    restored = await after.said()
    cluster = folded(AURORA, await after.events(AURORA))
    assert isinstance(cluster, Cluster)
    assert ([failure.cause for failure in cluster.failed], cluster.debts, restored.held) == ([CAUSE], (), 1)


async def test_moments_that_came_since_the_backup_are_passed_and_their_letters_held(
    before: Before, after: After
) -> None:
    await after.brought_back(before, await before.backed_up())
    restored = await after.said(at=NOW + timedelta(days=40))
    events = [event.type for event in await after.events(AURORA)]
    assert [type_ for type_ in events if type_.startswith("Deadline")] == ["DeadlineEscalated"]
    assert restored.held == events.count("NoticeFailed") == 2


async def test_only_an_operator_of_the_restored_record_says_that_it_was_restored(
    before: Before, after: After
) -> None:
    made = await before.backed_up()
    await after.brought_back(before, made)
    with pytest.raises(Rejected, match="only an operator may"):
        await after.said(by="clara-manager")
    connection = await asyncpg.connect(after.database.app_url)
    assert await connection.fetchval("select count(*) from ledger.outcomes") == made.manifest.outcomes
    await connection.close()


async def test_a_backup_restored_a_second_time_begins_a_log_of_its_own(
    before: Before, spare: Database
) -> None:
    made, after = await before.backed_up(), After(spare, settings_of(spare, before.folder / "before"))
    await before.office.pool.close()
    origins = []
    for _ in range(2):
        await after.brought_back(before, made, replacing=spare.name)
        origins.append((await after.said()).origin)
        connection = await asyncpg.connect(spare.app_url)
        place = place_of(after.settings)
        said = [event.position for event in await after.events(LEDGER)]
        await publish(connection, place, signing_of(after.settings), NOW, restorations=said)
        verdicts = await verify(connection, place, restorations=said)
        assert [finding for verdict in verdicts for finding in verdict.findings] == []
        await connection.close()
    assert origins == ["localhost/record/2", "localhost/record/3"]


async def test_a_database_that_holds_a_record_is_replaced_by_its_name_and_while_nobody_is_at_work(
    before: Before,
) -> None:
    made, name = await before.backed_up(), before.database.name
    itself = After(before.database, before.settings)
    await before.withdraw()
    with pytest.raises(RestoreRefused, match="stop the workers first"):
        await itself.brought_back(before, made, replacing=name)
    await before.office.pool.close()
    held = await content(before.database)
    for other in (None, "laurel"):
        with pytest.raises(RestoreRefused, match=f"To replace it: --replace {name}"):
            await itself.brought_back(before, made, replacing=other)
    assert await content(before.database) == held
    await itself.brought_back(before, made, replacing=name)
    assert len(await itself.events()) == made.manifest.position


async def test_texts_that_could_not_be_opened_are_not_brought_back(before: Before, spare: Database) -> None:
    other = After(spare, settings_of(spare, before.folder / "after", sealing_key=ANOTHER_KEY))
    made = await before.backed_up()
    with pytest.raises(RestoreRefused, match="LAUREL_SEALING_KEY is not the key"):
        await other.brought_back(before, made)
    assert await content(spare) == {}


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def delete(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize("harm", [cut_off, delete])
@pytest.mark.parametrize("file", ["*/database.dump", "*/published/**/checkpoint", "documents/*/*"])
async def test_a_backup_of_which_anything_was_changed_or_taken_is_refused_before_anything_is_done(
    harm: Callable[[Path], None], file: str, before: Before, after: After
) -> None:
    made = await before.backed_up()
    harm(next((before.folder / "backups").glob(file)))
    with pytest.raises(RestoreRefused, match=r"was changed\.|is missing\.|There is no document"):
        await after.brought_back(before, made)
    assert await content(after.database) == {}


async def test_a_backup_that_is_not_there_and_one_whose_manifest_is_torn_are_refused(
    before: Before, after: After
) -> None:
    made = await before.backed_up()
    with pytest.raises(RestoreRefused, match="There is no backup never at file://"):
        await after.brought_back(before, made.model_copy(update={"name": "never"}))
    await before.place.files.write(f"{made.name}/{FILE}", b"{")
    with pytest.raises(RestoreRefused, match=r"manifest\.json of the backup cannot be read"):
        await after.brought_back(before, made)
    assert await content(after.database) == {}


@pytest.mark.parametrize(("who", "unsaid"), [("clara-manager", ["person-clara-manager"]), ("nobody", [])])
async def test_an_erasure_whose_event_is_lost_is_named_if_there_is_anybody_to_erase(
    who: str, unsaid: list[str], before: Before, after: After
) -> None:
    await after.brought_back(before, await before.backed_up())
    listed = erasures_of(after.settings)
    assert listed
    await listed.note(Erasure(uuid4(), "subject", f"person-{who}", NOW))
    restored = await after.said()
    assert (restored.erasures, list(restored.unsaid)) == (len(unsaid), unsaid)


async def test_a_backup_of_another_program_s_schema_is_refused(before: Before, after: After) -> None:
    made = await before.backed_up()
    later = made.manifest.model_copy(update={"migrations": {"9999_of_later.sql": "0" * 64}})
    await before.place.files.write(f"{made.name}/{FILE}", later.model_dump_json().encode())
    with pytest.raises(RestoreRefused, match=r"9999_of_later\.sql is not this one's"):
        await after.brought_back(before, made)


async def test_a_record_that_was_changed_before_it_was_backed_up_is_not_taken_for_whole(
    before: Before, after: After
) -> None:
    superuser = await asyncpg.connect(before.database.superuser_url)
    await superuser.execute("alter table ledger.events disable trigger all")
    await superuser.execute("update ledger.events set payload = '{}' where position = 2")
    await superuser.close()
    made = await before.backed_up()
    with pytest.raises(RestoreRefused, match="What was restored is not whole: events 2 of"):
        await after.brought_back(before, made)

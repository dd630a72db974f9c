"""Restoring a backup: into an empty database, checked against what was published, and said on the record."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from pydantic import SecretStr

from console.recovery import manifest as manifests
from console.recovery.backing_up import BackupPlace
from console.recovery.checking import wrong_with
from console.recovery.dumping import SCHEMAS, load
from console.recovery.manifest import Manifest
from console.settings import Settings
from ledger.connection import Connection
from ledger.documents import DocumentDamaged, DocumentMissing, Documents
from ledger.files import FileMissing, Files
from ledger.migrating import migrate, migrations
from readmodel.making import ensure_rows

_HOLDS = """
select exists (select from ledger.events) or exists (select from ledger.outcomes) as anything
"""
_CONNECTED = """
select count(*) from pg_stat_activity
where datname = current_database() and usename = 'laurel_app' and pid <> pg_backend_pid()
"""

Told = Callable[[str], None]


class RestoreRefused(Exception):
    """Nothing was restored, or what was restored is not what it should be; the sentence says which."""


@dataclass(frozen=True)
class Target:
    """The installation to restore into. `owner_url`: its database as laurel_owner."""

    settings: Settings
    owner_url: SecretStr


async def bring_back(
    target: Target, place: BackupPlace, name: str, *, replacing: str | None, told: Told
) -> Manifest:
    """Database, documents and published logs as they were in the backup; its manifest.

    Raises `RestoreRefused`: before anything is changed where the backup or its key is not right, a worker is at work,
    or the database holds a record and `replacing` is not its name; afterwards where what came back is damaged.
    """
    manifest = await _manifest(place, name)
    if manifest.sealing_key != manifests.fingerprint(target.settings):
        raise RestoreRefused("LAUREL_SEALING_KEY is not the key the backup's texts are sealed under.")
    _require_known(manifest)
    with tempfile.TemporaryDirectory() as folder:
        dumped = Path(folder) / "database.dump"
        told("checking the backup")
        await _fetch(place, name, manifest, dumped)
        told("database")
        await _replace_database(target, dumped, replacing)
    told("published logs")
    await _put_back_published(target.settings, place, name, manifest)
    told("documents")
    await _put_back_documents(target.settings, place, manifest)
    told("chains and checkpoints")
    await _examine(target, manifest)
    return manifest


async def _manifest(place: BackupPlace, name: str) -> Manifest:
    try:
        return await place.manifest(name)
    except FileMissing as missing:
        raise RestoreRefused(f"There is no backup {name} at {place.url}.") from missing
    except ValueError as unreadable:
        raise RestoreRefused(f"{manifests.FILE} of the backup cannot be read.") from unreadable


def _require_known(manifest: Manifest) -> None:
    """The backup's schema must be one this program can bring up to its own."""
    known = {migration.name: migration.sha256 for migration in migrations()}
    for name, checksum in manifest.migrations.items():
        if known.get(name) != checksum:
            raise RestoreRefused(
                f"The backup was made by Laurel {manifest.laurel}, whose {name} is not this one's."
            )


async def require_no_worker(connection: Connection) -> None:
    """`RestoreRefused` while anybody is connected as laurel_app: a worker would write meanwhile."""
    if connected := await connection.fetchval(_CONNECTED):
        raise RestoreRefused(f"{connected} connections as laurel_app are open: stop the workers first.")


async def _fetch(place: BackupPlace, name: str, manifest: Manifest, dumped: Path) -> None:
    """The dump, once every file of the backup was found to be what its manifest says."""
    try:
        fetched = await place.files.fetch(f"{name}/{manifest.database.path}", dumped)
        if fetched.sha256 != manifest.database.sha256:
            raise RestoreRefused(f"{manifest.database.path} of the backup was changed.")
        for file in manifest.published:
            await _published(place, name, file)
        for digest in manifest.documents:
            await place.documents.get(digest)
    except FileMissing as missing:
        raise RestoreRefused(f"{missing} of the backup is missing.") from missing
    except (DocumentMissing, DocumentDamaged) as wrong:
        raise RestoreRefused(f"In the backup: {wrong}") from wrong


async def _published(place: BackupPlace, name: str, file: manifests.BackedUp) -> bytes:
    content = await place.files.read(f"{name}/{file.path}")
    if manifests.digest(content) != file.sha256:
        raise RestoreRefused(f"{file.path} of the backup was changed.")
    return content


async def _replace_database(target: Target, dumped: Path, replacing: str | None) -> None:
    url = target.owner_url.get_secret_value()
    owner = await asyncpg.connect(url)
    try:
        await require_no_worker(owner)
        database = await owner.fetchval("select current_database()")
        if await _holds_a_record(owner) and replacing != database:
            raise RestoreRefused(
                f"The database {database} holds a record. To replace it: --replace {database}."
            )
        for schema in SCHEMAS:
            await owner.execute(f"drop schema if exists {schema} cascade")
        await load(url, dumped)
        await migrate(owner)
        await ensure_rows(owner)
    finally:
        await owner.close()


async def _holds_a_record(connection: Connection) -> bool:
    if not await connection.fetchval("select to_regclass('ledger.outcomes') is not null"):
        return False
    return bool(await connection.fetchval(_HOLDS))


async def _put_back_published(settings: Settings, place: BackupPlace, name: str, manifest: Manifest) -> None:
    """Only where nothing is: what was published since the backup knows more than the backup."""
    there = Files(settings.checkpoints_url)
    if await there.paths():
        return
    for file in manifest.published:
        await there.write(file.path.removeprefix("published/"), await _published(place, name, file))


async def _put_back_documents(settings: Settings, place: BackupPlace, manifest: Manifest) -> None:
    there = Documents(settings.documents_url, limit_bytes=max(manifest.documents.values(), default=0))
    for digest in manifest.documents:
        if not await there.holds(digest):
            await there.put(await place.documents.get(digest))


async def _examine(target: Target, manifest: Manifest) -> None:
    connection = await asyncpg.connect(target.settings.database_url.get_secret_value())
    try:
        wrong = await wrong_with(connection, manifest.checkpoints)
        reached = await connection.fetchval("select coalesce(max(position), 0) from ledger.events")
    finally:
        await connection.close()
    if wrong or reached != manifest.position:
        faults = wrong or [f"{reached} events came back, and {manifest.position} were backed up."]
        raise RestoreRefused(f"What was restored is not whole: {' '.join(faults[:3])}")

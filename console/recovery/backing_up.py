"""Making a backup: the database in one snapshot, the documents that are not there yet, the published logs."""

import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from console.recovery import manifest as manifests
from console.recovery.checking import cited
from console.recovery.dumping import dump
from console.recovery.manifest import BackedUp, Manifest
from console.settings import Settings
from domain.frozen import Frozen
from domain.ledger.events import CitedCheckpoint
from ledger.connection import Connection
from ledger.documents import DocumentDamaged, DocumentMissing, Documents
from ledger.files import Files, Stored
from ledger.published import Place

_LARGEST = 1 << 40
_STATE = """
select
    (select coalesce(max(position), 0) from ledger.events) as position,
    (select coalesce(max(number), 0) from ledger.outcomes) as outcomes,
    (select recorded_at from ledger.events order by position desc limit 1) as last_recorded_at,
    pg_export_snapshot() as snapshot,
    current_setting('server_version') as postgresql
"""

Told = Callable[[str], None]


class Backup(Frozen):
    """A backup that was made: its name at the place, and what it holds. `damaged`: documents it could not take."""

    name: str
    manifest: Manifest
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True)
class BackupPlace:
    """A folder or bucket of backups, each in a folder by its moment; documents are shared by all of them.

    `make`: a folder that is not there is made.
    """

    url: str
    make: bool = True

    @property
    def files(self) -> Files:
        return Files(self.url, make=self.make)

    @property
    def documents(self) -> Documents:
        return Documents(f"{self.url.rstrip('/')}/documents", limit_bytes=_LARGEST)

    async def names(self) -> list[str]:
        """The backups that are complete, the oldest first: a manifest is written last."""
        ending = f"/{manifests.FILE}"
        paths = [path for path in await self.files.paths() if path.endswith(ending)]
        return sorted(path.removesuffix(ending) for path in paths)

    async def manifest(self, name: str) -> Manifest:
        return Manifest.model_validate_json(await self.files.read(f"{name}/{manifests.FILE}"))


async def back_up(settings: Settings, place: BackupPlace, *, now: datetime, told: Told) -> Backup:
    """Back the installation up, while it goes on. `told` hears what is being done.

    What is published is taken first, then the database, then the documents: no part refers to what a later part
    does not have.
    """
    name = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    told("published logs")
    checkpoints = await checkpoints_of(settings)
    published = await _published(settings, place, name)
    told("database")
    database_url = settings.database_url.get_secret_value()
    async with _snapshot(database_url) as (connection, state):
        stored = await _dumped(database_url, state["snapshot"], place, f"{name}/database.dump")
        rows = await connection.fetch("select name, sha256 from ledger.migrations order by number")
    told("documents")
    documents, damaged = await _copied_documents(settings, place)
    manifest = Manifest(
        made_at=now,
        postgresql=state["postgresql"],
        position=state["position"],
        outcomes=state["outcomes"],
        last_recorded_at=state["last_recorded_at"],
        migrations={row["name"]: row["sha256"] for row in rows},
        database=_backed_up(stored, name),
        checkpoints=checkpoints,
        published=tuple(_backed_up(file, name) for file in published),
        documents=documents,
        sealing_key=manifests.fingerprint(settings),
    )
    await place.files.write(f"{name}/{manifests.FILE}", manifest.model_dump_json(indent=2).encode())
    return Backup(name=name, manifest=manifest, damaged=damaged)


async def checkpoints_of(settings: Settings) -> tuple[CitedCheckpoint, ...]:
    """The newest checkpoint of each log of the origin in use, as published."""
    place = Place(settings.checkpoints_url)
    origins = await place.origins()
    notes = [await place.log(origins[-1], log).newest() for log in ("events", "outcomes")] if origins else []
    return tuple(cited(note) for note in notes if note)


@asynccontextmanager
async def _snapshot(url: str) -> AsyncIterator[tuple[Connection, asyncpg.Record]]:
    """The database at one moment, held still for as long as the dump takes."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            (state,) = await connection.fetch(_STATE)
            yield connection, state
    finally:
        await connection.close()


async def _dumped(url: str, snapshot: str, place: BackupPlace, path: str) -> Stored:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "database.dump"
        await dump(url, snapshot, target)
        return await place.files.store(path, target)


async def _published(settings: Settings, place: BackupPlace, name: str) -> list[Stored]:
    """Files that are written over first: whatever they speak of is there by then."""
    source = Files(settings.checkpoints_url)
    paths = await source.paths()
    changing = [path for path in paths if path.rpartition("/")[2] in ("origins", "checkpoint", "keys")]
    contents = {path: await source.read(path) for path in changing}
    contents |= {path: await source.read(path) for path in await source.paths() if path not in contents}
    return [
        await place.files.write(f"{name}/published/{path}", content) for path, content in contents.items()
    ]


async def _copied_documents(settings: Settings, place: BackupPlace) -> tuple[dict[str, int], tuple[str, ...]]:
    """Hash and size of each document, and the hashes of those that are not what they should be."""
    source = Documents(settings.documents_url, limit_bytes=_LARGEST)
    there = {document.sha256 async for document in place.documents.listed()}
    copied: dict[str, int] = {}
    damaged: list[str] = []
    async for document in source.listed():
        try:
            if document.sha256 not in there:
                await place.documents.put(await source.get(document.sha256))
            copied[document.sha256] = document.size
        except (DocumentDamaged, DocumentMissing):
            damaged.append(document.sha256)
    return dict(sorted(copied.items())), tuple(sorted(damaged))


def _backed_up(stored: Stored, name: str) -> BackedUp:
    return BackedUp(path=stored.path.removeprefix(f"{name}/"), sha256=stored.sha256, size=stored.size)

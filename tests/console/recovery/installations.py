"""Installations on databases of one server, without Temporal: to be backed up, and to restore into."""

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
from pydantic import SecretStr

from console.embedded import database as databases
from console.embedded.postgres import Postgres
from console.recovery.restoring import Target
from console.settings import Settings
from tests.recorder import KEY
from tests.servers import Database


def settings_of(database: Database, folder: Path, *, sealing_key: bytes = KEY) -> Settings:
    """As of an installation whose files lie in the folder."""
    return Settings.model_validate(
        {
            "database_url": database.app_url,
            "smtp_url": "smtp://127.0.0.1:1",
            "documents_url": (folder / "documents").as_uri(),
            "checkpoints_url": (folder / "checkpoints").as_uri(),
            "erasures_url": (folder / "erasures").as_uri(),
            "payload_key": _encoded(bytes(32)),
            "sealing_key": _encoded(sealing_key),
            "checkpoint_key": _encoded(b"c" * 32),
        }
    )


@contextmanager
def empty_database(server: Postgres) -> Iterator[Database]:
    """A database with its roles, and nothing else in it."""
    name = f"restored_{uuid4().hex}"
    asyncio.run(databases.make(server, name))
    asyncio.run(databases.open_to_roles(server, name))
    yield Database(name, server)
    asyncio.run(databases.drop(server, name))


def target_of(database: Database, settings: Settings) -> Target:
    return Target(settings, SecretStr(database.owner_url))


async def content(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table there is, as text: what two databases have in common when they are equal."""
    connection = await asyncpg.connect(database.superuser_url)
    try:
        tables = await connection.fetch(
            "select format('%I.%I', schemaname, tablename) as name from pg_tables"
            " where schemaname not in ('pg_catalog', 'information_schema') order by 1"
        )
        return {
            table["name"]: sorted(
                tuple(row)
                for row in await connection.fetch(f"select t::text from {table['name']} t")  # noqa: S608
            )
            for table in tables
        }
    finally:
        await connection.close()


def _encoded(key: bytes) -> str:
    return urlsafe_b64encode(key).decode()

"""The engine's database on an embedded server: made, given its roles and brought to this program's schema."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from console.embedded.postgres import Postgres
from ledger.migrating import ensure_roles, migrate
from readmodel.making import ensure_rows


async def prepare(server: Postgres, database: str) -> None:
    """Make `database` if there is none, and migrate it; doing it again changes nothing."""
    await make(server, database)
    await open_to_roles(server, database)
    async with _connected(server.owner_url(database)) as connection:
        await migrate(connection)
        await ensure_rows(connection)


async def make(server: Postgres, database: str, *, template: str = "template0") -> None:
    """Make `database` from a template nobody is connected to, if it is missing."""
    async with _connected(server.superuser_url()) as connection:
        if not await connection.fetchval("select true from pg_database where datname = $1", database):
            await connection.execute(f'create database "{database}" template "{template}"')


async def open_to_roles(server: Postgres, database: str) -> None:
    """Let the three roles in, and nobody else: a database does not inherit that from its template."""
    async with _connected(server.superuser_url(database)) as connection:
        await ensure_roles(
            connection,
            owner_password=server.passwords["laurel_owner"],
            app_password=server.passwords["laurel_app"],
            reader_password=server.passwords["laurel_reader"],
            database=database,
        )


async def drop(server: Postgres, database: str) -> None:
    """Delete `database`, whoever is still connected to it."""
    async with _connected(server.superuser_url()) as connection:
        await connection.execute(f'drop database if exists "{database}" with (force)')


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()

"""`python -m console.migrating`: what it leaves behind, and how it ends."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from uuid import uuid4

import asyncpg
import pytest

from console.embedded import database as databases
from console.embedded.ports import free_port
from console.embedded.postgres import Postgres
from tests.servers import Database


@pytest.fixture
def empty(postgres_server: Postgres) -> Iterator[Database]:
    """A database nobody has migrated yet."""
    name = f"laurel_{uuid4().hex}"
    asyncio.run(databases.make(postgres_server, name))
    yield Database(name, postgres_server)
    asyncio.run(databases.drop(postgres_server, name))


def _addresses(database: Database) -> dict[str, str]:
    return {
        "LAUREL_SUPERUSER_URL": database.superuser_url,
        "LAUREL_OWNER_URL": database.owner_url,
        "LAUREL_DATABASE_URL": database.app_url,
        "LAUREL_READER_URL": database.reader_url,
    }


def _migrate(settings: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    others = {name: value for name, value in os.environ.items() if not name.startswith("LAUREL_")}
    command = [sys.executable, "-m", "console.migrating"]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=others | settings)


async def _as_app(database: Database) -> list[str]:
    connection = await asyncpg.connect(database.app_url)
    try:
        schemas = await connection.fetch(
            "select nspname from pg_namespace where has_schema_privilege(oid, 'usage') and nspowner = "
            "(select oid from pg_roles where rolname = 'laurel_owner') order by nspname"
        )
        await connection.fetch("select * from rows.clusters")
    finally:
        await connection.close()
    return [schema["nspname"] for schema in schemas]


@pytest.mark.postgres
def test_an_empty_database_is_made_ready_for_the_worker(empty: Database) -> None:
    ended = _migrate(_addresses(empty))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert asyncio.run(_as_app(empty)) == ["ledger", "operations", "rows", "sealed"]


@pytest.mark.postgres
def test_the_superuser_is_not_needed_again_and_nothing_is_left_to_do(database: Database) -> None:
    ended = _migrate({"LAUREL_OWNER_URL": database.owner_url})
    assert (ended.returncode, ended.stdout) == (0, "0 migrations applied; the database is up to date.\n")


@pytest.mark.postgres
def test_a_database_newer_than_the_program_is_refused(database: Database) -> None:
    asyncio.run(_as_owner(database, "insert into ledger.migrations values (9999, '9999_later.sql', '')"))
    ended = _migrate({"LAUREL_OWNER_URL": database.owner_url})
    refusal = "The database is newer than this program: it has 9999_later.sql.\n"
    assert (ended.returncode, ended.stderr) == (1, refusal)


async def _as_owner(database: Database, statement: str) -> None:
    connection = await asyncpg.connect(database.owner_url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.postgres
def test_a_wrong_password_exits_3_without_repeating_it(database: Database) -> None:
    ended = _migrate({"LAUREL_OWNER_URL": database.superuser_url.replace("postgres:", "laurel_owner:x", 1)})
    sentence = "PostgreSQL does not let this role in: is its password the one set?\n"
    assert (ended.returncode, ended.stderr) == (3, sentence)


def test_a_missing_address_is_named_and_exits_2() -> None:
    ended = _migrate({})
    assert (ended.returncode, ended.stderr) == (2, "LAUREL_OWNER_URL: Field required\n")


def test_an_incomplete_address_is_named_without_being_repeated() -> None:
    ended = _migrate({"LAUREL_OWNER_URL": "postgresql://laurel_owner:secret@localhost"})
    sentence = "LAUREL_OWNER_URL: must read postgresql://role:password@host:port/database.\n"
    assert (ended.returncode, ended.stderr) == (2, sentence)


def test_a_superuser_alone_does_not_know_the_roles_passwords() -> None:
    address = "postgresql://someone:secret@localhost/laurel"
    ended = _migrate({"LAUREL_OWNER_URL": address, "LAUREL_SUPERUSER_URL": address})
    sentence = "LAUREL_SUPERUSER_URL needs LAUREL_DATABASE_URL and LAUREL_READER_URL beside it.\n"
    assert (ended.returncode, ended.stderr) == (2, sentence)


def test_a_server_out_of_reach_exits_3() -> None:
    ended = _migrate({"LAUREL_OWNER_URL": f"postgresql://laurel_owner:x@127.0.0.1:{free_port()}/laurel"})
    assert (ended.returncode, ended.stderr) == (3, "PostgreSQL does not answer: ConnectionRefusedError.\n")

"""Migrating: once, in order, by the files that were applied."""

from dataclasses import replace

import asyncpg
import pytest

from ledger.connection import Connection
from ledger.migrating import Migration, MigrationRefused, ensure_roles, migrate, migrations
from tests.servers import Database


def test_migrations_are_numbered_from_one_without_a_gap() -> None:
    assert [migration.number for migration in migrations()] == list(range(1, len(migrations()) + 1))


@pytest.mark.postgres
async def test_a_migrated_database_has_nothing_left_to_apply(owner: Connection) -> None:
    assert await migrate(owner) == []


@pytest.mark.postgres
async def test_only_what_is_missing_is_applied(owner: Connection) -> None:
    extra = Migration(len(migrations()) + 1, "0099_extra.sql", "create table rows.extra ()")
    assert await migrate(owner, [*migrations(), extra]) == ["0099_extra.sql"]
    assert await migrate(owner, [*migrations(), extra]) == []


@pytest.mark.postgres
async def test_a_failing_migration_leaves_nothing_of_those_before_it(owner: Connection) -> None:
    number = len(migrations()) + 1
    good = Migration(number, "good.sql", "create table rows.extra ()")
    bad = Migration(number + 1, "bad.sql", "create table")
    with pytest.raises(asyncpg.PostgresSyntaxError):
        await migrate(owner, [*migrations(), good, bad])
    assert await owner.fetchval("select to_regclass('rows.extra')") is None
    assert await migrate(owner) == []


@pytest.mark.postgres
async def test_a_migration_edited_after_it_was_applied_is_refused(owner: Connection) -> None:
    first, *others = migrations()
    with pytest.raises(MigrationRefused) as refused:
        await migrate(owner, [replace(first, sql=first.sql + " "), *others])
    assert str(refused.value) == "Migration 0001_create_schemas.sql was changed after it had been applied."


@pytest.mark.postgres
async def test_a_database_newer_than_the_program_is_refused(owner: Connection) -> None:
    *older, last = migrations()
    with pytest.raises(MigrationRefused) as refused:
        await migrate(owner, older)
    assert str(refused.value) == f"The database is newer than this program: it has {last.name}."


@pytest.mark.postgres
async def test_whoever_migrates_everything_belongs_to_laurel_owner(superuser: Connection) -> None:
    extra = Migration(len(migrations()) + 1, "extra.sql", "create table rows.extra ()")
    await migrate(superuser, [*migrations(), extra])
    owners = await superuser.fetch(
        "select distinct relowner::regrole::text as owner from pg_class where relnamespace = any"
        "(array['ledger', 'sealed', 'operations', 'rows']::regnamespace[])"
    )
    assert [row["owner"] for row in owners] == ["laurel_owner"]


@pytest.mark.postgres
async def test_roles_are_ensured_again_with_new_passwords(superuser: Connection, database: Database) -> None:
    name = await superuser.fetchval("select current_database()")
    before = await superuser.fetch("select rolname, rolpassword from pg_authid order by rolname")
    transaction = superuser.transaction()
    await transaction.start()
    await ensure_roles(
        superuser, owner_password="o'", app_password="a\\", reader_password='r"', database=name
    )
    during = await superuser.fetch("select rolname, rolpassword from pg_authid order by rolname")
    await transaction.rollback()
    changed = [now["rolname"] for then, now in zip(before, during, strict=True) if then != now]
    assert changed == ["laurel_app", "laurel_owner", "laurel_reader"]
    await (await asyncpg.connect(database.app_url)).close()

"""Brings a database to this program's schema: roles once, then numbered, checksummed migrations."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources

from ledger.connection import Connection

# Any constant will do, as long as every program that migrates takes the same: "schema" in ASCII.
_LOCK = 0x736368656D61
_FILES = resources.files("ledger")

_LIST_OF_MIGRATIONS = """
create schema if not exists ledger;
create table if not exists ledger.migrations (
    number integer primary key,
    name text not null,
    sha256 text not null
);
"""


class MigrationRefused(Exception):
    """The database was migrated by other files than this program has; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One SQL file, named `0001_what_it_does.sql`."""

    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        return sha256(self.sql.encode()).hexdigest()


def migrations() -> list[Migration]:
    """Every migration this program has, in order."""
    files = (file for file in (_FILES / "migrations").iterdir() if file.name.endswith(".sql"))
    found = [Migration(int(file.name[:4]), file.name, file.read_text(encoding="utf-8")) for file in files]
    return sorted(found, key=lambda migration: migration.number)


async def ensure_roles(
    superuser_connection: Connection,
    *,
    owner_password: str,
    app_password: str,
    reader_password: str,
    database: str,
) -> None:
    """Create laurel_owner, laurel_app and laurel_reader, and open `database` to them alone.

    Where they exist, their passwords are set. May be run again at any time.
    """
    given = {
        "laurel.database": database,
        "laurel.laurel_owner_password": owner_password,
        "laurel.laurel_app_password": app_password,
        "laurel.laurel_reader_password": reader_password,
    }
    async with superuser_connection.transaction():
        await superuser_connection.execute("select pg_advisory_xact_lock($1)", _LOCK)
        for name, value in given.items():
            await superuser_connection.execute("select set_config($1, $2, true)", name, value)
        await superuser_connection.execute((_FILES / "roles.sql").read_text(encoding="utf-8"))


async def migrate(connection: Connection, known: Sequence[Migration] | None = None) -> list[str]:
    """Apply what is missing, all of it or nothing, as laurel_owner; return the names of what was applied.

    Raises `MigrationRefused` when a migration applied earlier was edited since or is unknown to this program.
    """
    known = migrations() if known is None else known
    async with connection.transaction():
        await connection.execute("select pg_advisory_xact_lock($1)", _LOCK)
        # Whoever connects: the append function runs with its owner's rights, which must not be a superuser's.
        await connection.execute("set local role laurel_owner")
        await connection.execute(_LIST_OF_MIGRATIONS)
        applied = await _applied(connection)
        _refuse_differences(applied, known)
        missing = [migration for migration in known if migration.number not in applied]
        for migration in missing:
            await _apply(connection, migration)
    return [migration.name for migration in missing]


async def pending(connection: Connection, known: Sequence[Migration] | None = None) -> list[str]:
    """The names of migrations the database does not have yet. Raises `MigrationRefused` as `migrate` does."""
    known = migrations() if known is None else known
    applied = await _applied(connection)
    _refuse_differences(applied, known)
    return [migration.name for migration in known if migration.number not in applied]


async def _applied(connection: Connection) -> dict[int, tuple[str, str]]:
    rows = await connection.fetch("select number, name, sha256 from ledger.migrations order by number")
    return {row["number"]: (row["name"], row["sha256"]) for row in rows}


def _refuse_differences(applied: dict[int, tuple[str, str]], known: Sequence[Migration]) -> None:
    by_number = {migration.number: migration for migration in known}
    for number, (name, checksum) in applied.items():
        if number not in by_number:
            raise MigrationRefused(f"The database is newer than this program: it has {name}.")
        if by_number[number].sha256 != checksum:
            raise MigrationRefused(f"Migration {name} was changed after it had been applied.")


async def _apply(connection: Connection, migration: Migration) -> None:
    await connection.execute(migration.sql)
    await connection.execute(
        "insert into ledger.migrations (number, name, sha256) values ($1, $2, $3)",
        migration.number,
        migration.name,
        migration.sha256,
    )

"""`python -m console.migrating`: brings a database to this program's roles, schema and rows, then ends.

It runs as laurel_owner, before the workers of a new version start. Doing it again changes nothing.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import unquote, urlsplit

import asyncpg
from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from console.exits import Exit
from console.settings import env_file
from ledger.connection import Connection
from ledger.migrating import MigrationRefused, ensure_roles, migrate
from readmodel.making import ensure_rows


def _complete(url: SecretStr) -> SecretStr:
    parts = urlsplit(url.get_secret_value())
    if not (parts.hostname and parts.password and parts.path.strip("/")):
        raise ValueError("must read postgresql://role:password@host:port/database.")
    return url


Address = Annotated[SecretStr, AfterValidator(_complete)]


class OwnerSettings(BaseSettings):
    """What the owner's work needs: the address of the one role that makes and drops tables."""

    model_config = SettingsConfigDict(env_prefix="LAUREL_", frozen=True, extra="ignore")

    owner_url: Address = Field(description="PostgreSQL as laurel_owner")


class MigrationSettings(OwnerSettings):
    """The addresses a migration needs. Each names one role; a role's password stands in its address alone."""

    superuser_url: Address | None = Field(
        default=None, description="the same database as a superuser, who makes the roles and sets passwords"
    )
    database_url: Address | None = Field(default=None, description="as laurel_app; for the superuser's work")
    reader_url: Address | None = Field(default=None, description="as laurel_reader; for the superuser's work")

    @model_validator(mode="after")
    def _passwords_known(self) -> Self:
        if self.superuser_url and not (self.database_url and self.reader_url):
            raise ValueError(
                "LAUREL_SUPERUSER_URL needs LAUREL_DATABASE_URL and LAUREL_READER_URL beside it."
            )
        return self


async def bring_up_to_date(settings: MigrationSettings) -> list[str]:
    """Roles where a superuser is named, missing migrations, rows; the names of the migrations applied.

    Raises `MigrationRefused`, and what asyncpg raises when the database is out of reach.
    """
    if settings.superuser_url and settings.database_url and settings.reader_url:
        async with connected(settings.superuser_url) as superuser:
            await ensure_roles(
                superuser,
                owner_password=_password(settings.owner_url),
                app_password=_password(settings.database_url),
                reader_password=_password(settings.reader_url),
                database=urlsplit(settings.owner_url.get_secret_value()).path.strip("/"),
            )
    async with connected(settings.owner_url) as owner:
        applied = await migrate(owner)
        await ensure_rows(owner)
    return applied


def migration_settings(file: Path) -> MigrationSettings:
    """The settings of the environment and, where it is silent, of the file."""
    return MigrationSettings(_env_file=file)


def main() -> int:
    """Migrate by the settings, and say in a line what was done or why not."""
    try:
        applied = asyncio.run(bring_up_to_date(migration_settings(env_file())))
    except ValidationError as invalid:
        return _end(Exit.USAGE, "; ".join(_named(error) for error in invalid.errors()))
    except MigrationRefused as refused:
        return _end(Exit.REFUSED, str(refused))
    except (OSError, TimeoutError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError) as away:
        return _end(Exit.OUT_OF_REACH, f"PostgreSQL does not answer: {type(away).__name__}.")
    except asyncpg.InvalidAuthorizationSpecificationError:
        return _end(Exit.OUT_OF_REACH, "PostgreSQL does not let this role in: is its password the one set?")
    sys.stdout.write(f"{len(applied)} migrations applied; the database is up to date.\n")
    return Exit.DONE


def _end(code: int, sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return code


def _named(error: ErrorDetails) -> str:
    """Place and message only: the input may hold a password."""
    variable = "".join(f"LAUREL_{str(name).upper()}: " for name in error["loc"])
    return variable + error["msg"].removeprefix("Value error, ")


def _password(url: SecretStr) -> str:
    return unquote(urlsplit(url.get_secret_value()).password or "")


@asynccontextmanager
async def connected(url: SecretStr) -> AsyncIterator[Connection]:
    """A connection of its own, by the role in the address."""
    connection = await asyncpg.connect(url.get_secret_value())
    try:
        yield connection
    finally:
        await connection.close()


if __name__ == "__main__":
    sys.exit(main())

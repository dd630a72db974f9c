"""What one command line call works with: settings, the database, and Temporal where it is needed."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import asyncpg
from temporalio.client import Client

from activities.storage.record import Record
from console.cli.answers import Usage, answered
from console.connections import connect_database, connect_temporal, erasures_of
from console.gateway import Gateway, OutOfReach
from console.settings import Settings, env_file, settings_from
from domain.scheme import Scheme
from domain.schemes import scheme
from domain.streams import CLUSTER, COMPLAINT, LEDGER, OFFICE, PERSON, PROGRAMME, ROUND, SCHEME
from ledger.connection import Pool
from ledger.documents import Documents
from ledger.erasures import Erasures
from ledger.sealing import Sealer
from readmodel.editions import scheme_on_record

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Session:
    """One call's settings and database."""

    settings: Settings
    pool: Pool

    @property
    def sealer(self) -> Sealer:
        return Sealer(self.settings.sealing_key_bytes)

    @property
    def documents(self) -> Documents:
        return Documents(self.settings.documents_url, limit_bytes=self.settings.document_limit_bytes)

    @property
    def erasures(self) -> Erasures | None:
        return erasures_of(self.settings)

    @property
    def record(self) -> Record:
        return Record(self.pool, self.sealer, self.documents, scheme(), self.erasures)

    async def scheme(self) -> Scheme:
        """The scheme with every edition there is by now."""
        async with self.pool.acquire() as connection:
            return await scheme_on_record(connection, scheme())

    async def temporal(self) -> Client:
        """`OutOfReach` when Temporal does not answer."""
        try:
            async with asyncio.timeout(10):
                return await connect_temporal(self.settings, env_file())
        except (RuntimeError, TimeoutError) as away:
            raise OutOfReach("Temporal does not answer. Is `laurel up` running?") from away

    async def gateway(self) -> Gateway:
        """The way to the streams; `OutOfReach` when Temporal does not answer."""
        client = await self.temporal()
        return Gateway(client, self.pool, self.record, task_queue=self.settings.task_queue, patience=30)


def settings_here() -> Settings:
    """The settings of this call; `Usage` when the file that is to hold them is not there."""
    return settings_from(file_here())


def file_here() -> Path:
    """The file of this call's settings; `Usage` when one is named and not there."""
    file = env_file()
    if "LAUREL_ENV_FILE" in os.environ and not file.exists():
        raise Usage(f"LAUREL_ENV_FILE: there is no file {file}.")
    return file


@asynccontextmanager
async def session() -> AsyncIterator[Session]:
    """Settings and an open database; `OutOfReach` when PostgreSQL does not answer."""
    settings = settings_here()
    url = urlsplit(settings.database_url.get_secret_value())
    try:
        pool = await connect_database(settings)
    except (OSError, TimeoutError, asyncpg.PostgresError) as away:
        where = f"{url.hostname}:{url.port or 5432}"
        raise OutOfReach(f"PostgreSQL does not answer at {where}. Is `laurel up` running?") from away
    try:
        yield Session(settings, pool)
    finally:
        await pool.close()


def run(work: Callable[[Session], Awaitable[Answer]], *, as_json: bool) -> Answer:
    """The answer of `work` on a session; anything else ends the program with its sentence and exit code."""

    async def worked() -> Answer:
        async with session() as open_session:
            return await work(open_session)

    with answered(as_json=as_json):
        return asyncio.run(worked())
    raise AssertionError("answered() ends the program")


def stream_of(name: str) -> str:
    """The stream meant: `ledger`, `scheme`, `round-…`, `person-…` and the like in full, else a cluster's id."""
    named = name in (LEDGER, SCHEME) or name.startswith(
        (CLUSTER, ROUND, COMPLAINT, PERSON, OFFICE, PROGRAMME)
    )
    return name if named else f"{CLUSTER}{name}"

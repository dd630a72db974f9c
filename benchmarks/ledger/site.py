"""The server of one run: PostgreSQL alone, and Laurel's record on a database of it, without a workflow."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg

from activities.interface import Recorded, Recording
from activities.storage.record import Record
from console.embedded.database import prepare
from console.embedded.ports import free_port
from console.embedded.postgres import Postgres
from domain.schemes import scheme
from ledger.connection import Connection, Pool
from ledger.documents import Documents
from ledger.sealing import Sealer

_MOST_CONNECTIONS = 40


@dataclass(frozen=True)
class LedgerSite:
    """One migrated database and what reaches it; `at` of a command is given, as a rehearsed past has it."""

    server: Postgres
    database: str
    pool: Pool
    record: Record
    documents: Documents

    @asynccontextmanager
    async def superuser(self) -> AsyncIterator[Connection]:
        """A connection to the same database that may do anything, for tables that are not Laurel's."""
        async with _connected(self.server.superuser_url(self.database)) as connection:
            yield connection

    @asynccontextmanager
    async def owner(self) -> AsyncIterator[Connection]:
        async with _connected(self.server.owner_url(self.database)) as connection:
            yield connection

    async def give(self, stream: str, by: str | None, command: dict[str, Any], at: datetime) -> Recorded:
        """A command straight to the record; `by` None is the engine."""
        recorded = await self.record(
            Recording(stream=stream, command_id=uuid4(), actor=by, command=command, at=at)
        )
        if recorded.refusal:
            raise RuntimeError(f"{command['type']} on {stream} was refused: {recorded.refusal.sentence}")
        return recorded


@asynccontextmanager
async def running_postgres(folder: Path) -> AsyncIterator[Postgres]:
    """A server of its own, with the settings `laurel up` gives it; gone with all its data at the end."""
    server = Postgres(folder, port=free_port())
    server.start()
    try:
        yield server
    finally:
        server.destroy()


@asynccontextmanager
async def ledger_on(server: Postgres, database: str) -> AsyncIterator[LedgerSite]:
    """Laurel's record on a new database of the server."""
    await prepare(server, database)
    documents = Documents("memory:///", limit_bytes=1_000_000)
    async with asyncpg.create_pool(
        server.app_url(database), min_size=1, max_size=_MOST_CONNECTIONS, command_timeout=600
    ) as pool:
        record = Record(pool, Sealer(bytes(32)), documents, scheme())
        yield LedgerSite(server, database, pool, record, documents)


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(url, command_timeout=600)
    try:
        yield connection
    finally:
        await connection.close()

"""Connections to a fresh, migrated database, one for each role."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from ledger.connection import Connection
from tests.servers import Database


@pytest.fixture
async def superuser(database: Database) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(database.superuser_url)
    yield connection
    await connection.close()


@pytest.fixture
async def owner(database: Database) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(database.owner_url)
    yield connection
    await connection.close()


@pytest.fixture
async def app(database: Database) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(database.app_url)
    yield connection
    await connection.close()


@pytest.fixture
async def reader(database: Database) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(database.reader_url)
    yield connection
    await connection.close()

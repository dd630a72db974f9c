"""A mail server of the test's own, the secretariat's post, and what the database keeps of it."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from aiosmtpd.smtp import SMTP

from console.embedded.ports import free_port
from ledger.connection import Pool
from tests.activities.notification.post import Office, PostRoom, open_office
from tests.servers import Database


@pytest.fixture
def post_room() -> PostRoom:
    return PostRoom()


@pytest.fixture
async def smtp_url(post_room: PostRoom) -> AsyncIterator[str]:
    """A mail server that is up."""
    port = free_port()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(post_room, hostname="sink"), "127.0.0.1", port
    )
    yield f"smtp://127.0.0.1:{port}"
    server.close()
    await server.wait_closed()


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[Pool]:
    async with asyncpg.create_pool(database.app_url, min_size=1, max_size=4) as pool:
        yield pool


@pytest.fixture
def office(pool: Pool, post_room: PostRoom, smtp_url: str) -> Office:
    return open_office(pool, post_room, smtp_url)

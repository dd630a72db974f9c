"""The one way to a second mail: a process that dies after the server's 250 and before the record of it."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from activities.notification.message import message_id
from tests.activities.notification.post import AT, PUBLIC_URL, REQUEST, Office
from tests.servers import Database

pytestmark = pytest.mark.postgres

ROOT = Path(__file__).parents[3]
HOLD = "select from operations.mail_attempts for update"
WAITING = "select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"


@asynccontextmanager
async def connected(database: Database) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(database.superuser_url)
    yield connection
    await connection.close()


async def killed_while_recording(office: Office, database: Database, smtp_url: str) -> None:
    """Runs a sender that is answered 250, and kills it once it stands before its record.

    The row is locked between data and 250, so the sender waits exactly there. Its database session is ended
    too: the server would carry out the dead sender's statement.
    """
    async with connected(database) as holder, connected(database) as observer, asyncio.timeout(30):
        lock = holder.transaction()
        await lock.start()
        office.room.on_data = lambda: holder.execute(HOLD)
        sender = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.activities.notification.one_letter",
            database.app_url,
            smtp_url,
            cwd=ROOT,
        )
        while (session := await observer.fetchval(WAITING)) is None:
            assert sender.returncode is None
        sender.kill()
        await sender.wait()
        await observer.execute("select pg_terminate_backend($1, 10000)", session)
        await lock.rollback()
    office.room.on_data = None


async def test_a_sender_killed_between_250_and_its_record_repeats_the_mail_under_the_same_message_id(
    office: Office, database: Database, smtp_url: str
) -> None:
    await killed_while_recording(office, database, smtp_url)
    assert [(row["attempts"], row["accepted_at"]) for row in await office.attempts()] == [(1, None)]
    assert len(office.room.mails) == 1

    results = [await office.notification.send_notice(REQUEST) for _ in range(2)]
    assert [result.outcome for result in results] == ["sent", "sent"]
    assert [(row["attempts"], row["accepted_at"]) for row in await office.attempts()] == [(2, AT)]
    first, second = office.room.mails
    assert (first["Message-ID"], first.as_bytes()) == (message_id(REQUEST, PUBLIC_URL), second.as_bytes())

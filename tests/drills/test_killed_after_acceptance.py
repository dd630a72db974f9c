"""A worker killed after the mail server's 250 and before its record: the letter is repeated, then owed no more."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
from aiosmtpd.smtp import SMTP

from console.embedded.stack import DATABASE, to_end
from tests.activities.notification.post import PostRoom
from tests.engine import Engine, running
from tests.scene import AURORA, CLARA, Scene, people, register

pytestmark = [pytest.mark.postgres, pytest.mark.temporal, pytest.mark.drill]

HOLD = "select from operations.mail_attempts for update"
WAITING = "select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
# An activity of a dead worker is given up after a minute, and tried again a moment later.
GIVEN_UP = 120


async def killed_while_recording(engine: Engine, room: PostRoom) -> None:
    """Kills the worker where it stands before its record, held there by a lock on the letter's row."""
    url = engine.stack.postgres.superuser_url(DATABASE)
    holder, observer = await asyncpg.connect(url), await asyncpg.connect(url)
    lock = holder.transaction()
    await lock.start()
    room.on_data = lambda: holder.execute(HOLD)
    await Scene(engine).apply()
    while (session := await observer.fetchval(WAITING)) is None:
        await asyncio.sleep(0.02)
    await to_end(engine.stack.worker.kill)
    # The server would carry out the dead worker's statement.
    await observer.execute("select pg_terminate_backend($1, 10000)", session)
    await lock.rollback()
    room.on_data = None
    for connection in (holder, observer):
        await connection.close()


async def test_a_letter_accepted_but_not_recorded_is_repeated_under_its_message_id_and_owed_no_more(
    tmp_path: Path,
) -> None:
    room = PostRoom()
    async with running(tmp_path) as engine:
        engine.stack.mailbox.stop()
        port = engine.stack.mailbox.port
        server = await asyncio.get_running_loop().create_server(lambda: SMTP(room), "127.0.0.1", port)
        async with server:
            await people(engine)
            await register(engine)
            async with asyncio.timeout(GIVEN_UP):
                await killed_while_recording(engine, room)
                await to_end(engine.stack.worker.start)
                assert [debt.notice.recipient for debt in (await engine.state(AURORA)).debts] == [CLARA]
                while (await engine.state(AURORA)).debts:
                    await asyncio.sleep(0.5)
            first, second = room.mails
            assert first["Message-ID"] == second["Message-ID"]
            assert (await engine.trail(AURORA))[1:] == ["ApplicationSubmitted", "NoticeSent"]
            (attempt,) = await engine.pool.fetch("select attempts, accepted_at from operations.mail_attempts")
            assert (attempt["attempts"], attempt["accepted_at"] is None) == (2, False)

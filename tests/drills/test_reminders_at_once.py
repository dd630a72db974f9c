"""Reminders due at once are given once each, though the worker is killed and every path handed on meanwhile."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.embedded.stack import to_end
from domain.calendar import same_day
from domain.secretariat import secretariat_day
from domain.streams import CLUSTER
from tests.engine import Engine, running
from tests.histories import runs_of
from tests.scene import CLARA, OLGA, people, register

pytestmark = [pytest.mark.postgres, pytest.mark.temporal, pytest.mark.drill]

STREAMS = [f"{CLUSTER}reminded-{number}" for number in range(10)]
_GIVEN = "select count(*) from ledger.events where type = $1"


async def test_a_reminder_is_given_once_though_the_worker_is_killed_and_its_path_handed_on(
    tmp_path: Path,
) -> None:
    async with running(tmp_path, commands_per_run=1) as engine:
        await people(engine)
        for stream in STREAMS:
            await register(engine, stream)
        worker = engine.stack.worker
        for stream in STREAMS[:5]:
            await _bring_in(engine, stream)
        await to_end(worker.kill)
        await to_end(worker.start)
        for stream in STREAMS[5:]:
            await _bring_in(engine, stream)
        await engine.until(lambda: _all_sent(engine), "every letter to be sent")
        trails = {stream: await engine.trail(stream) for stream in STREAMS}
        expected = ["ClusterRegistered", "LabelImported", "ReminderSent", "NoticeSent"]
        assert trails == dict.fromkeys(STREAMS, expected)
        letters = {stream: set(await engine.letters(stream)) for stream in STREAMS}
        assert letters == {stream: {("renewal-reminder", CLARA)} for stream in STREAMS}
        assert len({mail["Message-ID"] for mail in engine.stack.mailbox.mails()}) == len(STREAMS)
        assert {len(await runs_of(engine.client, stream)) > 1 for stream in STREAMS} == {True}
        assert await engine.incidents() == []


async def _bring_in(engine: Engine, stream: str) -> None:
    """A label whose reminder of one month before the end was due three days ago."""
    until = same_day(secretariat_day(datetime.now(UTC)) - timedelta(days=3), 1)
    awarded = until - timedelta(days=700)
    await engine.submit(
        stream,
        OLGA,
        "ImportLabel",
        name=stream.removeprefix(CLUSTER).title(),
        country="DK",
        level="bronze",
        kind="first",
        awarded={"earliest": awarded.isoformat(), "latest": awarded.isoformat()},
        valid_until={"earliest": until.isoformat(), "latest": until.isoformat()},
        source="a page of the holder",
        row_key=stream.encode().hex().zfill(64),
    )


async def _all_sent(engine: Engine) -> bool:
    async with engine.pool.acquire() as connection:
        return bool(await connection.fetchval(_GIVEN, "NoticeSent") >= len(STREAMS))

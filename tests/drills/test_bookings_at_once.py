"""Five hundred operators plan visits at the same time with the same two dozen experts, and some do so over Temporal."""

from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from activities.storage.record import Record
from console.embedded.stack import DATABASE
from domain.rejected import Rejected
from domain.schemes import scheme
from domain.secretariat import secretariat_day
from ledger.documents import Documents
from ledger.sealing import Sealer
from tests.crowd import (
    Answer,
    Plan,
    all_at_once,
    plans,
    put_on_record,
    recorded,
    require_no_overlap,
    waiting_for_a_visit,
)
from tests.domain.cast import MONDAY
from tests.engine import running
from tests.servers import Database

pytestmark = [pytest.mark.postgres, pytest.mark.drill]


async def test_of_five_hundred_visits_planned_at_once_no_two_share_an_expert_on_a_day(
    database: Database,
) -> None:
    world, wishes = waiting_for_a_visit(MONDAY), plans(500, MONDAY)
    async with asyncpg.create_pool(database.app_url, min_size=1, max_size=20) as pool:
        record = Record(pool, Sealer(bytes(32)), Documents("memory:///", limit_bytes=1_000_000), scheme())
        await put_on_record(pool, database.owner_url, world, wishes)
        answers = await all_at_once(lambda wish: recorded(record, wish, world), wishes)
        await require_no_overlap(pool, wishes, answers)
    planned = [number for number, answer in answers.items() if answer is None]
    assert 0 < len(planned) < len(wishes)


@pytest.mark.temporal
async def test_of_visits_planned_at_once_through_their_workflows_no_two_share_an_expert_on_a_day(
    tmp_path: Path,
) -> None:
    today = secretariat_day(datetime.now(UTC))
    world, wishes = waiting_for_a_visit(today), plans(60, today)
    async with running(tmp_path) as engine:
        owner = engine.stack.postgres.owner_url(DATABASE)
        await put_on_record(engine.pool, owner, world, wishes)

        async def ask(wish: Plan) -> Answer:
            try:
                await engine.submit(
                    wish.stream,
                    wish.operator,
                    "ScheduleAudit",
                    command_id=wish.command_id,
                    days=list(wish.days),
                )
            except Rejected as refused:
                return refused.code, refused.sentence
            return None

        answers = await all_at_once(ask, wishes)
        await require_no_overlap(engine.pool, wishes, answers)
    planned = [number for number, answer in answers.items() if answer is None]
    assert 0 < len(planned) < len(wishes)

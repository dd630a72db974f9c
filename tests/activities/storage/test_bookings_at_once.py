"""Operators who plan visits at the same time with the same experts: no expert is ever booked twice."""

import asyncpg
import pytest

from activities.storage.record import Record
from domain.schemes import scheme
from ledger.documents import Documents
from ledger.sealing import Sealer
from tests.crowd import all_at_once, plans, put_on_record, recorded, require_no_overlap, waiting_for_a_visit
from tests.domain.cast import MONDAY
from tests.servers import Database

pytestmark = pytest.mark.postgres


async def test_of_sixty_visits_planned_at_once_no_two_share_an_expert_on_a_day(database: Database) -> None:
    world, wishes = waiting_for_a_visit(MONDAY), plans(60, MONDAY)
    async with asyncpg.create_pool(database.app_url, min_size=1, max_size=10) as pool:
        record = Record(pool, Sealer(bytes(32)), Documents("memory:///", limit_bytes=1_000_000), scheme())
        await put_on_record(pool, database.owner_url, world, wishes)
        answers = await all_at_once(lambda wish: recorded(record, wish, world), wishes)
        await require_no_overlap(pool, wishes, answers)
    planned = [number for number, answer in answers.items() if answer is None]
    assert 0 < len(planned) < len(wishes)

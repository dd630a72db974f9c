"""The demo's past can be rehearsed whatever day it is: its visits fall on working days, near holidays too."""

from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
from temporalio.client import Client

from activities.storage.record import Record
from console.demo.expanding import demo_acts
from console.gateway import Gateway
from console.journeys.installation import FIRST_OPERATOR, Installation
from console.journeys.rehearsing import rehearse
from domain.schemes import scheme
from ledger.documents import Documents
from ledger.sealing import Sealer
from tests.servers import Database

pytestmark = pytest.mark.postgres

# Behind Christmas, behind Easter, and before Christmas, when the visit to come is moved by it.
DAYS = ((2026, 1, 8), (2026, 4, 20), (2026, 12, 16))


@pytest.mark.parametrize("day", DAYS, ids=lambda day: "{}-{:02}-{:02}".format(*day))
async def test_no_command_of_the_past_is_refused(
    day: tuple[int, int, int], database: Database, tmp_path: Path
) -> None:
    now = datetime(*day, 12, tzinfo=UTC)
    documents = Documents(tmp_path.as_uri(), limit_bytes=1000)
    client = await Client.connect("127.0.0.1:1", lazy=True)
    async with asyncpg.create_pool(database.app_url, min_size=1, max_size=2) as pool:
        record = Record(pool, Sealer(bytes(32)), documents, scheme())
        installation = Installation(Gateway(client, pool, record, task_queue="none"), pool, record, documents)
        acts = [act for of_cluster in demo_acts(now) for act in of_cluster]
        told: list[str] = []
        await rehearse(installation, acts, FIRST_OPERATOR, told.append)
        assert sorted(told) == sorted(act.place for act in acts if act.at and act.command)

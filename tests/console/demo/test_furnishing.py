"""A new data directory is furnished once: first operator, portfolio, and a demo at every stage."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.demo.furnishing import furnish
from console.embedded.stack import Stack
from console.recovery.published import BehindPublished
from console.settings import settings_from
from console.signing import place_of
from domain.secretariat import secretariat_day
from ledger.checkpoints import Checkpoint
from ledger.notes import Signer
from ledger.reading import last_position, streams_with_prefix
from readmodel import inquiries
from readmodel.incidents import open_incidents
from tests.engine import Engine, running

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

STANDS = {
    "akelei": "bronze expired",
    "alpenglow": "gold due",
    "aurora": "applied",
    "bastide": "gold due",
    "birke": "applied",
    "bolge": "bronze expired, applied",
    "cabo": "gold due",
    "cirrus": "accepted",
    "citadel": "bronze lapsed",
    "dahlie": "test failed",
    "delta": "offered",
    "donau": "gold due",
    "ebbe": "offer lapsed",
    "enzian": "evidence open",
    "firn": "audit scheduled",
    "fjord": "signed",
    "gletscher": "signed",
    "granit": "audit conducted",
    "halden": "team proposed",
    "havn": "bronze due, draft",
    "iris": "bronze due, on agenda",
    "isfjord": "evidence open",
    "jasmin": "deferred",
    "jura": "evidence open",
    "klit": "abandoned",
    "kompas": "gold valid, awarded",
    "lagune": "silver due, gold expired",
    "lavendel": "interview due",
    "marsk": "interview due",
    "nebel": "draft",
    "olive": "draft",
    "oresund": "gold due",
    "prisma": "fact check",
    "quarz": "facts checked",
    "rimfrost": "report final",
    "sommer": "on agenda",
    "tundra": "adjourned",
    "ulme": "bronze valid, awarded",
    "wacholder": "refused",
    "xenon": "declined",
    "ymer": "withdrawn",
    "zeder": "bronze due",
}
OVERDUE = {
    ("cluster-demo-birke", "decide-eligibility"),
    ("cluster-demo-gletscher", "propose-team"),
    ("cluster-demo-granit", "submit-scores"),
    ("cluster-demo-marsk", "record-benchmark"),
    ("cluster-demo-olive", "draft-report"),
}
PORTFOLIO = 9


async def stands(engine: Engine) -> dict[str, str]:
    """Each demo cluster's labels today, and its case's stage or end."""
    async with engine.pool.acquire() as connection:
        clusters = await inquiries.clusters(connection, secretariat_day(datetime.now(UTC)), datetime.now(UTC))
        rows = await connection.fetch("select stream, coalesce(closed_as, stage) as stage from rows.cases")
    cases = {row["stream"]: row["stage"] for row in rows}
    return {
        cluster.cluster_id.removeprefix("demo-"): ", ".join(
            [
                *(f"{level} {status.state}" for level, status in cluster.statuses.items()),
                *([case] if (case := cases.get(f"cluster-{cluster.cluster_id}")) else []),
            ]
        )
        for cluster in clusters
        if cluster.cluster_id.startswith("demo-")
    }


async def everything_paid(engine: Engine) -> int:
    """Wait until nothing is owed; the position the record then has."""
    async with engine.pool.acquire() as connection:
        streams = [
            s for prefix in ("cluster-", "round-") for s in await streams_with_prefix(connection, prefix)
        ]
    await engine.until_paid(*streams)
    async with engine.pool.acquire() as connection:
        return await last_position(connection)


async def furnished(stack: Stack, *, demo: bool) -> list[str]:
    said: list[str] = []
    await furnish(stack.env_file, demo=demo, say=said.append)
    return said


async def test_the_demo_stands_at_every_stage_and_a_second_start_changes_nothing(tmp_path: Path) -> None:
    async with running(tmp_path) as engine:
        assert await furnished(engine.stack, demo=True) == ["13 labels imported from the portfolio."]
        position = await everything_paid(engine)
        assert await stands(engine) == STANDS
        async with engine.pool.acquire() as connection:
            inbox = await inquiries.inbox(connection, datetime.now(UTC))
            assert {(task.stream, task.task) for task in inbox if task.overdue} == OVERDUE
            assert await open_incidents(connection) == []
            assert await inquiries.stalled(connection) == []

        assert await furnished(engine.stack, demo=True) == []
        assert await everything_paid(engine) == position
        assert await stands(engine) == STANDS


async def test_without_the_demo_the_portfolio_comes_and_the_demo_can_not_follow(tmp_path: Path) -> None:
    async with running(tmp_path) as engine:
        assert await furnished(engine.stack, demo=False) == ["13 labels imported from the portfolio."]
        async with engine.pool.acquire() as connection:
            assert len(await streams_with_prefix(connection, "cluster-")) == PORTFOLIO
            assert await streams_with_prefix(connection, "person-") == ["person-secretariat-operator"]
        position = await everything_paid(engine)
        assert await furnished(engine.stack, demo=True) == [
            "The demo is left out: it has a past, and this record was begun without it. Give a new --data."
        ]
        assert await everything_paid(engine) == position


async def test_what_was_brought_in_comes_under_a_first_checkpoint_without_waiting_for_the_schedule(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as engine:
        await furnished(engine.stack, demo=False)
        log = place_of(settings_from(engine.stack.env_file)).log("localhost/record", "events")
        await engine.until(log.sizes, "a checkpoint")
        assert (await log.sizes())[0] >= PORTFOLIO


async def test_streams_whose_workflow_was_lost_run_again(tmp_path: Path) -> None:
    async with running(tmp_path) as engine:
        await furnished(engine.stack, demo=False)
        await everything_paid(engine)
        handle = engine.client.get_workflow_handle("cluster-dk-damrc")
        await handle.terminate()
        await furnished(engine.stack, demo=False)
        description = await handle.describe()
        assert description.status is not None
        assert description.status.name == "RUNNING"


async def test_nothing_is_brought_into_a_record_that_was_lost(tmp_path: Path) -> None:
    async with running(tmp_path) as engine:
        place = place_of(settings_from(engine.stack.env_file))
        origin = "localhost/record/events"
        await place.begin("localhost/record")
        note = Signer.from_seed(origin, bytes(32)).sign(Checkpoint(origin, 983, bytes(32)).text)
        await place.log("localhost/record", "events").set_newest(note)
        assert await furnished(engine.stack, demo=True) == [str(BehindPublished(0, 983))]
        assert await everything_paid(engine) == 0

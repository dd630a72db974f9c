"""Temporal's database is lost with cases at every stage: another one takes all of them up where the record stands."""

import asyncio
import random
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.embedded.stack import to_end
from console.recovery.paths import Paths
from console.recovery.reconciling import Reconciled
from console.resuming import resume_all
from console.signing import place_of
from domain.standing import Standing
from ledger.reading import outcome_of
from tests.drills.past_cases import Past, cases
from tests.engine import Engine, running
from tests.simulation import another_temporal, simulated
from tests.site import Site
from workflows.stream import LONGEST_RUN

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

SEED = 20_300_304
# Stages have at most so many letters each; a machine of two cores sends some dozens a second.
SECONDS_PER_CASE = 2.0


async def stands(past: Past, streams: list[str]) -> dict[str, Standing]:
    return {stream: await past.standing(stream) for stream in streams}


async def quiet(past: Past, streams: list[str], now: datetime) -> Mapping[str, Standing]:
    """Where all stand once nothing is owed and no moment that has come is left."""
    async with asyncio.timeout(30 + SECONDS_PER_CASE * len(streams)):
        while True:
            standing = await stands(past, streams)
            if not any(each.debts or (each.due and each.due.at <= now) for each in standing.values()):
                return standing
            await asyncio.sleep(0.5)


async def brought_to_rest(engine: Engine, count: int, now: datetime) -> tuple[Past, Mapping[str, Standing]]:
    """So many cases whose letters are all sent, and where they stand."""
    past = Past(engine, Site(engine).record, now)
    # A past has no path beside it.
    await to_end(engine.stack.worker.stop)
    streams = await cases(past, count, until=now, chance=random.Random(SEED))  # noqa: S311
    await to_end(engine.stack.worker.start)
    await resume_all(engine.gateway, engine.pool, place_of(Site(engine).settings))
    return past, await quiet(past, streams, now)


async def lose_temporal(engine: Engine) -> None:
    """Server and worker die, and of Temporal nothing is left."""
    await to_end(engine.stack.worker.kill)
    await to_end(engine.stack.temporal.kill)
    shutil.rmtree(engine.stack.temporal.folder)
    engine.stack.temporal.folder.mkdir()
    await to_end(engine.stack.temporal.start)


async def reconciled(engine: Engine) -> Reconciled:
    return await Site(engine).reconciler.reconcile(
        at=datetime.now(UTC), repair=True, begun=lambda _: None, told=lambda: None
    )


async def armed(engine: Engine, stream: str) -> list[datetime]:
    """The moments the stream's path has a timer for."""
    history = await engine.client.get_workflow_handle(stream).fetch_history()
    timers = [event for event in history.events if event.HasField("timer_started_event_attributes")]
    return [
        event.event_time.ToDatetime(UTC)
        + event.timer_started_event_attributes.start_to_fire_timeout.ToTimedelta()
        for event in timers
    ]


async def go_on_as_before(data: Path, count: int) -> None:
    async with running(data) as engine:
        past, before = await brought_to_rest(engine, count, datetime.now(UTC))
        streams = list(before)
        sent = Site(past).mails()
        assert set(sent.values()) == {1}
        await lose_temporal(past)
        await to_end(past.stack.worker.start)
        found = await reconciled(past)
        assert found.wrong == ()
        again = await reconciled(past)
        # Besides the cases, the cluster whose Gold the committee's seats rest on.
        assert (again.examined, again.findings) == (count + 1, ())
        paths = Paths(past.client)
        assert {stream: await paths.standing(stream) for stream in streams} == before
        assert await stands(past, streams) == before
        assert sum(standing.due is not None for standing in before.values()) > count // 2
        for stream, standing in before.items():
            await rings_in_time(past, stream, standing)
        assert Site(past).mails() == sent


async def rings_in_time(engine: Engine, stream: str, standing: Standing) -> None:
    """The path is woken at its next deadline, or before: at the latest when its run is over."""
    begun = datetime.now(UTC)
    (moment,) = await armed(engine, stream)
    due = standing.due.at if standing.due else begun + LONGEST_RUN
    expected = min(due, begun + LONGEST_RUN)
    assert abs(moment - expected) < timedelta(minutes=5), (stream, moment, expected)


async def test_twelve_cases_stand_where_they_stood_and_get_no_letter_twice(tmp_path: Path) -> None:
    await go_on_as_before(tmp_path, 12)


@pytest.mark.drill
async def test_forty_cases_pass_their_next_deadlines_on_another_temporal_and_get_no_letter_twice(
    tmp_path: Path,
) -> None:
    async with simulated(tmp_path) as simulation:
        begun = simulation.clock.now
        past, before = await brought_to_rest(simulation, 40, begun)
        async with another_temporal(simulation, Site(simulation).record):
            for stream in before:
                await simulation.gateway.resume(stream)
            await simulation.clock.until(begun + timedelta(days=45))
            await quiet(past, list(before), simulation.clock.now)
            dues = {stream: stands.due for stream, stands in before.items() if stands.due}
            coming = {stream: due for stream, due in dues.items() if due.at < begun + timedelta(days=44)}
            assert len(coming) > 20
            for stream, due in coming.items():
                async with simulation.pool.acquire() as connection:
                    outcome = await outcome_of(connection, stream, due.command_id)
                assert outcome is not None, (stream, due)
                assert due.at <= outcome.recorded_at < due.at + timedelta(days=1, hours=1)
        assert set(Site(simulation).mails().values()) == {1}


@pytest.mark.drill
async def test_two_hundred_cases_stand_where_they_stood_and_get_no_letter_twice(tmp_path: Path) -> None:
    await go_on_as_before(tmp_path, 200)

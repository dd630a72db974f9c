"""Behind a merger every path takes up what was written into its stream, whatever is killed meanwhile (R37)."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from temporalio.client import WorkflowExecutionStatus

from activities.interface import Receipt
from console.embedded.stack import to_end
from console.gateway import OutcomeUnknown, OutOfReach
from console.recovery.paths import NotRunning, Paths
from domain.standing import Standing
from domain.streams import standing
from tests.engine import Engine, running
from tests.merged import KNUD, STREAMS, endorsed, merging, scene
from workflows.refresh import refresh_id

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

MERGED = {
    "cluster-aurora": ["LineageRecorded", "LabelEnded"],
    "cluster-deneb": ["LineageRecorded", "CaseEnded"],
    "cluster-lyra": ["LineageRecorded", "LabelEnded"],
    "cluster-mira": ["LineageRecorded"],
    "cluster-polaris": ["LineageRecorded"],
}
_OF_A_MERGER = {"LineageRecorded", "LabelEnded", "CaseEnded"}


async def told(engine: Engine) -> dict[str, list[str]]:
    """What the merger has in each party's stream."""
    trails = {stream: await engine.trail(stream) for stream in STREAMS}
    return {stream: [each for each in trail if each in _OF_A_MERGER] for stream, trail in trails.items()}


async def until_every_path_follows(engine: Engine) -> None:
    """Each path stands where its stream does, and knows what it owes."""
    paths = Paths(engine.client)

    async def follow() -> bool:
        return all([await _follows(engine, paths, stream) for stream in STREAMS])

    await engine.until(follow, "every path to follow")


async def _follows(engine: Engine, paths: Paths, stream: str) -> bool:
    try:
        known: Standing = await paths.standing(stream)
    except NotRunning:
        return False
    events = await engine.events(stream)
    return (
        known.last_event == events[-1].event_id and known.debts == standing(await engine.state(stream)).debts
    )


async def answered(engine: Engine, command_id: UUID) -> Receipt:
    while True:
        try:
            return await merging(engine, command_id)
        except (OutcomeUnknown, OutOfReach):
            continue


async def test_every_predecessors_path_takes_up_its_end_and_sends_its_letters(tmp_path: Path) -> None:
    async with running(tmp_path) as engine:
        await scene(engine)
        await endorsed(engine)
        await engine.until_paid(*STREAMS)
        command_id = uuid4()
        await merging(engine, command_id)
        await engine.until_paid(*STREAMS)
        await until_every_path_follows(engine)
        assert await told(engine) == MERGED
        letters = {stream: sorted(await engine.letters(stream)) for stream in STREAMS}
        ended = [("cluster-merged", KNUD)]
        of_a_case = [("application-received", KNUD), ("case-ended", KNUD)]
        assert letters == dict.fromkeys(STREAMS, ended) | {"cluster-deneb": [*of_a_case, *ended]}
        refresh = engine.client.get_workflow_handle(refresh_id(command_id))
        await refresh.result()
        assert (await refresh.describe()).status is WorkflowExecutionStatus.COMPLETED


async def test_paths_that_do_not_run_are_started_by_the_refresh(tmp_path: Path) -> None:
    async with running(tmp_path) as engine:
        await scene(engine)
        await endorsed(engine)
        for stream in STREAMS:
            await engine.client.get_workflow_handle(stream).terminate("lost")
        await merging(engine)
        await until_every_path_follows(engine)
        assert await told(engine) == MERGED


async def asked_for(_: Engine) -> bool:
    return True


async def on_record(engine: Engine) -> bool:
    return await told(engine) == MERGED


async def taken_up_by_one(engine: Engine) -> bool:
    paths = Paths(engine.client)
    return await on_record(engine) and any([await _follows(engine, paths, stream) for stream in STREAMS])


@pytest.mark.parametrize("step", [asked_for, on_record, taken_up_by_one], ids=lambda step: step.__name__)
async def test_a_worker_killed_in_a_merger_leaves_it_whole_and_every_path_refreshed(
    tmp_path: Path, step: Callable[[Engine], Awaitable[bool]]
) -> None:
    async with running(tmp_path) as engine:
        await scene(engine)
        await endorsed(engine)
        command_id = uuid4()
        caller = asyncio.create_task(answered(engine, command_id))
        await engine.until(partial(step, engine), step.__name__)
        await to_end(engine.stack.worker.kill)
        assert await told(engine) in (MERGED, {stream: [] for stream in STREAMS})
        await to_end(engine.stack.worker.start)
        receipt = await caller
        await until_every_path_follows(engine)
        assert await told(engine) == MERGED
        assert await answered(engine, command_id) == receipt

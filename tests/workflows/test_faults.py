"""A fault of the program inside `record` fails its one command, with an incident, and holds up nobody."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from console.embedded.stack import DATABASE
from console.gateway import Faulted
from domain.cluster.case import Stage
from tests.engine import Engine, running
from tests.scene import AURORA, CLARA, PROFILE, Scene, people, register
from tests.simulation import MONDAY, nine, simulated

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

POLARIS = "cluster-polaris"
POISON = 666
POISONED = f"""payload not like '%"staff_fte_hundredths":{POISON}%'"""


async def change(engine: Engine, stream: str, staff: int, **more: Any) -> tuple[str, ...]:
    profile = PROFILE | {"staff_fte_hundredths": staff}
    return (await engine.submit(stream, CLARA, "UpdateProfile", profile=profile, **more)).events


@asynccontextmanager
async def broken(engine: Engine, check: str) -> AsyncIterator[None]:
    """Meanwhile no event that fails the check can be appended: an error no code expects."""
    owner = await asyncpg.connect(engine.stack.postgres.superuser_url(DATABASE))
    await owner.execute(f"alter table ledger.events add constraint broken check ({check}) not valid")
    try:
        yield
    finally:
        await owner.execute("alter table ledger.events drop constraint broken")
        await owner.close()


async def test_a_fault_fails_one_command_with_an_incident_and_holds_up_no_other(tmp_path: Path) -> None:
    async with running(tmp_path) as engine:
        await people(engine)
        for stream in (AURORA, POLARIS):
            await register(engine, stream)
        poisoned = uuid4()
        async with broken(engine, POISONED):
            started = time.monotonic()
            fault, *others = await asyncio.gather(
                change(engine, AURORA, POISON, command_id=poisoned),
                *(change(engine, stream, staff) for stream in (AURORA, POLARIS) for staff in range(100, 104)),
                return_exceptions=True,
            )
            assert others == [("ProfileUpdated",)] * 8
            # A fault that were repeated would hold the workflow's task for ten seconds at least.
            assert time.monotonic() - started < 10
            assert isinstance(fault, Faulted)
            (incident,) = await engine.incidents()
            assert (
                str(fault) == f"The command met a fault of the program. Incident {incident['incident_id']}."
            )
            named = (incident["cause"], incident["stream"], incident["subject"], incident["detail"])
            assert named == ("fault-in-record", AURORA, str(poisoned), "CheckViolationError")
        assert (await engine.trail(AURORA))[1:] == ["ProfileUpdated"] * 4
        # Mended, the same command under the same id is carried out, in the same run.
        assert await change(engine, AURORA, POISON, command_id=poisoned) == ("ProfileUpdated",)


async def test_a_path_that_cannot_be_loaded_is_an_incident_and_its_commands_wait(tmp_path: Path) -> None:
    async with running(tmp_path) as engine:
        await people(engine)
        await register(engine)
        await engine.client.get_workflow_handle(AURORA).terminate()
        owner = await asyncpg.connect(engine.stack.postgres.superuser_url(DATABASE))
        await owner.execute("revoke select on ledger.events from laurel_app")
        await engine.gateway.resume(AURORA)
        await engine.until(engine.incidents, "an incident")
        await owner.execute("grant select on ledger.events to laurel_app")
        await owner.close()
        assert await change(engine, AURORA, 100) == ("ProfileUpdated",)
        (incident,) = await engine.incidents()
        told = (incident["cause"], incident["stream"], incident["subject"], incident["resolved_by"])
        assert told == ("fault-in-effect", AURORA, "load", "engine")


async def test_a_fault_of_the_clock_is_tried_again_holds_up_no_person_and_ends_with_its_cause(
    tmp_path: Path,
) -> None:
    async with simulated(tmp_path) as simulation:
        await people(simulation)
        await Scene(simulation, today=MONDAY).walk(Stage.APPLIED)
        async with broken(simulation, "type <> 'DeadlineWarned'"):
            await simulation.clock.until(nine(MONDAY) + timedelta(days=10))
            assert await change(simulation, AURORA, 100) == ("ProfileUpdated",)
            (incident,) = await simulation.incidents()
            assert (incident["cause"], incident["resolved_at"]) == ("fault-in-record", None)
            assert incident["attempts"] > 10
        await simulation.clock.until(nine(MONDAY) + timedelta(days=11))
        await simulation.until_event(AURORA, "DeadlineWarned")
        assert [each["resolved_by"] for each in await simulation.incidents()] == ["engine"]

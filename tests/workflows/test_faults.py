"""A fault of the program inside `record` fails its one command, with an incident, and holds up nobody."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from console.embedded.stack import DATABASE
from console.gateway import Faulted
from tests.engine import Engine, running
from tests.scene import AURORA, CLARA, PROFILE, people, register

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

POLARIS = "cluster-polaris"
POISON = 666
BREAK = f"""
alter table ledger.events add constraint broken
check (payload not like '%"staff_fte_hundredths":{POISON}%') not valid
"""
MEND = "alter table ledger.events drop constraint broken"


async def change(engine: Engine, stream: str, staff: int, **more: Any) -> tuple[str, ...]:  # noqa: ANN401
    profile = PROFILE | {"staff_fte_hundredths": staff}
    return (await engine.submit(stream, CLARA, "UpdateProfile", profile=profile, **more)).events


@asynccontextmanager
async def broken(engine: Engine) -> AsyncIterator[None]:
    """Meanwhile no event with the poisoned figure can be appended: an error no code expects."""
    owner = await asyncpg.connect(engine.stack.postgres.superuser_url(DATABASE))
    await owner.execute(BREAK)
    try:
        yield
    finally:
        await owner.execute(MEND)
        await owner.close()


async def test_a_fault_fails_one_command_with_an_incident_and_holds_up_no_other(tmp_path: Path) -> None:
    async with running(tmp_path) as engine:
        await people(engine)
        for stream in (AURORA, POLARIS):
            await register(engine, stream)
        poisoned = uuid4()
        async with broken(engine):
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
            assert str(fault) == f"The command met a fault of the program. Incident {incident['incident_id']}."
            named = (incident["cause"], incident["stream"], incident["subject"], incident["detail"])
            assert named == ("fault-in-record", AURORA, str(poisoned), "CheckViolationError")
        assert (await engine.trail(AURORA))[1:] == ["ProfileUpdated"] * 4
        # Mended, the same command under the same id is carried out, in the same run.
        assert await change(engine, AURORA, POISON, command_id=poisoned) == ("ProfileUpdated",)

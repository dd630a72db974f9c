"""A workflow can be terminated and started again at any time: its path is in the ledger, and goes on from there."""

from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.client import WorkflowExecutionStatus

from console.embedded.stack import to_end
from domain.cluster.case import Stage
from domain.rejected import Rejected
from tests.engine import running
from tests.scene import AURORA, CLARA, Scene, people, register
from tests.simulation import MONDAY, Simulation, nine, simulated

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

POLARIS = "cluster-polaris"
APPLIED = ["ClusterRegistered", "ApplicationSubmitted"]
LETTERS = [
    ("application-received", CLARA),
    ("deadline-escalated", "secretariat"),
    ("deadline-near", "secretariat"),
    ("deadline-passed", "secretariat"),
]


async def terminate(simulation: Simulation, stream: str) -> None:
    handle = simulation.client.get_workflow_handle(stream)
    await handle.terminate("lost")
    assert (await handle.describe()).status is WorkflowExecutionStatus.TERMINATED


async def test_debts_and_deadlines_go_on_after_a_terminated_workflow_is_resumed(tmp_path: Path) -> None:
    async with simulated(tmp_path) as simulation:
        await people(simulation)
        simulation.stack.mailbox.stop()
        await Scene(simulation, today=MONDAY).walk(Stage.APPLIED)
        await simulation.clock.until(nine(MONDAY) + timedelta(days=10))
        await terminate(simulation, AURORA)
        await simulation.clock.until(nine(MONDAY) + timedelta(days=12))
        simulation.stack.mailbox.start()
        await simulation.gateway.resume(AURORA)
        await simulation.gateway.resume(AURORA)
        await simulation.until_paid(AURORA)
        await simulation.clock.until(nine(MONDAY) + timedelta(days=40))
        await simulation.until_paid(AURORA)
        events = [type_ for type_ in await simulation.trail(AURORA) if type_ != "NoticeSent"]
        assert events == [*APPLIED, "DeadlineWarned", "DeadlinePassed", "DeadlineEscalated"]
        assert sorted(await simulation.letters(AURORA)) == LETTERS


async def test_a_worker_resumes_at_its_start_whatever_temporal_lost(tmp_path: Path) -> None:
    async with running(tmp_path) as engine:
        await people(engine)
        await register(engine)
        handle = engine.client.get_workflow_handle(AURORA)
        await handle.terminate("lost")
        await to_end(engine.stack.worker.stop)
        await to_end(engine.stack.worker.start)

        async def runs() -> bool:
            return (await handle.describe()).status is WorkflowExecutionStatus.RUNNING

        await engine.until(runs, f"{AURORA} to run")
        assert await engine.trail(AURORA) == ["ClusterRegistered"]


async def test_the_next_command_starts_a_terminated_workflow_again(tmp_path: Path) -> None:
    async with simulated(tmp_path) as simulation:
        await people(simulation)
        await Scene(simulation, today=MONDAY).walk(Stage.APPLIED)
        await simulation.until_paid(AURORA)
        await terminate(simulation, AURORA)
        receipt = await simulation.submit(AURORA, CLARA, "WithdrawApplication")
        assert (receipt.version, receipt.events) == (4, ("ApplicationWithdrawn",))
        await simulation.until_paid(AURORA)
        assert await simulation.trail(AURORA) == [
            *APPLIED,
            "NoticeSent",
            "ApplicationWithdrawn",
            "NoticeSent",
        ]
        with pytest.raises(Rejected, match="Nothing is known under cluster-polaris"):
            await simulation.submit(POLARIS, CLARA, "WithdrawApplication")

"""Records the histories that are replayed: `make histories`, after a change of the path that was meant.

A change that the running workflows must survive is not recorded anew but made with `workflow.patched`.
"""

import asyncio
import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from console.journeys.acts import acts_of_file
from console.journeys.installation import reached
from console.journeys.playing import play
from domain.cluster.case import Stage
from tests.e2e.years import FOLDER as YEARS
from tests.e2e.years import Journey, first_day, played
from tests.engine import Engine, running
from tests.histories import runs_of
from tests.replay.journeys import FOLDER, OF_YEARS, PAYLOAD_KEY
from tests.scene import AURORA, CLARA, EMIL, OLGA, Scene, people
from tests.simulation import MONDAY, Simulation, nine, simulated

COMPLAINT = "complaint-2030-1"
TOLD = Path(__file__).parents[1] / "e2e" / "journeys"
# A run whose first task is still to come cannot be replayed.
_NOT_BEGUN = 2


async def told(engine: Engine, file: Path) -> None:
    """A journey told in a file: the path of its applicant, and of the round that decided."""
    acts = acts_of_file(file, datetime.now(UTC))
    async with reached(engine.stack.env_file) as installation:
        await play(installation, acts)
    (stream,) = {act.stream for act in acts if act.command and act.command["type"] == "SubmitApplication"}
    await engine.until_paid(stream)
    await _keep(engine, file.stem, stream)
    if file.stem == "bronze-award":
        (decided_in,) = {act.stream for act in acts if act.command and act.command["type"] == "OpenRound"}
        await engine.until_paid(decided_in)
        await _keep(engine, "committee-round", decided_in)


async def years() -> None:
    """Gold with a decision annulled and taken anew, and Silver after Bronze: told in files."""
    journeys = tuple(Journey.of(YEARS / f"{name}.toml") for name in OF_YEARS)
    with tempfile.TemporaryDirectory() as data:
        async with simulated(Path(data), begins=first_day(journeys)) as simulation:
            await played(simulation, journeys)
            for journey in journeys:
                await _keep(simulation, journey.name, journey.cluster)


async def abandonment(simulation: Simulation) -> None:
    """The applicant hands nothing in for six months."""
    await people(simulation)
    await Scene(simulation, today=MONDAY).walk(Stage.EVIDENCE_OPEN)
    await simulation.clock.until(nine(MONDAY) + timedelta(days=190), step=timedelta(days=10))
    await simulation.until_paid(AURORA)
    await _keep(simulation, "abandonment", AURORA)


async def no_mail(simulation: Simulation) -> None:
    """Letters are tried again, and a deadline passes meanwhile."""
    await people(simulation)
    simulation.stack.mailbox.stop()
    await Scene(simulation, today=MONDAY).walk(Stage.APPLIED)
    await simulation.clock.until(nine(MONDAY) + timedelta(days=12))
    simulation.stack.mailbox.start()
    await simulation.clock.until(nine(MONDAY) + timedelta(days=13))
    await simulation.until_paid(AURORA)
    await _keep(simulation, "no-mail", AURORA)


async def complaint(simulation: Simulation) -> None:
    """A complaint about an expert is left lying until it escalates, and then answered."""
    await people(simulation)
    await simulation.submit(
        COMPLAINT, CLARA, "LodgeComplaint", about="expert", subject=EMIL, complaint="Late."
    )
    await simulation.clock.until(nine(MONDAY) + timedelta(days=70), step=timedelta(days=10))
    await simulation.submit(COMPLAINT, OLGA, "InvestigateComplaint")
    await simulation.submit(COMPLAINT, OLGA, "CloseComplaint", finding="founded", reason="He was late.")
    await simulation.until_paid(COMPLAINT)
    await _keep(simulation, "complaint", COMPLAINT)


async def _keep(engine: Engine, journey: str, workflow_id: str) -> None:
    async def rests() -> bool:
        described = await engine.client.get_workflow_handle(workflow_id).describe()
        return described.history_length > _NOT_BEGUN and not described.raw_description.HasField(
            "pending_workflow_task"
        )

    await engine.until(rests, f"{workflow_id} to rest")
    histories = await runs_of(engine.client, workflow_id)
    kept = {"workflow_id": workflow_id, "runs": [orjson.loads(history.to_json()) for history in histories]}
    (FOLDER / f"{journey}.json").write_bytes(orjson.dumps(kept, option=orjson.OPT_APPEND_NEWLINE))


async def main() -> None:
    os.environ["LAUREL_PAYLOAD_KEY"] = PAYLOAD_KEY
    for file in sorted(TOLD.glob("*.toml")):
        if file.stem != "abandonment":
            with tempfile.TemporaryDirectory() as data:
                async with running(Path(data)) as engine:
                    await told(engine, file)
    for journey in (abandonment, no_mail, complaint):
        with tempfile.TemporaryDirectory() as data:
            async with simulated(Path(data)) as simulation:
                await journey(simulation)
    await years()


if __name__ == "__main__":
    asyncio.run(main())

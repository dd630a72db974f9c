"""A mail server that is down delays no deadline, is seen as an incident, and costs no letter."""

from datetime import datetime, timedelta
from pathlib import Path

import orjson
import pytest

from domain.cluster.case import Stage
from tests.engine import Engine
from tests.scene import AURORA, CLARA, Scene, people
from tests.simulation import MONDAY, nine, simulated

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

LETTERS = [
    ("application-received", CLARA),
    ("deadline-near", "secretariat"),
    ("deadline-passed", "secretariat"),
    ("deadline-escalated", "secretariat"),
]
DEADLINES = ["DeadlineWarned", "DeadlinePassed", "DeadlineEscalated"]


async def test_forty_days_without_mail_delay_no_deadline_and_afterwards_each_letter_goes_out_once(
    tmp_path: Path,
) -> None:
    async with simulated(tmp_path) as simulation:
        await people(simulation)
        simulation.stack.mailbox.stop()
        await Scene(simulation, today=MONDAY).walk(Stage.APPLIED)
        await simulation.clock.until(nine(MONDAY) + timedelta(days=40))

        assert await simulation.trail(AURORA) == ["ClusterRegistered", "ApplicationSubmitted", *DEADLINES]
        delays = await _delays(simulation)
        assert len(delays) == len(DEADLINES)
        assert all(timedelta() <= delay < timedelta(minutes=1) for delay in delays)
        assert await simulation.letters(AURORA) == []
        incidents = await simulation.incidents()
        assert [(each["cause"], each["stream"], each["resolved_at"]) for each in incidents] == [
            ("mail-server-unreachable", AURORA, None)
        ] * len(LETTERS)
        # Every six hours at the latest, for as long as the letter was owed.
        assert min(each["attempts"] for each in incidents) > 4 * 10

        simulation.stack.mailbox.start()
        await simulation.clock.until(nine(MONDAY) + timedelta(days=41))
        await simulation.until_paid(AURORA)
        assert sorted(await simulation.letters(AURORA)) == sorted(LETTERS)
        assert (await simulation.trail(AURORA))[5:] == ["NoticeSent"] * len(LETTERS)
        assert [each["resolved_by"] for each in await simulation.incidents()] == ["engine"] * len(LETTERS)

        await simulation.clock.until(nine(MONDAY) + timedelta(days=50))
        assert len(simulation.stack.mailbox.mails()) == len(LETTERS)


async def _delays(engine: Engine) -> list[timedelta]:
    """Between the moments of the application's limit and the record of each."""
    events = await engine.events(AURORA)
    (limit,) = orjson.loads(events[1].payload)["limits"]
    moments = [*limit["warn_at"], limit["due_at"], limit["escalate_at"]]
    noted = [event.recorded_at for event in events if event.type in DEADLINES]
    return [at - datetime.fromisoformat(moment) for at, moment in zip(noted, moments, strict=True)]

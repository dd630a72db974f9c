"""On real servers and simulated time: the mails that arrive are those the preview foretold, line by line (R26).

Half-way Temporal loses every path: each begins again from the record.
"""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pytest

from activities.storage.foreseeing import Foresight
from domain.schemes import scheme
from domain.secretariat import secretariat_day
from domain.streams import CLUSTER
from ledger.reading import streams_with_prefix
from tests.scene import CLARA, EMIL, OLGA, PROFILE, people, person
from tests.simulation import MONDAY, Simulation, simulated

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

REMINDERS = {
    "renewal-reminder",
    "label-expired",
    "grace-reminder",
    "label-lapsed",
    "renewal-ended",
    "renewal-ended-in-grace",
    "reminders-unanswered",
}
# By cluster: its country, level, and in how many days from the beginning its label ends.
PORTFOLIO = {
    "aster": ("DK", "bronze", 35),
    "birch": ("DE", "gold", 120),
    "cedar": ("IS", "silver", -90),
    "daisy": ("DK", "silver", 300),
    "erica": ("DK", "gold", 160),
    "fern": ("DE", "bronze", 330),
}
OTTO = "otto-operator"


class Letter(NamedTuple):
    """One reminder: the day, as the secretariat counts days, of whose label, to whom, and which."""

    on: date
    cluster: str
    recipient: str
    notice: str


class Office:
    """The secretariat of the story."""

    def __init__(self, simulation: Simulation) -> None:
        self.simulation = simulation

    async def does(self, cluster: str, by: str, type_: str, **fields: Any) -> None:
        await self.simulation.submit(f"{CLUSTER}{cluster}", by, type_, **fields)

    async def furnish(self) -> None:
        await people(self.simulation)
        await person(self.simulation, OTTO, ["operator"])
        for cluster, (country, level, days) in PORTFOLIO.items():
            await self.register(cluster, country)
            await self.hold(cluster, country, level, MONDAY + timedelta(days=days))

    async def two_do(self, cluster: str, act: str, subject: str, type_: str, **fields: Any) -> None:
        """What two operators have to agree on."""
        await self.does(cluster, OTTO, "EndorseAct", act=act, subject=subject, reason="So it is.")
        await self.does(cluster, OLGA, type_, **fields)

    async def register(self, cluster: str, country: str) -> None:
        await self.does(
            cluster,
            OLGA,
            "RegisterCluster",
            name=cluster.title(),
            country=country,
            carrier=f"{cluster.title()} Association",
            language="da",
            managers=[CLARA],
            profile=PROFILE,
        )

    async def hold(self, cluster: str, country: str, level: str, until: date) -> None:
        day = {"earliest": until.isoformat(), "latest": until.isoformat()}
        await self.does(
            cluster,
            OLGA,
            "ImportLabel",
            name=cluster.title(),
            country=country,
            level=level,
            kind="first",
            awarded={"earliest": "2028-03-01", "latest": "2028-03-01"},
            valid_until=day,
            source="a page of the holder",
            row_key=f"{cluster} {level}".encode().hex().zfill(64),
        )

    async def foretold(self, until: date) -> list[Letter]:
        simulation = self.simulation
        moment = simulation.clock.now + (until - simulation.clock.now.date())
        async with simulation.pool.acquire() as connection:
            streams = await streams_with_prefix(connection, CLUSTER)
            foresight = Foresight(connection, simulation.documents, scheme())
            lines = await foresight.of(streams, now=simulation.clock.now, until=moment)
        return sorted(
            Letter(secretariat_day(line.at), line.cluster_id, line.recipient, line.notice or "")
            for line in lines
            if line.recipient is not None
        )

    async def arrived(self) -> list[Letter]:
        """The reminders in the mailbox, each told by the note of its attempt."""
        async with self.simulation.pool.acquire() as connection:
            noted = await connection.fetch(
                "select message_id, stream, recipient, notice from operations.mail_attempts"
            )
        told = {row["message_id"]: row for row in noted}
        mails = [(told[mail["Message-ID"]], mail) for mail in self.simulation.stack.mailbox.mails()]
        return sorted(
            Letter(
                secretariat_day(mail["Date"].datetime),
                row["stream"].removeprefix(CLUSTER),
                row["recipient"],
                row["notice"],
            )
            for row, mail in mails
            if row["notice"] in REMINDERS
        )

    async def let_pass(self, until: date) -> None:
        simulation = self.simulation
        moment = simulation.clock.now + (until - simulation.clock.now.date())
        await simulation.clock.until(moment, step=timedelta(days=3))
        await simulation.until_paid(*(f"{CLUSTER}{cluster}" for cluster in PORTFOLIO))


# Erica is suspended over the end of its term, and restored in grace; Fern becomes a part of Daisy.
GIVEN_OR_NOT = {
    "erica": [
        "before-end-3: sent",
        "before-end-1: sent",
        "after-end-1: suspended",
        "into-grace-3: sent",
        "into-grace-6: sent",
        "into-grace-9: sent",
        "into-grace-11: sent",
        "lapse: sent",
    ],
    "fern": ["before-end-6: sent", "before-end-3: sent"],
}

Step = Callable[[Office], Awaitable[None]]


async def _answered(office: Office) -> None:
    await office.does("cedar", OLGA, "RecordReply", level="silver", reply="undecided", text="Perhaps.")
    await office.does("birch", OLGA, "ChangeManager", managers=[EMIL, CLARA])


async def _applied(office: Office) -> None:
    await office.does("aster", CLARA, "SubmitApplication", level="bronze", kind="renewal")
    await office.does("erica", OLGA, "AnnounceMeasure", level="gold", cause="The label is misused.")
    suspend = {"level": "gold", "reasons": "Misuse.", "urgency": "It goes on."}
    await office.two_do("erica", "suspension", "gold", "SuspendLabel", **suspend)


async def _withdrawn(office: Office) -> None:
    await office.does("erica", OLGA, "SettleCause", level="gold", reasons="It has ended.")
    restore = {"level": "gold", "reasons": "It has ended for good."}
    await office.two_do("erica", "restoration", "gold", "RestoreLabel", **restore)
    await office.does("aster", CLARA, "WithdrawApplication")
    await office.does("daisy", OLGA, "StopReminders", level="silver", reason="They asked for it.")


async def _snoozed(office: Office) -> None:
    for cluster in PORTFOLIO:
        await office.simulation.client.get_workflow_handle(f"{CLUSTER}{cluster}").terminate("lost")
        await office.simulation.gateway.resume(f"{CLUSTER}{cluster}")
    today = office.simulation.clock.now.date()
    absorb = {"kind": "absorption", "parties": ["fern"], "effective_on": today.isoformat()}
    await office.two_do("daisy", "merger", "fern", "RecordMerger", **absorb, reason="They agreed on it.")
    later = today + timedelta(days=80)
    await office.does(
        "birch", OLGA, "SnoozeReminder", level="gold", until_on=later.isoformat(), reason="They move house."
    )


async def _superseded(office: Office) -> None:
    await office.hold("cedar", "IS", "gold", MONDAY + timedelta(days=2000))
    await office.does("birch", CLARA, "UpdateProfile", profile=PROFILE | {"committed_members": 50})


# What happens, and how many days pass behind it.
STORY: tuple[tuple[Step, int], ...] = (
    (Office.furnish, 60),
    (_answered, 40),
    (_applied, 100),
    (_withdrawn, 50),
    (_snoozed, 120),
    (_superseded, 400),
)


async def test_the_mails_that_arrive_are_those_foretold_whatever_happened_before(tmp_path: Path) -> None:
    async with simulated(tmp_path) as simulation:
        office = Office(simulation)
        for step, days in STORY:
            await step(office)
            # What is due at once goes out at once, before anybody looks ahead.
            await office.let_pass(simulation.clock.now.date())
            seen = await office.arrived()
            until = simulation.clock.now.date() + timedelta(days=days)
            foretold = await office.foretold(until)
            await office.let_pass(until)
            arrived = await office.arrived()
            new = [letter for letter in arrived if letter not in seen]
            assert len(arrived) == len(set(arrived)) == len(seen) + len(new)
            assert new == foretold
            assert foretold != []
        assert await given_or_not(simulation) == GIVEN_OR_NOT
        assert await simulation.incidents() == []


async def given_or_not(simulation: Simulation) -> dict[str, list[str]]:
    """What became of the rungs of the labels that were suspended and merged away."""
    return {
        cluster: [
            f"{payload['rung']}: {payload.get('why', 'sent')}"
            for event in await simulation.events(f"{CLUSTER}{cluster}")
            if event.type in ("ReminderSent", "ReminderSkipped")
            for payload in [orjson.loads(event.payload)]
        ]
        for cluster in GIVEN_OR_NOT
    }

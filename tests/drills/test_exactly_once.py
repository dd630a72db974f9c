"""Exactly once: whatever is killed meanwhile, each caller gets its own outcome and the ledger holds it once."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest

from activities.interface import Receipt
from console.embedded.stack import to_end
from console.gateway import OutcomeUnknown, OutOfReach
from domain.rejected import Rejected
from ledger.chain import broken_links
from tests.engine import Engine, running
from tests.histories import runs_of
from tests.scene import AURORA, CLARA, EMIL, OLGA, PROFILE, people, register
from workflows.stream import MOST_IN_FLIGHT

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

SEED = 20_300_304
COMMANDS_PER_RUN = 7
# What is in flight when a run has had enough is still carried out in it.
MOST_PER_RUN = COMMANDS_PER_RUN + MOST_IN_FLIGHT
Strike = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Request:
    """One caller's command; `code` is the refusal it must meet, None where it must be accepted."""

    command_id: UUID
    by: str
    type: str
    fields: dict[str, Any]
    code: str | None


@dataclass
class Storm:
    """Callers beside strikes: each strike falls once so many commands have been answered."""

    engine: Engine
    strikes: dict[int, Strike]
    outcomes: dict[UUID, Receipt | str] = field(default_factory=dict)

    async def rage(self, requests: list[Request], callers: int) -> None:
        shares = [requests[n::callers] for n in range(callers)]
        async with asyncio.TaskGroup() as group:
            group.create_task(self._strike())
            for share in shares:
                group.create_task(self._call(share))

    async def _call(self, share: list[Request]) -> None:
        for request in share:
            self.outcomes[request.command_id] = await answered(self.engine, request)

    async def _strike(self) -> None:
        for answers, strike in sorted(self.strikes.items()):
            await self.engine.until(partial(self._reached, answers), f"answer {answers}")
            await strike()

    async def _reached(self, answers: int) -> bool:
        return len(self.outcomes) >= answers


async def answered(engine: Engine, request: Request) -> Receipt | str:
    """The receipt, or the refusal's code; asks again under the same id as long as it is told to."""
    while True:
        try:
            return await engine.submit(
                AURORA, request.by, request.type, command_id=request.command_id, **request.fields
            )
        except Rejected as refused:
            return refused.code
        except (OutcomeUnknown, OutOfReach):
            continue


def requests(count: int, chance: random.Random) -> list[Request]:
    """Three accepted ones to one refused, each profile different from every other."""
    kinds = [_accepted, _accepted, _accepted, chance.choice([_from_a_stranger, _without_a_case, _of_nobody])]
    return [kinds[n % 4](UUID(int=chance.getrandbits(128), version=4), n) for n in range(count)]


def _accepted(command_id: UUID, n: int) -> Request:
    by = CLARA if n % 2 else OLGA
    return Request(command_id, by, "UpdateProfile", _profile(n), None)


def _from_a_stranger(command_id: UUID, n: int) -> Request:
    return Request(command_id, EMIL, "UpdateProfile", _profile(n), "not-permitted")


def _without_a_case(command_id: UUID, _: int) -> Request:
    return Request(command_id, CLARA, "WithdrawApplication", {}, "no-open-case")


def _of_nobody(command_id: UUID, n: int) -> Request:
    return Request(command_id, CLARA, "ChangeManager", {"managers": [f"nobody-{n}"]}, "person-unknown")


def _profile(n: int) -> dict[str, Any]:
    return {"profile": PROFILE | {"staff_fte_hundredths": 1000 + n}}


@asynccontextmanager
async def registered(data: Path) -> AsyncIterator[Engine]:
    async with running(data, commands_per_run=COMMANDS_PER_RUN) as engine:
        await people(engine)
        await register(engine)
        yield engine


def restart(part: Any) -> Strike:
    """SIGKILL, and start anew."""

    async def strike() -> None:
        await to_end(part.kill)
        await to_end(part.start)

    return strike


async def check(engine: Engine, asked: list[Request], outcomes: dict[UUID, Receipt | str]) -> None:
    """Own outcome, once in the ledger, remembered, nothing lost, chain intact."""
    accepted = {request.command_id: request for request in asked if request.code is None}
    assert {each.command_id: code_of(outcomes[each.command_id]) for each in asked} == {
        each.command_id: each.code for each in asked
    }
    events = [event for event in await engine.events(AURORA) if event.type == "ProfileUpdated"]
    by_command = [(UUID(orjson.loads(event.metadata)["command_id"]), event) for event in events]
    assert sorted(command_id for command_id, _ in by_command) == sorted(accepted)
    for command_id, event in by_command:
        receipt = outcomes[command_id]
        assert isinstance(receipt, Receipt)
        assert (receipt.version, receipt.position) == (event.version, event.position)
        profile = accepted[command_id].fields["profile"]
        assert (
            orjson.loads(event.payload)["profile"]["staff_fte_hundredths"] == profile["staff_fte_hundredths"]
        )
    again = {each.command_id: await answered(engine, each) for each in asked}
    assert again == outcomes
    async with engine.pool.acquire() as connection:
        known = await connection.fetch("select command_id from ledger.outcomes where stream = $1", AURORA)
        assert await broken_links(connection) == []
    asked_ids = {each.command_id for each in asked}
    assert sorted(row["command_id"] for row in known if row["command_id"] in asked_ids) == sorted(asked_ids)
    assert len(await engine.events(AURORA)) == len(events) + 1


def code_of(outcome: Receipt | str) -> str | None:
    return outcome if isinstance(outcome, str) else None


async def test_sixty_commands_are_each_carried_out_once_though_the_worker_is_killed_twice(
    tmp_path: Path,
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same storm each time
    async with registered(tmp_path) as engine:
        asked = requests(60, chance)
        storm = Storm(engine, dict.fromkeys((15, 35), restart(engine.stack.worker)))
        await storm.rage(asked, callers=12)
        await check(engine, asked, storm.outcomes)
        assert len(await runs_of(engine.client, AURORA)) >= 60 // MOST_PER_RUN


@pytest.mark.drill
async def test_three_hundred_commands_are_each_carried_out_once_though_every_server_is_killed(
    tmp_path: Path,
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same storm each time
    async with registered(tmp_path) as engine:
        asked = requests(300, chance)
        moments = sorted(chance.sample(range(5, 280), 12))
        stack = engine.stack
        parts = [stack.worker] * 10 + [stack.temporal, stack.postgres]
        chance.shuffle(parts)
        storm = Storm(engine, dict(zip(moments, map(restart, parts), strict=True)))
        await storm.rage(asked, callers=20)
        await check(engine, asked, storm.outcomes)
        assert len(await runs_of(engine.client, AURORA)) >= 300 // MOST_PER_RUN

"""A simulation from the first day to the last: its servers in a data directory, and what is left there."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

import asyncpg
from pydantic import Field

from console.embedded.database import prepare
from console.embedded.ports import Ports, free_port
from console.embedded.stack import DATABASE, Stack, to_end
from console.embedded.up import held
from console.settings import Settings, settings_from
from console.simulation.central import CentralOffice
from console.simulation.chance import Chance
from console.simulation.desk import desks
from console.simulation.direct.checkpoint import publish_checkpoint
from console.simulation.direct.engine import DirectEngine
from console.simulation.driver import drive
from console.simulation.engine import Engine
from console.simulation.office_days import opening_on
from console.simulation.playing import Player
from console.simulation.shares import Spent, Stopwatch
from console.simulation.skipping.engine import SkippingEngine
from console.simulation.skipping.server import skipping
from console.simulation.summary import Span, Summary, summed_up
from console.simulation.tally import Tally
from domain.calendar import same_day
from domain.frozen import Frozen
from domain.permissions import State
from ledger.connection import Pool

_QUEUE = "laurel"
_MONTHS = 12
_OBJECTS_TILL_COLLECTED = 10_000


class EngineKind(StrEnum):
    """What a simulation is played on."""

    TEMPORAL = "temporal"
    NONE = "none"


class Asked(Frozen):
    """What is to be simulated. `effects`: without Temporal, whether letters are sent and documents set."""

    years: int = Field(ge=1)
    clusters: int = Field(ge=1)
    seed: int
    begins: date
    engine: EngineKind
    shards: int = Field(ge=1)
    effects: bool

    @property
    def ends(self) -> date:
        return same_day(self.begins, _MONTHS * self.years)


class NotEmpty(Exception):
    """Where the simulation is to be left, something lies already."""


async def simulate(data: Path, asked: Asked, reached: Callable[[date], None]) -> Summary:
    """Play it all, and leave record, mails and documents in `data`, which `laurel up` opens afterwards.

    `reached` hears each day. Cancelled, it ends between two commands: what is there is whole, and summed up.
    """
    if await asyncio.to_thread(_holds_something, data):
        raise NotEmpty(f"{data} is not empty: a simulation begins with nothing.")
    with held(data), _seldom_collected():
        ports = Ports(**{name: free_port() for name in Ports.model_fields})
        stack = Stack(data, ports, task_queue=_QUEUE)
        try:
            await _servers_started(stack)
            async with await _pool(settings_from(stack.env_file)) as pool:
                return await _simulated(stack, pool, asked, reached)
        finally:
            await stack.stop()


async def _simulated(stack: Stack, pool: Pool, asked: Asked, reached: Callable[[date], None]) -> Summary:
    chance = Chance(asked.seed)
    begins, ends = opening_on(asked.begins), opening_on(asked.ends)
    at_work = desks(asked.shards, asked.clusters, asked.begins, chance)
    last, tally, stopped = begins, Tally(), False
    states: Mapping[str, State] = {}
    spent = Spent()

    def noted(now: datetime) -> None:
        nonlocal last
        last = now
        reached(now.date())

    try:
        async with _engine(stack, pool, asked, begins) as engine:
            states, watch = engine.states, Stopwatch()
            central = CentralOffice(engine, at_work, chance, tally, begins=asked.begins, ends=asked.ends)
            players = [Player(desk, engine, chance, tally) for desk in at_work]
            try:
                last = await drive(engine, central, players, noted, begins=begins, ends=ends)
            finally:
                spent = watch.read()
    except asyncio.CancelledError:
        stopped = True
    settings = settings_from(stack.env_file)
    await publish_checkpoint(settings, pool, last)
    span = Span(begins=begins, ends=last, clusters=asked.clusters, spent=spent, stopped=stopped)
    return await summed_up(pool, states, tally, span)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """States are many and have no cycles: to look through them for some is a tenth of a simulation."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_OBJECTS_TILL_COLLECTED, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@asynccontextmanager
async def _engine(stack: Stack, pool: Pool, asked: Asked, begins: datetime) -> AsyncIterator[Engine]:
    settings = settings_from(stack.env_file)
    if asked.engine is EngineKind.NONE:
        yield DirectEngine(settings, pool, effects=asked.effects)
        return
    async with AsyncExitStack() as servers:
        running = [
            await servers.enter_async_context(skipping(stack.data, f"desk-{desk}", stack.settings, begins))
            for desk in range(1, asked.shards + 1)
        ]
        yield SkippingEngine(settings, pool, running, begins)


def _holds_something(folder: Path) -> bool:
    return folder.exists() and any(folder.iterdir())


async def _servers_started(stack: Stack) -> None:
    await to_end(stack.postgres.start)
    await prepare(stack.postgres, DATABASE)
    await to_end(stack.mailbox.start)
    stack.write_settings()


async def _pool(settings: Settings) -> "asyncpg.Pool[asyncpg.Record]":
    """Commits do not wait for the disk: a simulation that is cut off by a power cut is played again."""
    return await asyncpg.create_pool(
        settings.database_url.get_secret_value(),
        min_size=1,
        max_size=settings.database_connections,
        command_timeout=60,
        # What a backend took is not known any more once it has ended.
        max_inactive_connection_lifetime=0,
        reset=_as_it_is,
        server_settings={"application_name": "laurel simulation", "synchronous_commit": "off"},
    )


async def _as_it_is(connection: object) -> None:
    """Nothing is set in a session that outlasts its transaction."""

"""Many cases at many stages, put straight on the record as a past of weeks: no path has ever run for them."""

import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from activities.interface import Receipt, Recording
from activities.storage.record import Record
from domain.cluster.case import Stage
from domain.standing import Debt, Standing
from ledger.reading import read_stream
from readmodel.history import standing_of
from tests.engine import Engine
from tests.scene import PATH, Scene, people, register

# From here on a report's document is waited for.
STAGES = tuple(PATH)[: tuple(PATH).index(Stage.FACT_CHECK)]


class Past(Engine):
    """The record of an engine, written to directly at the moment `at`."""

    def __init__(self, engine: Engine, record: Record, at: datetime) -> None:
        super().__init__(engine.stack, engine.client, engine.pool, engine.gateway, engine.documents)
        self.at = at
        self._record = record

    async def submit(
        self, stream: str, by: str, type_: str, *, command_id: UUID | None = None, **fields: Any
    ) -> Receipt:
        return await self._carried_out(stream, by, {"type": type_, **fields}, command_id or uuid4())

    async def until_event(self, stream: str, type_: str) -> None:  # noqa: ARG002 - as an engine's
        """Pay what an engine would have paid by itself, letters apart: the path is to find those."""
        for debt in (await self.standing(stream)).debts:
            if not debt.notice:
                await self._carried_out(stream, None, _payment(debt), uuid4())

    async def standing(self, stream: str) -> Standing:
        async with self.pool.acquire() as connection:
            return standing_of(stream, await read_stream(connection, stream))

    async def _carried_out(
        self, stream: str, by: str | None, command: dict[str, Any], command_id: UUID
    ) -> Receipt:
        recorded = await self._record(
            Recording(stream=stream, command_id=command_id, actor=by, command=command, at=self.at)
        )
        assert recorded.receipt is not None, recorded.refusal
        return recorded.receipt


async def cases(past: Past, count: int, *, until: datetime, chance: random.Random) -> list[str]:
    """So many clusters with a case each, at stages by chance, begun within the five weeks before `until`."""
    past.at = until - timedelta(days=60)
    await people(past)
    streams = [f"cluster-case-{number}" for number in range(count)]
    acts = [act for stream in streams for act in _acts(past, stream, until, chance)]
    for at, act in sorted(acts, key=lambda each: each[0]):
        past.at = at
        await act()
    return streams


def _acts(
    past: Past, stream: str, until: datetime, chance: random.Random
) -> Sequence[tuple[datetime, Callable[[], Awaitable[None]]]]:
    # All within one working day, wherever the day begins.
    morning = until.replace(hour=6, minute=0, second=0, microsecond=0)
    begun = morning - timedelta(days=chance.randint(2, 35), minutes=chance.randint(0, 60))
    scene = Scene(past, stream, today=begun.date())
    steps = [PATH[stage] for stage in STAGES[: chance.randint(0, len(STAGES))]]
    acts: list[Callable[[], Awaitable[None]]] = [
        lambda: register(past, stream),
        *(lambda step=step: step(scene) for step in steps),
    ]
    return [(begun + timedelta(hours=number), act) for number, act in enumerate(acts)]


def _payment(debt: Debt) -> dict[str, Any]:
    """The engine command that pays for a comparison nobody is compared in."""
    assert debt.effect == "make-comparison"
    return {
        "type": "MakeComparison",
        "case_id": debt.case_id,
        "dimensions": [],
        "groups": [],
        "portfolio_position": 0,
    }

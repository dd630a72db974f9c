"""The engine on simulated time: commands go through the gateway, the clock is the time-skipping servers'."""

import asyncio
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from activities.interface import Order
from activities.storage.record import Record
from console.gateway import Gateway
from console.settings import Settings
from console.simulation.engine import command_id
from console.simulation.scene import Act
from console.simulation.skipping.mirror import Mirror
from console.simulation.skipping.server import Skipping
from domain.permissions import State
from domain.rejected import Rejected
from domain.schemes import scheme
from domain.streams import WITH_A_CLOCK
from ledger.connection import Pool
from ledger.documents import Documents
from ledger.sealing import Sealer

_DESK = re.compile(r"^(?:cluster-sim|round|complaint)-([1-9][0-9]*)-")
_LOOKS_EVERY = 0.004
# An effect that fails is tried again by its path, on the server's clock, which stands: it never comes.
_PATIENCE = 60.0


class NothingMoves(Exception):
    """A stream does not come to what it owes, or its clock to what is due."""


class SkippingEngine:
    """Desks on servers of their own, beside each other on one record."""

    def __init__(self, settings: Settings, pool: Pool, servers: Sequence[Skipping], begins: datetime) -> None:
        self._documents = Documents(settings.documents_url, limit_bytes=settings.document_limit_bytes)
        record = Record(pool, Sealer(settings.sealing_key_bytes), self._documents, scheme())
        self._stored: set[str] = set()
        self._servers = servers
        self._now = begins
        self._mirror = Mirror(pool)
        self._gateways = tuple(
            Gateway(each.client, pool, record, task_queue=settings.task_queue, clock=lambda: self._now)
            for each in servers
        )

    @property
    def states(self) -> Mapping[str, State]:
        return self._mirror.states

    def changed(self) -> Iterable[str]:
        return self._mirror.changed()

    def next_due(self) -> datetime | None:
        dues = (stands.due.at for stands in self._mirror.standings.values() if stands.due)
        return min(dues, default=None)

    async def advance(self, moment: datetime) -> None:
        """From one due moment to the next: what is due in one stream waits for no other's later one."""
        while (due := self.next_due()) is not None and due <= moment:
            await self._until(due)
        await self._until(moment)

    async def give(self, act: Act, at: datetime) -> str | None:
        for text in act.texts:
            if text not in self._stored:
                await self._documents.put(text.encode())
                self._stored.add(text)
        version = state.version if (state := self.states.get(act.on)) else 0
        order = Order(
            stream=act.on,
            command_id=command_id(act, version, at),
            actor=act.by,
            command=act.command.model_dump(mode="json"),
        )
        try:
            await self._gateways[self._desk_of(act.on)].submit(order)
        except Rejected as refused:
            return refused.code
        await self._mirror.catch_up()
        return None

    async def settle(self, streams: Collection[str]) -> None:
        await self._wait(lambda: not any(self._owes(stream) for stream in streams), streams)

    async def _until(self, moment: datetime) -> None:
        self._now = max(self._now, moment)
        await asyncio.gather(*(server.sleep_until(moment) for server in self._servers))
        await self._mirror.catch_up()
        streams = tuple(self._mirror.standings)
        await self._wait(
            lambda: not any(self._owes(stream) or self._is_due(stream, moment) for stream in streams), streams
        )

    async def _wait(self, done: Callable[[], bool], streams: Collection[str]) -> None:
        """Other processes write: all that can be done here is to look again."""
        try:
            async with asyncio.timeout(_PATIENCE):
                while not done():
                    await asyncio.sleep(_LOOKS_EVERY)
                    await self._mirror.catch_up()
        except TimeoutError:
            waiting = [each for each in streams if self._owes(each) or self._is_due(each, self._now)]
            raise NothingMoves(", ".join(waiting)) from None

    def _owes(self, stream: str) -> bool:
        stands = self._mirror.standings.get(stream)
        return bool(stands and stands.debts)

    def _is_due(self, stream: str, moment: datetime) -> bool:
        due = self._mirror.standings[stream].due if stream in self._mirror.standings else None
        return due is not None and due.at <= moment

    def _desk_of(self, stream: str) -> int:
        """The server of a stream's desk; what belongs to no desk is the first one's."""
        if not stream.startswith(WITH_A_CLOCK):
            return 0
        desk = _DESK.search(stream)
        return int(desk[1]) - 1 if desk else 0

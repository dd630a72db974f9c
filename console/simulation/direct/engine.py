"""The engine without Temporal: every command goes to the record, every debt is paid at once, in one process."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID, uuid5

from activities.interface import Recorded, Recording
from activities.storage.record import Record
from console.settings import Settings
from console.simulation.direct.effects import Effects
from console.simulation.direct.noted import NotedEffects
from console.simulation.direct.seen import Seen
from console.simulation.engine import command_id
from console.simulation.scene import Act
from domain.permissions import State
from domain.schemes import scheme
from domain.standing import Debt, Standing
from ledger.connection import Pool
from ledger.documents import Documents
from ledger.sealing import Sealer


class Paying(Protocol):
    """Carries debts out."""

    async def pay(self, stands: Standing, debt: Debt, at: datetime) -> dict[str, Any]:
        """The engine command that pays the debt, once its effect is done."""
        ...


class ClockStandsStill(Exception):
    """A moment that has come is not behind its stream after its command."""


class DirectEngine:
    """Commands, effects and clock in the order of simulated time."""

    def __init__(self, settings: Settings, pool: Pool, *, effects: bool) -> None:
        """`effects`: letters are sent and documents set; else they are noted on the record alone."""
        sealer = Sealer(settings.sealing_key_bytes)
        self._documents = Documents(settings.documents_url, limit_bytes=settings.document_limit_bytes)
        self._stored: set[str] = set()
        self._seen = Seen()
        self._record = Record(pool, sealer, self._documents, scheme(), folds=self._seen)
        self._effects: Paying = (
            Effects(settings, pool, sealer, self._documents) if effects else NotedEffects(settings, pool)
        )

    @property
    def states(self) -> Mapping[str, State]:
        return self._seen.states

    def changed(self) -> Iterable[str]:
        return self._seen.changed()

    def next_due(self) -> datetime | None:
        dues = (stands.due.at for stands in self._seen.standings.values() if stands.due)
        return min(dues, default=None)

    async def advance(self, moment: datetime) -> None:
        """From one due moment to the next, stream by stream."""
        while (due := self._due_by(moment)) is not None:
            at, streams = due
            for stream in streams:
                await self._go_on(stream, at)

    async def give(self, act: Act, at: datetime) -> str | None:
        for text in act.texts:
            if text not in self._stored:
                await self._documents.put(text.encode())
                self._stored.add(text)
        version = state.version if (state := self.states.get(act.on)) else 0
        recorded = await self._recorded(
            act.on, command_id(act, version, at), act.by, act.command.model_dump(mode="json"), at
        )
        if recorded.refusal is not None:
            return recorded.refusal.code
        await self._go_on(act.on, at)
        return None

    async def settle(self, streams: Collection[str]) -> None:
        """Nothing is owed here behind a command."""

    def _due_by(self, moment: datetime) -> tuple[datetime, tuple[str, ...]] | None:
        """The nearest moment that has come, and the streams whose it is."""
        dues = {
            stream: stands.due.at
            for stream, stands in self._seen.standings.items()
            if stands.due and stands.due.at <= moment
        }
        if not dues:
            return None
        first = min(dues.values())
        return first, tuple(sorted(stream for stream, at in dues.items() if at == first))

    async def _go_on(self, stream: str, at: datetime) -> None:
        """As a path does: all that is due first, then all that is owed, until there is neither."""
        while self._owed(stream) or self._is_due(stream, at):
            await self._pass_what_is_due(stream, at)
            await self._pay(stream, at)

    async def _pass_what_is_due(self, stream: str, at: datetime) -> None:
        while self._is_due(stream, at) and (due := self._stands(stream).due):
            await self._recorded(stream, due.command_id, None, due.command, at)
            if self._stands(stream).due == due:
                raise ClockStandsStill(f"{stream}: {due.command}")

    async def _pay(self, stream: str, at: datetime) -> None:
        """Every debt of the stream, in order."""
        for debt in self._owed(stream):
            stands = self._stands(stream)
            command = await self._effects.pay(stands, debt, at)
            name = f"{command['type']} at version {stands.version}"
            await self._recorded(stream, uuid5(debt.debt_id, name), None, command, at)

    def _owed(self, stream: str) -> tuple[Debt, ...]:
        stands = self._seen.standings.get(stream)
        return stands.debts if stands else ()

    def _is_due(self, stream: str, at: datetime) -> bool:
        stands = self._seen.standings.get(stream)
        return stands is not None and stands.due is not None and stands.due.at <= at

    def _stands(self, stream: str) -> Standing:
        return self._seen.standings[stream]

    async def _recorded(
        self, stream: str, command_id: UUID, actor: str | None, command: dict[str, Any], at: datetime
    ) -> Recorded:
        recorded = await self._record(
            Recording(stream=stream, command_id=command_id, actor=actor, command=command, at=at)
        )
        self._seen.stand(recorded)
        # As paths are refreshed: what was written into other streams is due or owed there.
        for each in recorded.touched:
            await self._go_on(each.stream, at)
        return recorded

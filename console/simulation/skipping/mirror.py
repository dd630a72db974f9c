"""The states of all streams, followed from the ledger: what workers in other processes have written."""

import asyncio

from domain.permissions import State
from domain.standing import Standing
from domain.streams import WITH_A_CLOCK, blank, evolve, standing
from ledger.connection import Pool
from ledger.reading import StoredEvent, read_all
from readmodel.history import happened_of

_AT_ONCE = 1000


class Mirror:
    """Every stream as far as the ledger was read."""

    def __init__(self, pool: Pool) -> None:
        self.states: dict[str, State] = {}
        self.standings: dict[str, Standing] = {}
        self._pool = pool
        self._position = 0
        self._reading = asyncio.Lock()
        self._changed: set[str] = set()

    async def catch_up(self) -> None:
        """Read what was written since; of several who ask, each waits for those before: an event is folded once."""
        async with self._reading, self._pool.acquire() as connection:
            while events := await read_all(connection, self._position, _AT_ONCE):
                self._take(events)

    def changed(self) -> tuple[str, ...]:
        """Streams that went on since this was asked last."""
        changed = tuple(sorted(self._changed))
        self._changed.clear()
        return changed

    def _take(self, events: list[StoredEvent]) -> None:
        for event in events:
            before = self.states.get(event.stream) or blank(event.stream)
            self.states[event.stream] = evolve(before, happened_of(event))
        self._position = events[-1].position
        for stream in {event.stream for event in events}:
            self._changed.add(stream)
            if stream.startswith(WITH_A_CLOCK):
                self.standings[stream] = standing(self.states[stream])

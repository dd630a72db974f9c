"""What a journey is played on: the gateway, and the record and the documents beside it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from activities.storage.record import Record
from console.connections import connect_database, connect_temporal
from console.gateway import Gateway
from console.journeys.acts import Act
from console.settings import settings_from
from domain.schemes import scheme
from domain.streams import PERSON, standing
from ledger.connection import Pool
from ledger.documents import Documents
from ledger.reading import StoredEvent, StoredOutcome, last_position, outcome_of, read_all, read_stream
from ledger.sealing import Sealer
from readmodel.history import folded

# Who acts for the secretariat where nobody was named yet.
FIRST_OPERATOR = "secretariat-operator"
_LOOKS_EVERY = 0.05


@dataclass(frozen=True)
class Installation:
    """A running engine as its players reach it."""

    gateway: Gateway
    pool: Pool
    record: Record
    documents: Documents

    async def events(self, stream: str) -> list[StoredEvent]:
        async with self.pool.acquire() as connection:
            return await read_stream(connection, stream)

    async def begun_at(self, stream: str) -> datetime | None:
        """When the stream's first event was recorded; None while it has none."""
        events = await self.events(stream)
        return events[0].recorded_at if events else None

    async def outcome(self, act: Act) -> StoredOutcome | None:
        """What the act led to; None while it was not taken."""
        async with self.pool.acquire() as connection:
            return await outcome_of(connection, act.stream, act.command_id)

    async def recorded_until(self) -> datetime | None:
        """The instant the record reaches to; None while it is empty."""
        async with self.pool.acquire() as connection:
            last = await read_all(connection, after_position=await last_position(connection) - 1, limit=1)
        return last[0].recorded_at if last else None

    async def registrar(self, acts: tuple[Act, ...]) -> str:
        """Who registers persons: the first operator, or where there is none the first person of the acts."""
        registrations = [act.stream.removeprefix(PERSON) for act in acts if act.actor is None and act.command]
        if not registrations or await self.begun_at(f"{PERSON}{FIRST_OPERATOR}") is not None:
            return FIRST_OPERATOR
        return registrations[0]

    async def until_event(self, stream: str, type_: str, seconds: float) -> None:
        """Wait until the stream has an event of the type; TimeoutError when it has none in time."""
        async with asyncio.timeout(seconds):
            # Another process records it: there is nothing here that could tell.
            while type_ not in {event.type for event in await self.events(stream)}:  # noqa: ASYNC110
                await asyncio.sleep(_LOOKS_EVERY)

    async def until_made(self, stream: str, seconds: float) -> None:
        """Wait until the engine owes the stream nothing but letters; TimeoutError when it does so for too long."""
        async with asyncio.timeout(seconds):
            if await self._owes_more_than_letters(stream):
                # Behind a rehearsed past nobody pays yet: the path begins with this.
                await self.gateway.resume(stream)
            while await self._owes_more_than_letters(stream):  # noqa: ASYNC110
                await asyncio.sleep(_LOOKS_EVERY)

    async def _owes_more_than_letters(self, stream: str) -> bool:
        stands = standing(folded(stream, await self.events(stream)))
        return any(debt.notice is None for debt in stands.debts)


@asynccontextmanager
async def reached(env_file: Path) -> AsyncIterator[Installation]:
    """The engine whose addresses the settings file holds."""
    settings = settings_from(env_file)
    client = await connect_temporal(settings, env_file)
    documents = Documents(settings.documents_url, limit_bytes=settings.document_limit_bytes)
    async with await connect_database(settings) as pool:
        record = Record(pool, Sealer(settings.sealing_key_bytes), documents, scheme())
        gateway = Gateway(client, pool, record, task_queue=settings.task_queue)
        yield Installation(gateway, pool, record, documents)

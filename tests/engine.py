"""A whole engine for one test: its own PostgreSQL, Temporal, mailbox and worker, driven through the gateway."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import asyncpg
import orjson
from temporalio.client import Client

from activities.interface import Order, Receipt
from activities.storage.record import Record
from console.connections import connect_database, connect_temporal, erasures_of
from console.embedded.ports import Ports, free_port
from console.embedded.stack import Stack
from console.gateway import Gateway
from console.settings import settings_from
from domain.schemes import scheme
from ledger.documents import Documents
from ledger.reading import StoredEvent, read_stream
from ledger.sealing import Sealer
from readmodel.history import folded

PATIENCE = 30.0
AnyEngine = TypeVar("AnyEngine", bound="Engine")


class Engine:
    """Real parts. `stack` has them one by one, to be killed and started again."""

    def __init__(
        self,
        stack: Stack,
        client: Client,
        pool: "asyncpg.Pool[asyncpg.Record]",
        gateway: Gateway,
        documents: Documents,
    ) -> None:
        self.stack = stack
        self.client = client
        self.pool = pool
        self.gateway = gateway
        self.documents = documents

    async def submit(
        self, stream: str, by: str, type_: str, *, command_id: UUID | None = None, **fields: Any
    ) -> Receipt:
        """One command of a person; raises `Rejected` and the gateway's other answers."""
        command = {"type": type_, **fields}
        return await self.gateway.submit(
            Order(stream=stream, command_id=command_id or uuid4(), actor=by, command=command)
        )

    async def events(self, stream: str) -> list[StoredEvent]:
        async with self.pool.acquire() as connection:
            return await read_stream(connection, stream)

    async def trail(self, stream: str) -> list[str]:
        """The types of the stream's events, in order."""
        return [event.type for event in await self.events(stream)]

    async def state(self, stream: str) -> Any:
        return folded(stream, await self.events(stream))

    async def until(self, condition: Callable[[], Any], what: str) -> None:
        """Wait, polling, until the coroutine function's answer is true."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not await condition():
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"Waited {PATIENCE:.0f} s in vain for {what}.") from None

    async def until_paid(self, *streams: str) -> None:
        """Wait until the streams owe nothing any more."""

        async def paid() -> bool:
            return not any([(await self.state(stream)).debts for stream in streams])

        await self.until(paid, f"{streams} to owe nothing")

    async def until_event(self, stream: str, type_: str) -> None:
        async def happened() -> bool:
            return type_ in await self.trail(stream)

        await self.until(happened, f"{type_} in {stream}")

    async def incidents(self) -> list[dict[str, Any]]:
        async with self.pool.acquire() as connection:
            rows = await connection.fetch("select * from operations.incidents order by first_seen")
        return [dict(row) for row in rows]

    async def letters(self, stream: str) -> list[tuple[str, str]]:
        """What came to whom about the stream: every mail in the mailbox, by its letter's name, in order."""
        async with self.pool.acquire() as connection:
            rows = await connection.fetch("select * from operations.mail_attempts where stream = $1", stream)
        sent = {row["message_id"]: row for row in rows}
        mails = [mail for mail in self.stack.mailbox.mails() if mail["Message-ID"] in sent]
        for mail in mails:
            assert mail["Delivered-To"].startswith(f"{sent[mail['Message-ID']]['recipient']}@")
        return [(sent[mail["Message-ID"]]["notice"], sent[mail["Message-ID"]]["recipient"]) for mail in mails]

    async def metadata(self, stream: str) -> list[dict[str, Any]]:
        return [orjson.loads(event.metadata) for event in await self.events(stream)]


@asynccontextmanager
async def running(
    data: Path,
    *,
    commands_per_run: int | None = None,
    patience: float = 60.0,
) -> AsyncIterator[Engine]:
    """An engine on a fresh data directory; everything stops at the end."""
    ports = Ports(**{name: free_port() for name in Ports.model_fields})
    stack = Stack(data, ports, task_queue="laurel")
    async with connected(stack, Engine, commands_per_run=commands_per_run, patience=patience) as engine:
        yield engine


@asynccontextmanager
async def connected(
    stack: Stack,
    kind: type[AnyEngine],
    *,
    commands_per_run: int | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    patience: float = 60.0,
) -> AsyncIterator[AnyEngine]:
    """The stack started, and an engine of the kind connected to it."""
    try:
        await stack.start()
        settings = settings_from(stack.env_file)
        client = await connect_temporal(settings, stack.env_file)
        documents = Documents(settings.documents_url, limit_bytes=settings.document_limit_bytes)
        async with await connect_database(settings) as pool:
            sealer = Sealer(settings.sealing_key_bytes)
            record = Record(pool, sealer, documents, scheme(), erasures_of(settings))
            gateway = Gateway(
                client,
                pool,
                record,
                task_queue="laurel",
                clock=clock,
                commands_per_run=commands_per_run,
                patience=patience,
            )
            yield kind(stack, client, pool, gateway, documents)
    finally:
        await stack.destroy()

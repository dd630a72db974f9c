"""The servers of one run: an embedded stack in a folder of its own, with a bare worker beside Laurel's."""

import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
from temporalio.client import Client, WorkflowHandle

from activities.interface import Order, Receipt, Recording
from activities.storage.record import Record
from benchmarks.bare import TASK_QUEUE
from benchmarks.bare_workflow import Bare
from console.connections import connect_database, connect_temporal
from console.embedded.child import Child
from console.embedded.ports import Ports, free_port
from console.embedded.stack import Stack
from console.gateway import Gateway
from console.settings import settings_from
from domain.schemes import scheme
from ledger.connection import Pool
from ledger.documents import Documents
from ledger.sealing import Sealer

_LAUREL_QUEUE = "laurel"

BareHandle = WorkflowHandle[Bare, None]


@dataclass(frozen=True)
class Site:
    """What the measurements reach: Laurel through its gateway and its record, bare Temporal through the client."""

    stack: Stack
    bare_worker: Child
    client: Client
    pool: Pool
    record: Record
    gateway: Gateway
    documents: Documents

    async def submit(self, stream: str, by: str, type_: str, **fields: Any) -> Receipt:
        """A person's command, through the gateway and the stream's workflow."""
        command = {"type": type_, **fields}
        return await self.gateway.submit(Order(stream=stream, command_id=uuid4(), actor=by, command=command))

    async def put_on_record(self, stream: str, by: str, type_: str, **fields: Any) -> None:
        """The same command without a workflow, as a stream's past."""
        command = {"type": type_, **fields}
        at = datetime.now(UTC)
        recorded = await self.record(
            Recording(stream=stream, command_id=uuid4(), actor=by, command=command, at=at)
        )
        if recorded.refusal:
            raise RuntimeError(f"{type_} on {stream} was refused: {recorded.refusal.sentence}")

    async def start_bare(self, name: str) -> BareHandle:
        return await self.client.start_workflow(Bare.run, id=name, task_queue=TASK_QUEUE)

    def resident_kilobytes(self) -> tuple[float, float]:
        """Memory of Laurel's worker and of the bare one."""
        pids = self.stack.worker.pid, self.bare_worker.pid
        laurel, bare = (psutil.Process(pid).memory_info().rss / 1000 for pid in pids)
        return laurel, bare


@asynccontextmanager
async def site(data: Path) -> AsyncIterator[Site]:
    """Everything started in `data`, warmed by nothing yet; everything stops at the end."""
    ports = Ports(**{name: free_port() for name in Ports.model_fields})
    stack = Stack(data, ports, task_queue=_LAUREL_QUEUE)
    bare_worker = Child(
        [sys.executable, "-m", "benchmarks.bare"],
        log=data / "bare.log",
        environment=os.environ | {"LAUREL_ENV_FILE": str(stack.env_file)},
    )
    try:
        await stack.start()
        bare_worker.start()
        bare_worker.wait_until(lambda: _polls(stack, bare_worker), seconds=60)
        async with _reached(stack, bare_worker) as reached:
            yield reached
    finally:
        bare_worker.stop(signal.SIGTERM, seconds=30)
        await stack.stop()
        # As root its data lies elsewhere than the rest.
        stack.postgres.destroy()


@asynccontextmanager
async def _reached(stack: Stack, bare_worker: Child) -> AsyncIterator[Site]:
    settings = settings_from(stack.env_file)
    client = await connect_temporal(settings, stack.env_file)
    documents = Documents(settings.documents_url, limit_bytes=settings.document_limit_bytes)
    async with await connect_database(settings) as pool:
        record = Record(pool, Sealer(settings.sealing_key_bytes), documents, scheme())
        gateway = Gateway(client, pool, record, task_queue=_LAUREL_QUEUE)
        yield Site(stack, bare_worker, client, pool, record, gateway, documents)


def _polls(stack: Stack, bare_worker: Child) -> bool:
    return bare_worker.pid is not None and stack.temporal.polled_by(TASK_QUEUE, bare_worker.pid)

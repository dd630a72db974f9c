"""The activities in memory: a stream whose standing a test sets, and a record that answers as told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from temporalio import activity
from temporalio.client import Client, WorkflowHandle
from temporalio.exceptions import ApplicationError
from temporalio.worker import Worker

from activities.interface import (
    LOAD,
    RECORD,
    RECORD_BEHIND,
    SEND_NOTICE,
    NoticeRequest,
    NoticeResult,
    Order,
    Receipt,
    Recorded,
    Recording,
)
from domain.standing import Debt, Due, Notice, Standing
from workflows.certification import CertificationWorkflow
from workflows.sandbox import sandbox
from workflows.stream import Path

HARMLESS = {"type": "WithdrawApplication"}
_ONCE_WRITTEN: dict[str, Any] = {"version": 1, "stage": "no open case"}


@dataclass
class Memory:
    """One stream. Each command moves it on by one version; `after` says what it then stands at."""

    standing: Standing
    after: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    away: set[UUID] = field(default_factory=set)
    recorded: list[Recording] = field(default_factory=list)
    letters: list[NoticeRequest] = field(default_factory=list)
    turned_away: list[NoticeRequest] = field(default_factory=list)
    unloadable: bool = False
    behind: bool = False

    @activity.defn(name=LOAD)
    async def load(self, _: str) -> Standing:
        if self.unloadable:
            raise ApplicationError("The database is out of reach.", type="StorageUnavailable")
        return self.standing

    @activity.defn(name=RECORD)
    async def record(self, recording: Recording) -> Recorded:
        if recording.command_id in self.away:
            raise ApplicationError("The database is out of reach.", type="StorageUnavailable")
        self.recorded.append(recording)
        if self.behind:
            return Recorded(behind=True, standing=self.standing)
        moved = {"version": self.standing.version + 1} | self.after.get(recording.command_id, {})
        if recording.command["type"] == "SendNotice":
            moved["debts"] = ()
        self.standing = self.standing.model_copy(update=moved)
        receipt = Receipt(
            stream=recording.stream, version=self.standing.version, position=None, events=("Happened",)
        )
        return Recorded(receipt=receipt, standing=self.standing)

    @activity.defn(name=SEND_NOTICE)
    async def send_notice(self, request: NoticeRequest) -> NoticeResult:
        if self.behind:
            self.turned_away.append(request)
            raise ApplicationError("The record is behind.", type=RECORD_BEHIND)
        self.letters.append(request)
        return NoticeResult(outcome="sent", message_id="<1@laurel>", reason="")


@dataclass
class Stage:
    """One workflow on a memory."""

    client: Client
    memory: Memory
    task_queue: str
    cached: int

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        return self.client.get_workflow_handle(self.memory.standing.stream)

    async def start(self, *, loaded: bool = True, commands_per_run: int = 500) -> None:
        standing = self.memory.standing if loaded else None
        path = Path(stream=self.memory.standing.stream, standing=standing, commands_per_run=commands_per_run)
        await self.client.start_workflow(
            CertificationWorkflow.run, path, id=path.stream, task_queue=self.task_queue
        )

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[None]:
        worker = Worker(
            self.client,
            task_queue=self.task_queue,
            workflows=[CertificationWorkflow],
            activities=[self.memory.load, self.memory.record, self.memory.send_notice],
            workflow_runner=sandbox(),
            max_cached_workflows=self.cached,
        )
        async with worker:
            yield

    async def submit(self, command_id: UUID | None = None) -> Receipt:
        identity = command_id or uuid4()
        order = Order(
            stream=self.memory.standing.stream, command_id=identity, actor="clara", command=HARMLESS
        )
        receipt: Receipt = await self.handle.execute_update(
            "submit", order, id=str(identity), result_type=Receipt
        )
        return receipt

    async def history_events(self) -> list[str]:
        """The types of the present run's history events, in words."""
        history = await self.handle.fetch_history()
        names = [event.WhichOneof("attributes") or "" for event in history.events]
        return [name.removesuffix("_event_attributes") for name in names]

    async def until(self, condition: Any, what: str) -> None:
        async with asyncio.timeout(20):
            while not condition():
                await asyncio.sleep(0.02)
        assert condition(), what


def standing(**more: Any) -> Standing:
    return Standing(stream=f"cluster-{uuid4()}", **(_ONCE_WRITTEN | more))


def due(at: datetime) -> Due:
    return Due(at=at, command_id=uuid4(), command={"type": "PassDeadline", "limit": "offer"})


def debt() -> Debt:
    notice = Notice(notice="label-awarded", recipient="clara")
    return Debt(debt_id=uuid4(), effect="send-notice", notice=notice)


def days(number: float) -> timedelta:
    return timedelta(days=number)

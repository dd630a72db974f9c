"""A whole engine on simulated time: real PostgreSQL, mailbox and worker, and a Temporal server whose clock jumps."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.testing import WorkflowEnvironment

from activities.storage.record import Record
from console.connections import connect_temporal
from console.embedded.ports import Ports, free_port
from console.embedded.stack import Stack, to_end
from console.embedded.temporal import SEARCH_ATTRIBUTES, Temporal
from console.embedded.worker import Worker
from console.gateway import Gateway
from console.settings import settings_from
from tests.engine import Engine, connected
from tests.servers import TEST_SERVER

MONDAY = date(2030, 3, 4)


class Skipping(Temporal):
    """A server that runs already, and whose clock jumps. It cannot say who polls it."""

    @property
    def alive(self) -> bool:
        return True

    def start(self) -> None:
        return

    def stop(self) -> None:
        return

    def polled_by(self, task_queue: str, pid: int | None) -> bool:  # noqa: ARG002 - commands wait for it
        return True


class Clock:
    """The simulated clock. Nothing else may ask the server for time while it runs."""

    def __init__(self, environment: WorkflowEnvironment) -> None:
        self._environment = environment
        self.now = datetime.now(UTC)

    async def read(self) -> datetime:
        self.now = await self._environment.get_current_time()
        return self.now

    async def until(self, moment: datetime, step: timedelta = timedelta(days=1)) -> None:
        """Let time pass, step by step: each step ends with everything due in it carried out."""
        while (left := moment - await self.read()) > timedelta():
            await self._environment.sleep(min(left, step))
        await self.read()


class Simulation(Engine):
    """An engine whose time passes when told to."""

    clock: Clock


def nine(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


@asynccontextmanager
async def simulated(data: Path, begins: date = MONDAY) -> AsyncIterator[Simulation]:
    """A fresh engine; its clock shows nine o'clock, UTC, of the day it begins on."""
    environment = await WorkflowEnvironment.start_time_skipping(test_server_existing_path=str(TEST_SERVER))
    try:
        clock = Clock(environment)
        await _define_search_attributes(environment)
        await clock.until(nine(begins), step=timedelta(days=10_000))
        stack = _stack(data, environment)
        async with connected(stack, Simulation, clock=lambda: clock.now) as simulation:
            simulation.clock = clock
            yield simulation
    finally:
        await environment.shutdown()


@asynccontextmanager
async def another_temporal(simulation: Simulation, record: Record) -> AsyncIterator[None]:
    """The server is lost with all it knew; the worker finds another one, whose clock shows the same moment."""
    stack, moment = simulation.stack, simulation.clock.now
    await to_end(stack.worker.kill)
    environment = await WorkflowEnvironment.start_time_skipping(test_server_existing_path=str(TEST_SERVER))
    try:
        clock = simulation.clock = Clock(environment)
        await _define_search_attributes(environment)
        await clock.until(moment, step=timedelta(days=10_000))
        _, port = environment.client.service_client.config.target_host.split(":")
        stack.temporal = Skipping(stack.temporal.folder, port=int(port))
        stack.settings["TEMPORAL_ADDRESS"] = stack.temporal.address
        stack.write_settings()
        log = stack.data / "worker.log"
        stack.worker = Worker(stack.env_file, temporal=stack.temporal, task_queue="laurel", log=log)
        simulation.client = await connect_temporal(settings_from(stack.env_file), stack.env_file)
        simulation.gateway = Gateway(
            simulation.client, simulation.pool, record, task_queue="laurel", clock=lambda: clock.now
        )
        await to_end(stack.worker.start)
        yield
    finally:
        await environment.shutdown()


async def _define_search_attributes(environment: WorkflowEnvironment) -> None:
    kinds = {
        "Keyword": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
        "Datetime": IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
    }
    wanted = {name: kinds[kind] for name, kind in SEARCH_ATTRIBUTES.items()}
    await environment.client.operator_service.add_search_attributes(
        AddSearchAttributesRequest(search_attributes=wanted, namespace=environment.client.namespace)
    )


def _stack(data: Path, environment: WorkflowEnvironment) -> Stack:
    host, port = environment.client.service_client.config.target_host.split(":")
    ports = Ports(**{name: free_port() for name in Ports.model_fields} | {"temporal": int(port)})
    stack = Stack(data, ports, task_queue="laurel")
    stack.temporal = Skipping(data / "temporal", port=int(port))
    stack.worker = Worker(
        stack.env_file, temporal=stack.temporal, task_queue="laurel", log=data / "worker.log"
    )
    assert host == "127.0.0.1"
    return stack

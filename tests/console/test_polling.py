"""`python -m console.polling`: healthy only while a worker of this machine asks Temporal for work."""

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from temporalio import workflow
from temporalio.client import Client
from temporalio.worker import Worker

from console.embedded.ports import free_port
from console.embedded.temporal import Temporal
from console.polling import polled_lately


@workflow.defn(sandboxed=False)
class Idle:
    """Work enough for a worker to ask for."""

    @workflow.run
    async def run(self) -> None: ...


@pytest.mark.temporal
async def test_a_machine_is_healthy_while_its_worker_asks_for_work(temporal_server: Temporal) -> None:
    client, queue, host = await Client.connect(temporal_server.address), uuid4().hex, socket.gethostname()
    assert not await polled_lately(client, queue, datetime.now(UTC), host=host)
    async with Worker(client, task_queue=queue, workflows=[Idle]):
        while not await polled_lately(client, queue, datetime.now(UTC), host=host):
            pass
        assert not await polled_lately(client, queue, datetime.now(UTC), host="elsewhere")
        assert not await polled_lately(client, queue, datetime.now(UTC) + timedelta(minutes=3), host=host)


def _ended(address: str) -> "subprocess.CompletedProcess[str]":
    settings = {
        "LAUREL_DATABASE_URL": "postgresql://nobody@localhost/none",
        "LAUREL_SMTP_URL": "smtp://localhost",
        "LAUREL_DOCUMENTS_URL": "memory:///",
        "LAUREL_CHECKPOINTS_URL": "memory:///",
        "LAUREL_CHECKPOINT_KEY": "A" * 43,
        "LAUREL_PAYLOAD_KEY": "A" * 43,
        "LAUREL_SEALING_KEY": "A" * 43,
        "LAUREL_TASK_QUEUE": "nobody-asks-here",
        "TEMPORAL_ADDRESS": address,
    }
    command = [sys.executable, "-m", "console.polling"]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=os.environ | settings)


@pytest.mark.temporal
def test_a_machine_without_a_worker_is_not_healthy(temporal_server: Temporal) -> None:
    ended = _ended(temporal_server.address)
    assert (ended.returncode, ended.stderr) == (
        1,
        f"No worker on {socket.gethostname()} asks Temporal for work.\n",
    )


def test_a_machine_that_cannot_reach_temporal_is_not_healthy() -> None:
    ended = _ended(f"127.0.0.1:{free_port()}")
    assert (ended.returncode, ended.stderr) == (1, "Temporal does not answer: RuntimeError.\n")

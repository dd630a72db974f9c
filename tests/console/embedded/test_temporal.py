"""The embedded Temporal keeps open workflows, whoever is killed."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from temporalio.client import Client

from console.embedded.child import ended
from console.embedded.ports import free_port
from console.embedded.temporal import Temporal

pytestmark = pytest.mark.temporal


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Temporal]:
    server = Temporal(tmp_path / "temporal", port=free_port())
    yield server
    server.stop()


async def _open_workflow(server: Temporal) -> None:
    client = await Client.connect(server.address)
    await client.start_workflow("Waiting", id="waiting", task_queue="nobody-polls")


async def _status(server: Temporal) -> str | None:
    client = await Client.connect(server.address)
    description = await client.get_workflow_handle("waiting").describe()
    return description.status.name if description.status else None


async def test_an_open_workflow_outlives_a_stop_and_a_kill(server: Temporal) -> None:
    server.start()
    await _open_workflow(server)
    server.stop()
    server.start()
    server.kill()
    assert not server.alive
    server.start()
    assert await _status(server) == "RUNNING"


async def test_it_takes_over_from_a_parent_that_was_killed(server: Temporal) -> None:
    abandoned = _abandon(server.folder, server.port)
    await _open_workflow(server)
    assert not ended(abandoned)
    server.start()
    assert ended(abandoned)
    assert await _status(server) == "RUNNING"


def _abandon(folder: Path, port: int) -> psutil.Process:
    program = (
        "import signal, sys; from pathlib import Path; from console.embedded.temporal import Temporal;"
        "server = Temporal(Path(sys.argv[1]), port=int(sys.argv[2])); server.start();"
        "print(server._child.pid, flush=True); signal.pause()"
    )
    command = [sys.executable, "-c", program, str(folder), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        orphan = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    return orphan


def test_it_knows_laurels_search_attributes_and_keeps_histories_for_30_days(server: Temporal) -> None:
    server.start()
    attributes = json.loads(server._answer("operator", "search-attribute", "list") or "")["customAttributes"]
    assert attributes == {
        "LaurelStage": "INDEXED_VALUE_TYPE_KEYWORD",
        "LaurelLevel": "INDEXED_VALUE_TYPE_KEYWORD",
        "LaurelCountry": "INDEXED_VALUE_TYPE_KEYWORD",
        "LaurelDue": "INDEXED_VALUE_TYPE_DATETIME",
    }
    namespace = json.loads(server._answer("operator", "namespace", "describe") or "")
    assert namespace["config"]["workflowExecutionRetentionTtl"] == "2592000s"


def test_it_listens_on_loopback_alone(server: Temporal) -> None:
    server.start()
    assert server._child.pid is not None
    listening = psutil.Process(server._child.pid).net_connections(kind="tcp")
    assert {connection.laddr.ip for connection in listening if connection.status == psutil.CONN_LISTEN} == {
        "127.0.0.1"
    }

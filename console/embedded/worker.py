"""The worker of one data directory, as a child process that reads the stack's own settings file."""

import os
import signal
import sys
from pathlib import Path

import psutil

from console.embedded.child import Child, end, processes
from console.embedded.temporal import Temporal

_VARIABLE = "LAUREL_ENV_FILE"
_ARGUMENTS = ["-m", "worker"]


class Worker:
    """`python -m worker` on the settings in `env_file`; ready when Temporal has seen it poll `task_queue`."""

    name = "worker"

    def __init__(self, env_file: Path, *, temporal: Temporal, task_queue: str, log: Path) -> None:
        self.env_file = env_file.resolve()
        self._temporal = temporal
        self._task_queue = task_queue
        command = [sys.executable, *_ARGUMENTS]
        self._child = Child(command, log=log, environment=os.environ | {_VARIABLE: str(self.env_file)})

    @property
    def alive(self) -> bool:
        return self._child.alive

    def start(self) -> None:
        stop_orphans(self.env_file)
        self._child.start()
        self._child.wait_until(self._polls, seconds=60)

    def stop(self) -> None:
        """Let it finish what it has begun."""
        self._child.stop(signal.SIGTERM, seconds=30)

    def kill(self) -> None:
        self._child.kill()

    def _polls(self) -> bool:
        return self._child.pid is not None and self._temporal.polled_by(self._task_queue, self._child.pid)


def stop_orphans(env_file: Path) -> None:
    """End workers that a killed parent left behind on these settings."""
    named = str(env_file.resolve())

    def works(process: psutil.Process) -> bool:
        return process.cmdline()[-2:] == _ARGUMENTS and process.environ().get(_VARIABLE) == named

    end(processes(works), signal.SIGTERM, seconds=30)

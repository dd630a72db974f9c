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
# Longer than the worker gives its own activities.
_DRAINS_FOR = 75


class Worker:
    """`python -m worker` on the settings in `env_file`; ready when Temporal has seen it poll `task_queue`."""

    name = "worker"

    def __init__(self, env_file: Path, *, temporal: Temporal, task_queue: str, log: Path) -> None:
        self.env_file = env_file.resolve()
        self._temporal = temporal
        self._task_queue = task_queue
        self._log = log
        self._child: Child | None = None

    @property
    def alive(self) -> bool:
        return self._child is not None and self._child.alive

    @property
    def pid(self) -> int | None:
        """The process that runs now; None before the first start."""
        return None if self._child is None else self._child.pid

    def start(self) -> None:
        stop_orphans(self.env_file)
        environment = os.environ | {_VARIABLE: str(self.env_file)}
        child = Child([sys.executable, *_ARGUMENTS], log=self._log, environment=environment)
        self._child = child
        child.start()
        child.wait_until(lambda: self._temporal.polled_by(self._task_queue, child.pid), seconds=60)

    def stop(self) -> None:
        """Let it finish what it has begun."""
        if self._child is not None:
            self._child.stop(signal.SIGTERM, seconds=_DRAINS_FOR)

    def kill(self) -> None:
        if self._child is not None:
            self._child.kill()


def stop_orphans(env_file: Path) -> None:
    """End workers that a killed parent left behind on these settings."""
    named = str(env_file.resolve())

    def works(process: psutil.Process) -> bool:
        return process.cmdline()[-2:] == _ARGUMENTS and process.environ().get(_VARIABLE) == named

    end(processes(works), signal.SIGTERM, seconds=_DRAINS_FOR)

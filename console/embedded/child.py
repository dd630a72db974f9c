"""Child processes: started in a session of their own, stopped in good order, found again when orphaned."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypedDict

import psutil


class RunAs(TypedDict, total=False):
    """Whom a program runs as, in the arguments of `subprocess`: empty for ourselves."""

    user: int
    group: int
    extra_groups: list[int]


class StartFailed(Exception):
    """A server of the embedded stack did not come up; the sentence ends with what it logged last."""


class Child:
    """One program, run as often as asked. Ctrl-C at the terminal does not reach it, `stop` and `kill` do."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        environment: Mapping[str, str],
        run_as: RunAs | None = None,
        folder: Path | None = None,
    ) -> None:
        self.command = list(command)
        self.log = log
        self._environment = dict(environment)
        self._run_as: RunAs = run_as or {}
        self._folder = folder
        self._popen: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._popen.pid if self._popen else None

    @property
    def alive(self) -> bool:
        return self._popen is not None and self._popen.poll() is None

    def start(self) -> None:
        with self.log.open("ab") as out:
            self._popen = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=self._environment,
                cwd=self._folder,
                start_new_session=True,
                **self._run_as,
            )

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> None:
        """Return once `ready`; raise `StartFailed` when the program ends before or needs more `seconds`."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.alive:
                raise StartFailed(f"{self.command[0]} ended at once. {self._last_words()}")
            if time.monotonic() > deadline:
                raise StartFailed(
                    f"{self.command[0]} was not ready after {seconds:.0f} s. {self._last_words()}"
                )
            time.sleep(0.03)

    def stop(self, by: signal.Signals, *, seconds: float) -> None:
        """Ask the program to end; after `seconds` it is killed."""
        if self._popen is None or not self.alive:
            return
        self._popen.send_signal(by)
        try:
            self._popen.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """SIGKILL, as a crash or the kernel's memory killer would."""
        if self._popen is not None and self.alive:
            self._popen.kill()
            self._popen.wait()

    def _last_words(self) -> str:
        lines = (
            self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:]
            if self.log.exists()
            else []
        )
        return "\n".join([f"The end of {self.log}:", *lines])


def clean_environment(**more: str) -> dict[str, str]:
    """What a server needs of our environment: nobody's PGHOST or TEMPORAL_ADDRESS changes what it does."""
    kept = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH")
    return (
        {name: os.environ[name] for name in kept if name in os.environ}
        | {"LANG": "C.UTF-8", "TZ": "UTC"}
        | more
    )


def processes(matching: Callable[[psutil.Process], bool]) -> Iterator[psutil.Process]:
    """Living processes we may look at and that match; never this one."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.pid != os.getpid() and not ended(process) and matching(process):
                yield process


def end(orphans: Iterable[psutil.Process], by: signal.Signals, *, seconds: float) -> None:
    """Signal each, wait for all, kill what is left after `seconds`. A reused process id misleads no one."""
    orphans = list(orphans)
    for orphan in orphans:
        with contextlib.suppress(psutil.NoSuchProcess):
            orphan.send_signal(by)
    for stubborn in _left_after(seconds, orphans):
        with contextlib.suppress(psutil.NoSuchProcess):
            stubborn.kill()
    _left_after(seconds, orphans)


def ended(process: psutil.Process) -> bool:
    """Whether the program has ended; an orphan may wait long for init to collect it."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _left_after(seconds: float, waited_for: Sequence[psutil.Process]) -> list[psutil.Process]:
    deadline = time.monotonic() + seconds
    while (left := [process for process in waited_for if not ended(process)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left

"""Where a simulation's CPU time goes: its own process, and the servers it started."""

from collections import defaultdict
from time import perf_counter

import psutil
from pydantic import Field

from domain.frozen import Frozen

_WORKER = ["-m", "worker"]


class Spent(Frozen):
    """Seconds that passed, and seconds of CPU by part."""

    seconds: float = 0.0
    cpu_seconds: dict[str, float] = Field(default_factory=dict)


class Stopwatch:
    """Runs from now on, servers being ready; what workers still need to begin is counted."""

    def __init__(self) -> None:
        self._begun, self._before = perf_counter(), _cpu_seconds()

    def read(self) -> Spent:
        """What was spent since, by parts that still run."""
        spent = {part: total - self._before.get(part, 0.0) for part, total in _cpu_seconds().items()}
        return Spent(seconds=perf_counter() - self._begun, cpu_seconds=spent)


def _cpu_seconds() -> dict[str, float]:
    """By part, so far: player, worker, Temporal, PostgreSQL. Processes that ended are not counted any more."""
    own = psutil.Process()
    spent = defaultdict[str, float](float, player=_of(own))
    for child in own.children(recursive=True):
        spent[_part(child)] += _of(child)
    return dict(spent)


def _part(process: psutil.Process) -> str:
    try:
        if any(process.cmdline()[at : at + 2] == _WORKER for at in range(3)):
            return "worker"
        return {"postgres": "PostgreSQL", "temporal-test-server": "Temporal"}.get(
            process.name(), process.name()
        )
    except psutil.Error:
        return "ended"


def _of(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return times.user + times.system

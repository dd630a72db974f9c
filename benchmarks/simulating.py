"""Simulated cluster-years a second, with Temporal and without, and where the time goes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, Goal
from benchmarks.sizes import SimulationSize
from console.logs import configure_logs
from console.simulation.simulating import Asked, EngineKind, simulate
from console.simulation.summary import Summary

_BEGINS = date(2018, 1, 8)
_GOALS = {EngineKind.TEMPORAL: 18.0, EngineKind.NONE: 150.0}
# The goals were set for a cluster-year of so many commands of persons and letters; each letter is a command more.
_COMMANDS, _LETTERS = 8, 2


async def of_simulation(size: SimulationSize, tell: Callable[[str], None]) -> list[Figure]:
    """The same secretariat on each engine."""
    configure_logs("console", level=30)
    figures: list[Figure] = []
    for engine in EngineKind:
        tell(f"Simulating with engine {engine}.")
        figures += _figures(engine, await _simulated(engine, size))
    return figures


async def _simulated(engine: EngineKind, size: SimulationSize) -> Summary:
    asked = Asked(
        years=size.years,
        clusters=size.clusters,
        seed=1,
        begins=_BEGINS,
        engine=engine,
        shards=size.shards,
        effects=engine is EngineKind.TEMPORAL,
    )
    with TemporaryDirectory(prefix="laurel-bench-") as data:
        return await simulate(Path(data) / "simulation", asked, lambda _: None)


def _figures(engine: EngineKind, summary: Summary) -> list[Figure]:
    name = "with Temporal" if engine is EngineKind.TEMPORAL else "rules and ledger alone"
    return [
        Figure(
            key=f"simulation-{engine}",
            name=f"simulation, {name}, as dense as it is",
            unit="cluster-years/s",
            laurel=summary.cluster_years_per_second,
        ),
        Figure(
            key=f"simulation-{engine}-at-goal-density",
            name=f"simulation, {name}, at {_COMMANDS} commands and {_LETTERS} letters a cluster-year",
            unit="cluster-years/s",
            laurel=summary.outcomes / summary.seconds / (_COMMANDS + _LETTERS),
            goal=Goal(bound="at least", limit=_GOALS[engine], of="figure"),
        ),
        Figure(
            key=f"simulation-{engine}-commands",
            name=f"simulation, {name}: commands of all kinds",
            unit="1/s",
            laurel=summary.outcomes / summary.seconds,
        ),
        Figure(
            key=f"simulation-{engine}-letters",
            name=f"simulation, {name}: letters a cluster-year",
            unit="letters",
            laurel=summary.letters_per_cluster_year,
        ),
        *_limits(engine, name, summary),
    ]


def _limits(engine: EngineKind, name: str, summary: Summary) -> list[Figure]:
    """What limits it: the CPU time each part takes of a cluster-year."""
    return [
        Figure(
            key=f"simulation-{engine}-cpu-{part.lower()}",
            name=f"simulation, {name}: CPU of {part} for a cluster-year",
            unit="ms",
            laurel=spent,
        )
        for part, spent in summary.cpu_milliseconds_per_cluster_year.items()
    ]

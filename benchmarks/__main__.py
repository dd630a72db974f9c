"""`python -m benchmarks [--only PART] [--quick] [--json]`: measure in one run and print it."""

import argparse
import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from benchmarks.figures import Figure
from benchmarks.folding import folding
from benchmarks.histories import histories
from benchmarks.idling import idling
from benchmarks.latency import latencies
from benchmarks.ledger.measuring import of_ledger
from benchmarks.portfolio import settle
from benchmarks.reminding import reminding
from benchmarks.report import as_json, show
from benchmarks.simulating import of_simulation
from benchmarks.site import site
from benchmarks.sizes import (
    FULL,
    FULL_LEDGER,
    FULL_REMINDERS,
    FULL_SIMULATION,
    QUICK,
    QUICK_LEDGER,
    QUICK_REMINDERS,
    QUICK_SIMULATION,
    ReminderSize,
    Size,
)
from benchmarks.throughput import throughput


async def of_engine(size: Size, tell: Callable[[str], None]) -> list[Figure]:
    """All figures of the engine, taken one after the other on the same servers."""
    with TemporaryDirectory(prefix="laurel-bench-") as data:
        tell("Starting the servers.")
        async with site(Path(data)) as servers:
            await settle(servers)
            tell("Latency.")
            figures = await latencies(servers, size)
            tell("Throughput.")
            figures += await throughput(servers, size)
            tell("Journeys.")
            of_history, walked = await histories(servers, size)
            figures += of_history + folding(walked, size)
            tell("Idle clusters.")
            figures += await idling(servers, size)
    return figures


async def of_reminders(size: ReminderSize, tell: Callable[[str], None]) -> list[Figure]:
    """A wave of reminders, on servers of its own."""
    with TemporaryDirectory(prefix="laurel-bench-") as data:
        tell("Reminders.")
        async with site(Path(data)) as servers:
            return await reminding(servers, size)


async def measured(only: str | None, *, quick: bool) -> list[Figure]:
    """The engine's figures, those of a wave of reminders and of a simulation, then the ledger's; or of one alone."""
    tell = Console(stderr=True).print
    figures: list[Figure] = []
    if only in (None, "engine"):
        figures += await of_engine(QUICK if quick else FULL, tell)
    if only in (None, "reminders"):
        figures += await of_reminders(QUICK_REMINDERS if quick else FULL_REMINDERS, tell)
    if only in (None, "simulation"):
        figures += await of_simulation(QUICK_SIMULATION if quick else FULL_SIMULATION, tell)
    if only in (None, "ledger"):
        figures += await of_ledger(QUICK_LEDGER if quick else FULL_LEDGER, tell)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument(
        "--only", choices=["engine", "ledger", "reminders", "simulation"], help="of one alone"
    )
    parser.add_argument("--quick", action="store_true", help="a smoke run: figures too few to mean anything")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    arguments = parser.parse_args()
    figures = asyncio.run(measured(arguments.only, quick=arguments.quick))
    if arguments.json:
        sys.stdout.write(as_json(figures) + "\n")
    else:
        show(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())

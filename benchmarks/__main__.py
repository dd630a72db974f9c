"""`python -m benchmarks [--quick] [--json]`: measure everything in one run and print it."""

import argparse
import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from benchmarks.figures import Figure
from benchmarks.folding import folding
from benchmarks.histories import histories
from benchmarks.idling import idling
from benchmarks.latency import latencies
from benchmarks.portfolio import settle
from benchmarks.report import as_json, show
from benchmarks.site import site
from benchmarks.sizes import FULL, QUICK, Size
from benchmarks.throughput import throughput


async def measured(size: Size) -> list[Figure]:
    """All figures, taken one after the other on the same servers."""
    console = Console(stderr=True)
    with TemporaryDirectory(prefix="laurel-bench-") as data:
        console.print("Starting the servers.")
        async with site(Path(data)) as servers:
            await settle(servers)
            console.print("Latency.")
            figures = await latencies(servers, size)
            console.print("Throughput.")
            figures += await throughput(servers, size)
            console.print("Journeys.")
            of_history, walked = await histories(servers, size)
            figures += of_history + folding(walked, size)
            console.print("Idle clusters.")
            figures += await idling(servers, size)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke run: figures too few to mean anything")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    arguments = parser.parse_args()
    figures = asyncio.run(measured(QUICK if arguments.quick else FULL))
    if arguments.json:
        sys.stdout.write(as_json(figures) + "\n")
    else:
        show(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`laurel simulate`: a whole secretariat over years, on simulated time."""

import asyncio
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from console.cli.answers import Usage, answered
from console.cli.asking import Json
from console.cli.output import console, print_json, print_table
from console.embedded.child import StartFailed
from console.exits import Exit
from console.gateway import OutOfReach
from console.logs import configure_logs
from console.simulation.simulating import Asked, EngineKind, NotEmpty
from console.simulation.simulating import simulate as simulated
from console.simulation.summary import Summary

# Ten years from here have an edition change nearly half-way, and three leap days.
_BEGINS = datetime(2015, 1, 5)  # noqa: DTZ001 - a day


def simulate(  # noqa: PLR0913 - each an option
    years: Annotated[int, typer.Option(help="How long.", min=1, max=30)] = 10,
    clusters: Annotated[int, typer.Option(help="How many clusters.", min=1, max=10_000)] = 30,
    seed: Annotated[int, typer.Option(help="The same seed leads to the same record.")] = 1,
    engine: Annotated[
        EngineKind,
        typer.Option(help="Temporal's time-skipping server, or rules, record and effects without Temporal."),
    ] = EngineKind.TEMPORAL,
    shards: Annotated[
        int,
        typer.Option(help="Desks beside each other, each with its own experts and clusters.", min=1, max=16),
    ] = 1,
    effects: Annotated[
        bool,
        typer.Option(
            "--effects/--no-effects",
            help="Without Temporal: send letters and set documents, or only note on the record that it was done.",
        ),
    ] = True,
    begins: Annotated[datetime, typer.Option(help="The first day.", formats=["%Y-%m-%d"])] = _BEGINS,
    data: Annotated[
        Path | None,
        typer.Option(help="Where it is left: a new folder. Else simulation-SEED.", file_okay=False),
    ] = None,
    as_json: Json = False,
) -> None:
    """Simulate a secretariat over years, and leave its portfolio behind.

    `laurel up --data FOLDER --empty` opens it afterwards. Ctrl-C ends the simulation early: what is there is whole.
    """
    configure_logs("console", level=30)
    with answered(as_json=as_json):
        if not effects and engine is EngineKind.TEMPORAL:
            raise Usage("--no-effects goes with --engine none: with Temporal the worker carries effects out.")
        asked = Asked(
            years=years,
            clusters=clusters,
            seed=seed,
            begins=begins.date(),
            engine=engine,
            shards=shards,
            effects=effects,
        )
        folder = data or Path(f"simulation-{seed}")
        summary = asyncio.run(_played(folder, asked, quiet=as_json))
    if as_json:
        print_json(_as_document(summary))
    else:
        _tell(summary, folder)
    raise typer.Exit(Exit.REFUSED if summary.stalled else Exit.DONE)


async def _played(folder: Path, asked: Asked, *, quiet: bool) -> Summary:
    task = asyncio.current_task()
    loop = asyncio.get_running_loop()
    for by in (signal.SIGINT, signal.SIGTERM):
        # One is enough: a second must not interrupt the stopping.
        loop.add_signal_handler(by, _once(task.cancel if task else bool))
    try:
        with _bar(asked, quiet=quiet) as reached:
            return await simulated(folder, asked, reached)
    except NotEmpty as refused:
        raise Usage(str(refused)) from refused
    except StartFailed as failed:
        raise OutOfReach(str(failed)) from failed


def _once(act: Callable[[], object]) -> Callable[[], None]:
    acts = iter((act,))

    def first() -> None:
        for each in acts:
            each()

    return first


@contextmanager
def _bar(asked: Asked, *, quiet: bool) -> Iterator[Callable[[date], None]]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[day]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as progress:
        days = (asked.ends - asked.begins).days
        bar = progress.add_task(f"{asked.clusters} clusters", total=days, day=asked.begins.isoformat())
        yield lambda day: progress.update(bar, completed=(day - asked.begins).days, day=day.isoformat())


def _as_document(summary: Summary) -> dict[str, object]:
    return summary.model_dump(mode="json") | {
        "cluster_years": summary.cluster_years,
        "cluster_years_per_second": summary.cluster_years_per_second,
        "commands_per_cluster_year": summary.commands_per_cluster_year,
        "letters_per_cluster_year": summary.letters_per_cluster_year,
        "cpu_milliseconds_per_cluster_year": summary.cpu_milliseconds_per_cluster_year,
    }


def _tell(summary: Summary, folder: Path) -> None:
    end = "stopped on" if summary.stopped else "until"
    title = f"{summary.clusters} clusters from {summary.from_on} {end} {summary.until_on}"
    labels = {
        f"{level} labels": ", ".join(f"{many} {state}" for state, many in states.items())
        for level, states in summary.labels.items()
    }
    rows = {
        "cases": ", ".join(f"{many} {state}" for state, many in summary.cases.items()),
        "by edition": _listed(summary.editions),
        **labels,
        "met": _listed(summary.told),
        "calendar": _listed(summary.calendar),
        "commands": f"{sum(summary.given.values())}, {sum(summary.refused.values())} of them refused",
        "refused most": _listed(dict([*summary.refused.items()][:5])),
        "events": str(sum(summary.events.values())),
        "incidents": _listed(summary.incidents) or "none",
        "stalled cases": ", ".join(summary.stalled) or "none",
        "pace": (
            f"{summary.cluster_years_per_second:.1f} cluster-years/s, each of "
            f"{summary.commands_per_cluster_year:.1f} commands and {summary.letters_per_cluster_year:.1f} letters"
        ),
    }
    rows["CPU"] = ", ".join(
        f"{part} {spent:.0f} ms" for part, spent in summary.cpu_milliseconds_per_cluster_year.items()
    )
    print_table(title, ("", ""), rows.items(), empty="")
    console.print(f"Left in {folder}: laurel up --data {folder} --empty")


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {many}" for name, many in counts.items())

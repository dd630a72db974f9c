"""`laurel up` and `laurel doctor`: running the whole, and looking after it."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from console.cli import doctor as examination
from console.cli.answers import answered
from console.cli.asking import Json
from console.cli.output import print_json, print_table
from console.cli.session import settings_here
from console.demo.furnishing import furnish, resume
from console.embedded.up import up as run_stack
from console.logs import configure_logs
from console.settings import EMBEDDED

Data = Annotated[Path, typer.Option(help="Where everything is kept.", file_okay=False)]
_MARKS = {"ok": "ok", "wrong": "[bold red]wrong[/bold red]", "away": "[bold red]away[/bold red]"}


def up(
    data: Data = EMBEDDED.parent,
    port: Annotated[
        int | None, typer.Option(help="The first of four ports to use.", min=1, max=65532)
    ] = None,
    demo: Annotated[bool, typer.Option("--demo/--no-demo", help="Bring a demo portfolio.")] = True,
    empty: Annotated[
        bool, typer.Option("--empty", help="Bring nothing at all: a record to play journeys on.")
    ] = False,
) -> None:
    """Start everything, and say `ready`; Ctrl-C stops it.

    PostgreSQL, Temporal, a mailbox and the worker, and a demo portfolio the first time.
    """
    configure_logs("console", level=30)

    async def bring(settings_file: Path) -> None:
        await (resume(settings_file) if empty else furnish(settings_file, demo=demo))

    raise typer.Exit(run_stack(data, first_port=port, task_queue="laurel", furnish=bring))


def doctor(as_json: Json = False) -> None:
    """Check every server and the record.

    Exits 3 when a server is away, 1 when something is wrong.
    """
    with answered(as_json=as_json):
        settings = settings_here()
    findings = asyncio.run(examination.examine(settings))
    if as_json:
        print_json(findings)
    else:
        rows = [(finding.check, _MARKS[finding.state], finding.detail) for finding in findings]
        print_table("Doctor", ("check", "state", "detail"), rows, empty="")
    raise typer.Exit(examination.exit_code(findings))

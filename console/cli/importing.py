"""`laurel import`: labels awarded elsewhere, from a table."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from console.cli.answers import Usage, read_file
from console.cli.asking import Json, Person
from console.cli.output import console, print_json
from console.cli.session import Session, run
from console.exits import Exit
from console.portfolio.importing import ImportReport, import_portfolio
from console.portfolio.rows import NotAPortfolio


def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="A table of labels, as docs/operations.md says.")
    ],
    person: Person = "secretariat-operator",
    strict: Annotated[
        bool, typer.Option("--strict", help="Import nothing when any row is unreadable.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Bring in labels awarded elsewhere, from a CSV file.

    Unreadable rows are reported with their line, the others imported.
    """

    async def bring(session: Session) -> ImportReport:
        content = read_file(file)
        with Progress(console=Console(stderr=True), disable=as_json, transient=True) as progress:
            bar = progress.add_task("importing", total=None)
            try:
                return await import_portfolio(
                    content,
                    gateway=await session.gateway(),
                    pool=session.pool,
                    documents=session.documents,
                    operator=person,
                    strict=strict,
                    told=lambda: progress.advance(bar),
                )
            except NotAPortfolio as unreadable:
                raise Usage(f"{file}: {unreadable}") from unreadable

    report = run(bring, as_json=as_json)
    if as_json:
        print_json(report)
    else:
        _tell(report)
    if report.refused:
        raise typer.Exit(Exit.REFUSED)


def _tell(report: ImportReport) -> None:
    for row in report.refused:
        place = f"line {row.line}, {row.column}" if row.column else f"line {row.line}"
        console.print(f"{place}: {row.reason}", markup=False)
    counts = (
        f"{len(report.imported)} imported, {len(report.unchanged)} unchanged, {len(report.refused)} refused"
    )
    console.print(counts)

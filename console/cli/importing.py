"""`laurel import`: labels awarded and cases begun elsewhere, from a table or from JSON."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from console.cli.answers import Usage, read_file
from console.cli.asking import Json, Person
from console.cli.comma_separated import csv_text
from console.cli.output import console, print_json
from console.cli.session import Session, run
from console.exits import Exit
from console.portfolio.cells import NotAPortfolio
from console.portfolio.importing import (
    Imported,
    ImportReport,
    Refused,
    Told,
    foresee_import,
    import_portfolio,
)


def import_(  # noqa: PLR0913 - options of one command
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="CSV or JSON, with the columns that docs/operations.md names."),
    ],
    person: Person = "secretariat-operator",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would become of each row; write nothing.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Import nothing when any row is unreadable.")
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE.csv", help="Write what became of each row, one line a row."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Bring in labels awarded and open cases begun elsewhere, from CSV or JSON.

    Unreadable rows are reported with their line, the others imported. Cut off half-way it is simply given again: what
    is on record already is left as it is.
    """

    async def bring(session: Session) -> ImportReport:
        content = read_file(file)
        with _progress(shown=not as_json) as progress:
            bar = progress.add_task("looking at" if dry_run else "importing", total=None)
            told = Told(rows=lambda many: progress.update(bar, total=many), row=lambda: progress.advance(bar))
            try:
                if dry_run:
                    return await foresee_import(
                        content, record=session.record, pool=session.pool, operator=person, told=told
                    )
                return await import_portfolio(
                    content,
                    gateway=await session.gateway(),
                    pool=session.pool,
                    documents=session.documents,
                    operator=person,
                    strict=strict,
                    told=told,
                )
            except NotAPortfolio as unreadable:
                raise Usage(f"{file}: {unreadable}") from unreadable

    became = run(bring, as_json=as_json)
    if report is not None:
        _write(became, report)
    if as_json:
        print_json(became)
    else:
        _tell(became, dry_run=dry_run)
    if became.refused:
        raise typer.Exit(Exit.REFUSED)


def _progress(*, shown: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not shown,
        transient=True,
    )


def _tell(report: ImportReport, *, dry_run: bool) -> None:
    for row in report.refused:
        place = f"line {row.line}, {row.column}" if row.column else f"line {row.line}"
        console.print(f"{place}: {row.reason}", markup=False)
    would = "would be " if dry_run else ""
    console.print(
        f"{len(report.imported)} {would}imported, {len(report.unchanged)} unchanged, "
        f"{len(report.refused)} {would}refused"
    )


def _write(report: ImportReport, file: Path) -> None:
    """Every row in the order of the file; who reads it in a spreadsheet sees the refused ones at a glance."""
    lines = {
        **{row.line: _accepted("imported", row) for row in report.imported},
        **{row.line: _accepted("unchanged", row) for row in report.unchanged},
        **{row.line: _refused(row) for row in report.refused},
    }
    columns = ("line", "result", "cluster", "what", "level", "column", "code", "reason")
    text = csv_text(columns, (lines[line] for line in sorted(lines)))
    try:
        file.write_bytes(text.encode())
    except OSError as unwritable:
        raise typer.BadParameter(f"{file}: {unwritable.strerror}", param_hint="--report") from unwritable


def _accepted(result: str, row: Imported) -> list[str | int]:
    return [row.line, result, row.cluster_id, row.what, row.level, "", "", ""]


def _refused(row: Refused) -> list[str | int]:
    return [row.line, "refused", "", "", "", row.column, row.code, row.reason]

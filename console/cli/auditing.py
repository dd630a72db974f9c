"""What an auditor asks of past acts: `laurel audit questions`."""

from datetime import UTC, date, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from console.cli.answers import NotFound, Usage, answered
from console.cli.asking import Json
from console.cli.output import console, print_json
from console.cli.session import Session, run
from console.exits import Exit
from domain.questions.irregularity import Irregularity
from domain.schemes import scheme
from domain.secretariat import secretariat_day
from readmodel.editions import scheme_on_record
from readmodel.irregularities import Examination, examined

app = typer.Typer(help="Questions an auditor asks of past acts.", no_args_is_help=True)
_DAY = ["%Y-%m-%d"]
OnDay = Annotated[datetime | None, typer.Option("--on", formats=_DAY, help="The one day asked about.")]
From = Annotated[datetime | None, typer.Option("--from", formats=_DAY, help="The first day asked about.")]
To = Annotated[datetime | None, typer.Option("--to", formats=_DAY, help="The last day asked about.")]


@app.command("questions")
def questions(on: OnDay = None, first: From = None, last: To = None, as_json: Json = False) -> None:
    """Ask four eyes, independence and late knowledge of past acts.

    Four eyes and independence are re-run; decisions that later knowledge would change are looked for.

    Exits 1 when something is found. Without a day all acts of the record are looked at.
    """
    with answered(as_json=as_json):
        days = _days(on, first, last)
    found = run(lambda session: _examined(session, days, quiet=as_json), as_json=as_json)
    if as_json:
        print_json(found)
    else:
        _print(found)
    if found.irregularities:
        raise typer.Exit(Exit.REFUSED)


def _days(
    on: datetime | None, first: datetime | None, last: datetime | None
) -> tuple[date | None, date | None]:
    if on is not None and (first or last):
        raise Usage("--on: one day, or --from and --to; not both.")
    since, until = on or first, on or last
    if since and until and until < since:
        raise Usage(f"--to: {until.date()} lies before --from.")
    if since and since.date() > secretariat_day(datetime.now(UTC)):
        raise NotFound(f"{'--on' if on else '--from'}: {since.date()} lies in the future.")
    return since.date() if since else None, until.date() if until else None


async def _examined(session: Session, days: tuple[date | None, date | None], *, quiet: bool) -> Examination:
    with Progress(console=Console(stderr=True), disable=quiet, transient=True) as progress:
        bar = progress.add_task("examining", total=None)
        async with session.pool.acquire() as connection:
            return await examined(
                connection,
                await scheme_on_record(connection, scheme()),
                days,
                lambda done, of: progress.update(bar, completed=done, total=of),
            )


def _print(found: Examination) -> None:
    for each in found.irregularities:
        _print_one(each)
    span = f"{found.first or 'the beginning'} to {found.last or 'today'}"
    number = len(found.irregularities)
    told = f"{number} irregularities" if number > 1 else "1 irregularity" if number else "Nothing irregular"
    complaints = f" and {_counted(found.complaints, 'complaint')}" if found.complaints else ""
    streams = f"{_counted(found.clusters, 'cluster')}{complaints}"
    console.print(f"{told} in the acts of {streams}, {span}.")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _print_one(each: Irregularity) -> None:
    about = f"{each.cluster_id}/{each.case_id}".removesuffix("/")
    console.print(f"[bold]{each.question}[/bold], {about} ({each.rule}): {escape(each.sentence)}")
    acts = ", ".join(f"#{act.position} {act.type} on {act.on}" for act in each.acts)
    console.print(f"  {acts}")
    if each.learned_at:
        console.print(f"  came on record at position {', '.join(map(str, each.learned_at))}")
    if each.settled_at:
        console.print(f"  dealt with at position {each.settled_at}")

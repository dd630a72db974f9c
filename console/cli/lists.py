"""The lists: clusters and inbox."""

from datetime import date, datetime
from typing import Annotated

import typer
from rich.markup import escape

from console.cli.answers import NotFound
from console.cli.asking import Json
from console.cli.label_words import status_words
from console.cli.moments import AsOf, Effective, asked_then, said_of
from console.cli.output import print_json, print_table, time_left, when
from console.cli.reading import Viewer, countries_of
from console.cli.session import Session, run
from domain.secretariat import secretariat_day
from domain.status import Status, StatusState
from readmodel import inquiries
from readmodel.inquiries import ClusterRow, InboxRow
from readmodel.past import Then
from readmodel.rows_then import rows_then

OnDay = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        formats=["%Y-%m-%d"],
        help="The day whose status of labels is asked, also one to come; that of the list itself.",
    ),
]


def clusters(
    on: OnDay = None, as_of: AsOf = "", effective: Effective = "", viewer: Viewer = "", as_json: Json = False
) -> None:
    """List every cluster: its labels' status, and its open cases.

    On any day, as known now or then. An office's staff sees the countries the office is accredited for today.
    """

    async def ask(session: Session) -> tuple[list[ClusterRow], Then]:
        then = await asked_then(session, as_of, effective)
        async with session.pool.acquire() as connection:
            rows = await rows_then(connection, then)
            found = await inquiries.clusters(connection, day_asked(on, then), then.at, rows=rows)
        countries = await countries_of(session, viewer)
        return [row for row in found if countries is None or row.country in countries], then

    rows, then = run(ask, as_json=as_json)
    if as_json:
        print_json(rows)
        return
    print_table(
        f"Clusters on {day_asked(on, then)}, {said_of(as_of, effective) or 'as known now'}",
        ("id", "name", "country", "labels", "cases", "next due"),
        [
            (row.cluster_id, escape(row.name), row.country, _labels(row), row.stage, _next_due(row, then.at))
            for row in rows
        ],
        empty="No cluster is registered yet: `laurel import FILE.csv` or `laurel submit … RegisterCluster`.",
    )


def inbox(
    person: Annotated[
        str, typer.Option("--as", envvar="LAUREL_PERSON", help="Only what this person may do.")
    ] = "",
    as_of: AsOf = "",
    effective: Effective = "",
    as_json: Json = False,
) -> None:
    """List every open human task: who, until when, overdue first.

    Those of now, or of then.
    """

    async def ask(session: Session) -> tuple[list[InboxRow], Then]:
        then = await asked_then(session, as_of, effective)
        async with session.pool.acquire() as connection:
            rows = await rows_then(connection, then)
            try:
                return await inquiries.inbox(connection, then.at, person=person or None, rows=rows), then
            except LookupError as unknown:
                raise NotFound(str(unknown)) from unknown

    rows, then = run(ask, as_json=as_json)
    if as_json:
        print_json(rows)
        return
    print_table(
        ", ".join(each for each in ("Inbox", said_of(as_of, effective)) if each),
        ("task", "case", "command", "who", "until", "time left"),
        [
            (
                row.task,
                f"{row.cluster_id}/{row.case_id}" if row.case_id else row.stream,
                ", ".join(row.commands),
                ", ".join(row.persons) or row.party,
                when(row.due_at),
                f"[bold red]! {left}[/bold red]" if row.overdue else left,
            )
            for row in rows
            for left in (time_left(row.due_at, then.at),)
        ],
        empty=f"Nothing waits for {person or 'anybody'}.",
    )


def day_asked(on: datetime | None, then: Then) -> date:
    """The day given, else that of the list."""
    return on.date() if on else secretariat_day(then.at)


def _next_due(row: ClusterRow, now: datetime) -> str:
    if not row.overdue:
        return when(row.due_at)
    return f"[bold red]! {when(row.due_at)}, {time_left(row.due_at, now)}[/bold red]"


def _labels(row: ClusterRow) -> str:
    said = (f"{level} {status_words(status)}{_until(status)}" for level, status in row.statuses.items())
    return ", ".join(said) or "–"


def _until(status: Status) -> str:
    """Until when it is so; a suspension ends with no term."""
    return f" until {status.until}" if status.until and status.state is not StatusState.SUSPENDED else ""

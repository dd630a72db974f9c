"""The lists: clusters, inbox, register."""

from datetime import UTC, date, datetime
from typing import Annotated

import typer
from rich.markup import escape

from console.cli.answers import NotFound
from console.cli.asking import Json
from console.cli.output import print_json, print_table, time_left, when
from console.cli.session import Session, run
from domain.secretariat import secretariat_day
from readmodel import inquiries
from readmodel.inquiries import ClusterRow, InboxRow
from readmodel.register import RegisterRow
from readmodel.register import register as registered

OnDay = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The day asked about; today.")
]


def clusters(on: OnDay = None, as_json: Json = False) -> None:
    """List every cluster: its labels' status on the day, and where its open cases stand."""
    day, now = _day(on), datetime.now(UTC)

    async def ask(session: Session) -> list[ClusterRow]:
        async with session.pool.acquire() as connection:
            return await inquiries.clusters(connection, day, now)

    rows = run(ask, as_json=as_json)
    if as_json:
        print_json(rows)
        return
    print_table(
        f"Clusters on {day}, as known now",
        ("id", "name", "country", "labels", "cases", "next due"),
        [
            (row.cluster_id, escape(row.name), row.country, _labels(row), row.stage, _next_due(row, now))
            for row in rows
        ],
        empty="No cluster is registered yet: `laurel import FILE.csv` or `laurel submit … RegisterCluster`.",
    )


def inbox(
    person: Annotated[
        str, typer.Option("--as", envvar="LAUREL_PERSON", help="Only what this person may do.")
    ] = "",
    as_json: Json = False,
) -> None:
    """List every open human task: who, until when, overdue first."""
    now = datetime.now(UTC)

    async def ask(session: Session) -> list[InboxRow]:
        async with session.pool.acquire() as connection:
            try:
                return await inquiries.inbox(connection, now, person=person or None)
            except LookupError as unknown:
                raise NotFound(str(unknown)) from unknown

    rows = run(ask, as_json=as_json)
    if as_json:
        print_json(rows)
        return
    print_table(
        "Inbox",
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
            for left in (time_left(row.due_at, now),)
        ],
        empty=f"Nothing waits for {person or 'anybody'}.",
    )


def register(on: OnDay = None, as_json: Json = False) -> None:
    """Print the public register: name, country, sector, level, status, valid until."""
    day = _day(on)

    async def ask(session: Session) -> list[RegisterRow]:
        async with session.pool.acquire() as connection:
            return await registered(connection, day)

    rows = run(ask, as_json=as_json)
    if as_json:
        print_json(rows)
        return
    print_table(
        f"Register on {day}, as known now",
        ("name", "country", "sector", "website", "level", "status", "valid until", "renewable until"),
        [
            (
                row.name,
                row.country,
                row.sector,
                row.website,
                row.level,
                row.status,
                when(row.valid_until),
                when(row.renewable_until),
            )
            for row in rows
        ],
        empty="No label is in the register on that day.",
    )


def _day(on: datetime | None) -> date:
    return on.date() if on else secretariat_day(datetime.now(UTC))


def _next_due(row: ClusterRow, now: datetime) -> str:
    if not row.overdue:
        return when(row.due_at)
    return f"[bold red]! {when(row.due_at)}, {time_left(row.due_at, now)}[/bold red]"


def _labels(row: ClusterRow) -> str:
    said = (f"{level} {status.state}{_until(status.until)}" for level, status in row.statuses.items())
    return ", ".join(said) or "–"


def _until(day: date | None) -> str:
    return f" until {day}" if day else ""

"""Complaints: `laurel complaints` lists them, `laurel complaint` shows one; who complains is kept back from most."""

from typing import Annotated

import typer
from pydantic import JsonValue
from rich.markup import escape

from console.cli.answers import NotFound
from console.cli.asking import Json
from console.cli.moments import AsOf, Effective, asked_then, said_of
from console.cli.output import console, print_json, print_table, time_left, when
from console.cli.reading import Viewer, looking, opened_texts, stream_then
from console.cli.session import Session, run
from console.cli.task_lines import TASK_COLUMNS, task_row
from console.cli.words import in_words
from domain.complaint.secrecy import visible_complaint
from domain.complaint.state import Complaint
from domain.frozen import Frozen
from domain.streams import COMPLAINT, tasks
from domain.task_commands import TaskByCommand, by_command
from readmodel.complaints import ComplaintRow
from readmodel.complaints import complaints as listed
from readmodel.past import Past, Then, visible_payloads
from readmodel.rows_then import rows_then

_SEALED = {"ComplaintLodged": ("complaint", "complainant_name"), "ComplaintClosed": ("reason",)}
_TOLD = ("about", "subject", "complainant", "state", "lodged_on", "investigator", "finding", "measure")


class ComplaintView(Frozen):
    """A complaint as one person may see it. `words`: what was complained, who complains, what was found and why."""

    complaint: dict[str, JsonValue]
    words: dict[str, str]
    tasks: tuple[TaskByCommand, ...]


def complaints(as_of: AsOf = "", effective: Effective = "", as_json: Json = False) -> None:
    """List every complaint: about whom, where it stands, by when it is to be answered."""

    async def ask(session: Session) -> tuple[list[ComplaintRow], Then]:
        then = await asked_then(session, as_of, effective)
        async with session.pool.acquire() as connection:
            return await listed(connection, then.at, rows=await rows_then(connection, then)), then

    rows, then = run(ask, as_json=as_json)
    if as_json:
        print_json(rows)
        return
    print_table(
        ", ".join(each for each in ("Complaints", said_of(as_of, effective)) if each),
        ("complaint", "about", "whom", "stands", "lodged", "answer until", "time left", "finding"),
        [
            (
                row.stream,
                row.about,
                row.subject or "as a whole",
                row.stage,
                when(row.lodged_on),
                when(row.due_at),
                f"[bold red]! {left}[/bold red]" if row.overdue else left,
                row.finding or "–",
            )
            for row in rows
            for left in (time_left(row.due_at, then.at),)
        ],
        empty="Nobody has complained.",
    )


def complaint(
    which: Annotated[str, typer.Argument(metavar="COMPLAINT", help="A complaint, such as complaint-2026-1.")],
    as_of: AsOf = "",
    effective: Effective = "",
    viewer: Viewer = "",
    as_json: Json = False,
) -> None:
    """Show one complaint: what was said of whom, where it stands, what was found.

    Who complains is shown to who looks into complaints and is free of this one.
    """
    stream = which if which.startswith(COMPLAINT) else f"{COMPLAINT}{which}"

    async def ask(session: Session) -> tuple[ComplaintView, Past, Then]:
        then = await asked_then(session, as_of, effective)
        past = await stream_then(session, stream, then)
        return await _view(session, past, viewer), past, then

    view, past, then = run(ask, as_json=as_json)
    if as_json:
        print_json(view)
        return
    console.print(f"[bold]{stream}[/bold]")
    for name, value in {**{each: view.complaint[each] for each in _TOLD}, **view.words}.items():
        if value not in (None, ""):
            console.print(f"  {name.replace('_', ' ')}: {escape(in_words(value, {}))}")
    rows = [task_row(task, then.at) for task in tasks(past.state)]
    print_table("Who acts next", TASK_COLUMNS, rows, empty="  nobody has to act")


async def _view(session: Session, past: Past, viewer: str) -> ComplaintView:
    if not isinstance(past.state, Complaint) or not isinstance(past.now, Complaint):
        raise NotFound("That is no complaint.")
    person = await looking(session, viewer)
    sealed: dict[str, str] = {}
    for happened, payload in zip(past.history, visible_payloads(past, person), strict=True):
        names = _SEALED.get(happened.event.type, ())
        sealed |= {name: str(payload[name]) for name in names if payload.get(name)}
    texts = await opened_texts(session, sealed.values())
    return ComplaintView(
        complaint=visible_complaint(past.state, person, past.now),
        words={name: in_words(value, texts) for name, value in sealed.items()},
        tasks=tuple(by_command(task) for task in tasks(past.state)),
    )

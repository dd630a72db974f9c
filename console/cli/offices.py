"""Accredited offices: `laurel offices` and `laurel office`."""

from datetime import date
from typing import Annotated, NamedTuple

import typer
from rich.markup import escape

from console.cli.answers import NotFound
from console.cli.asking import Json
from console.cli.lists import OnDay
from console.cli.moments import AsOf, Effective, asked_then, said_of
from console.cli.output import console, print_json, print_table, when
from console.cli.session import Session, run
from domain.frozen import Frozen
from domain.office.state import Accreditation
from domain.secretariat import secretariat_day
from domain.streams import OFFICE
from readmodel.offices import OfficeRow, OfficesThen, office_rows, offices_then
from readmodel.rows_then import rows_then


class OfficeShown(Frozen):
    """One office: what it is on a day, and everything it was and will be accredited for."""

    office: OfficeRow
    accreditations: tuple[Accreditation, ...]


class _Asked(NamedTuple):
    on: date | None
    as_of: str
    effective: str


def offices(on: OnDay = None, as_of: AsOf = "", effective: Effective = "", as_json: Json = False) -> None:
    """List every accredited office.

    What it may handle where and until when, who works there, its open cases, those that must be handed over.
    """
    asked = _Asked(on.date() if on else None, as_of, effective)
    then, day = run(lambda session: _then(session, asked), as_json=as_json)
    rows = office_rows(then, day)
    if as_json:
        print_json(rows)
        return
    print_table(
        f"Offices on {day}, {said_of(as_of, effective) or 'as known now'}",
        ("id", "name", "procedures", "countries", "accredited until", "staff", "open cases", "to hand over"),
        [
            (
                row.office_id,
                escape(row.name),
                ", ".join(row.procedures) or "–",
                ", ".join(row.countries) or "–",
                _until(row),
                str(len(row.staff)),
                str(len(row.cases)),
                _to_hand_over(row),
            )
            for row in rows
        ],
        empty="No office is accredited yet: `laurel submit office-… AccreditOffice`.",
    )


def office(
    name: Annotated[str, typer.Argument(metavar="ID", help="An office's id.")],
    on: OnDay = None,
    as_of: AsOf = "",
    effective: Effective = "",
    as_json: Json = False,
) -> None:
    """Show one accredited office.

    Its accreditations, its staff, its open cases, and those that must be handed over.
    """
    asked = _Asked(on.date() if on else None, as_of, effective)
    shown = run(lambda session: _shown(session, name.removeprefix(OFFICE), asked), as_json=as_json)
    if as_json:
        print_json(shown)
        return
    if said := said_of(as_of, effective):
        console.print(f"[bold]{said}[/bold]")
    _print(shown)


async def _then(session: Session, asked: _Asked) -> tuple[OfficesThen, date]:
    then = await asked_then(session, asked.as_of, asked.effective)
    async with session.pool.acquire() as connection:
        found = await offices_then(connection, rows=await rows_then(connection, then))
    return found, asked.on or secretariat_day(then.at)


async def _shown(session: Session, office_id: str, asked: _Asked) -> OfficeShown:
    then, day = await _then(session, asked)
    row = next((each for each in office_rows(then, day) if each.office_id == office_id), None)
    if row is None:
        raise NotFound(f"No office is accredited as {office_id}.")
    state = next(each for each in then.offices if each.office_id == office_id)
    return OfficeShown(office=row, accreditations=state.accreditations)


def _print(shown: OfficeShown) -> None:
    row = shown.office
    console.print(f"[bold]{escape(row.name)}[/bold] ({row.office_id}), accredited until: {_until(row)}")
    print_table(
        "Accreditations",
        ("from", "until", "procedures", "countries"),
        [
            (when(each.from_on), _end(each.until_on), ", ".join(each.procedures), ", ".join(each.countries))
            for each in shown.accreditations
        ],
        empty="  none",
    )
    console.print(f"Staff: {', '.join(row.staff) or 'nobody'}")
    console.print(f"Open cases: {', '.join(row.cases) or 'none'}")
    if row.to_hand_over:
        console.print(f"To hand over (HandOverCase): {_to_hand_over(row)}")


def _until(row: OfficeRow) -> str:
    return _end(row.accredited_until) if row.accredited else "not accredited"


def _end(day: date | None) -> str:
    return when(day) if day else "no end"


def _to_hand_over(row: OfficeRow) -> str:
    return f"[bold red]! {', '.join(row.to_hand_over)}[/bold red]" if row.to_hand_over else "–"

"""The public register: `laurel register`."""

from typing import Annotated

import typer
from rich.markup import escape

from console.cli.answers import answered
from console.cli.asking import Json
from console.cli.comma_separated import Csv, one_form, print_csv
from console.cli.lists import OnDay, day_asked
from console.cli.moments import AsOf, Effective, asked_then, said_of
from console.cli.output import print_json, print_table
from console.cli.session import Session, run
from domain.levels import Level
from domain.status import StatusState
from readmodel.past import Then
from readmodel.register import FIELDS, RegisterRow
from readmodel.register import register as registered
from readmodel.rows_then import rows_then

OfLevel = Annotated[Level | None, typer.Option("--level", help="Of this level only.")]


def register(  # noqa: PLR0913 - the options of one command
    on: OnDay = None,
    as_of: AsOf = "",
    effective: Effective = "",
    level: OfLevel = None,
    country: Annotated[str, typer.Option(help="Of this country only: two letters, such as DK.")] = "",
    status: Annotated[StatusState | None, typer.Option(help="Of this status only, such as valid.")] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Print the public register.

    Name, country, sector, website, level, status and last day, as known now or then; nothing else leaves it.
    """
    with answered(as_json=as_json):
        one_form(as_json=as_json, as_csv=as_csv)

    async def ask(session: Session) -> tuple[list[RegisterRow], Then]:
        then = await asked_then(session, as_of, effective)
        async with session.pool.acquire() as connection:
            rows, day = await rows_then(connection, then), day_asked(on, then)
            wanted = country.upper() or None
            return await registered(
                connection, day, level=level, country=wanted, status=status, rows=rows
            ), then

    rows, then = run(ask, as_json=as_json)
    if as_json:
        print_json(rows)
        return
    told = [[getattr(row, field) for field in FIELDS] for row in rows]
    if as_csv:
        print_csv(FIELDS, told)
        return
    print_table(
        f"Register on {day_asked(on, then)}, {said_of(as_of, effective) or 'as known now'}",
        [field.replace("_", " ") for field in FIELDS],
        [["–" if each is None else escape(str(each)) for each in row] for row in told],
        empty="No such label is in the register on that day.",
    )

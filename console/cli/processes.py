"""`laurel processes`: everything on record as process logs."""

from pathlib import Path
from typing import Annotated

import typer

from console.cli.answers import Usage, answered
from console.cli.asking import Json
from console.cli.moments import AsOf, asked_position
from console.cli.output import console, print_json
from console.cli.reading import looking
from console.cli.session import Session, run
from console.cli.written import write_new
from console.processes.happenings import Happening
from console.processes.ocel import ocel
from console.processes.portfolio import portfolio
from console.processes.xes import xes
from domain.disclosure import require_disclosure
from ledger.reading import last_position

Disclosing = Annotated[
    str,
    typer.Option(
        "--as",
        envvar="LAUREL_PERSON",
        help="Who takes it: an operator, an audit reader or the data protection officer.",
    ),
]


def processes(
    to_ocel: Annotated[
        Path | None, typer.Option("--ocel", metavar="FILE", help="Write OCEL 2.0 in JSON there.")
    ] = None,
    to_xes: Annotated[
        Path | None, typer.Option("--xes", metavar="FILE", help="Write XES there, one trace a case.")
    ] = None,
    as_of: AsOf = "",
    viewer: Disclosing = "",
    as_json: Json = False,
) -> None:
    """Write what happened everywhere as logs for process mining.

    No score, no vote and no free text is in them.
    """
    with answered(as_json=as_json):
        if to_ocel is None and to_xes is None:
            raise Usage("Say where to: --ocel FILE, --xes FILE, or both.")
        if to_ocel == to_xes:
            raise Usage(f"--xes: {to_xes} is where --ocel goes.")
    told = run(lambda session: _told(session, as_of, viewer), as_json=as_json)
    logs = (("--ocel", to_ocel, ocel), ("--xes", to_xes, xes))
    with answered(as_json=as_json):
        for option, path, made in logs:
            if path is not None:
                write_new(path, made(told), option=option)
    written = [path for _, path, _ in logs if path is not None]
    cases = len({each.case for each in told if each.case})
    if as_json:
        print_json({"events": len(told), "cases": cases, "files": [str(path) for path in written]})
        return
    console.print(f"{len(told)} events, {cases} cases, in {' and '.join(map(str, written))}", markup=False)


async def _told(session: Session, as_of: str, viewer: str) -> list[Happening]:
    require_disclosure(await looking(session, viewer))
    asked = await asked_position(session, as_of)
    async with session.pool.acquire() as connection:
        return await portfolio(connection, await last_position(connection) if asked is None else asked)

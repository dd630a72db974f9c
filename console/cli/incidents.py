"""`laurel incidents`: what hinders the engine, and saying that it is over."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import typer

from console.cli.answers import NotFound, Usage
from console.cli.asking import Json, Person
from console.cli.output import print_json, print_table, when
from console.cli.session import Session, run
from domain.person.state import Office
from domain.rejected import Rejected
from ledger.connection import Connection
from readmodel.incidents import Incident, open_incidents, settle_incident
from readmodel.inquiries import offices_of


def incidents(
    resolve: Annotated[UUID | None, typer.Option(help="Say that this incident is over; needs --as.")] = None,
    person: Person = "",
    as_json: Json = False,
) -> None:
    """List what hinders the engine.

    Most incidents end by themselves when the engine gets through.
    """

    async def ask(session: Session) -> list[Incident]:
        if resolve is not None and not person:
            raise Usage("--as: say who resolves the incident, as a person's id (or set LAUREL_PERSON).")
        async with session.pool.acquire() as connection:
            if resolve:
                await only_an_operator(connection, person)
            if resolve and not await settle_incident(connection, resolve, at=datetime.now(UTC), by=person):
                raise NotFound(f"No incident {resolve} is open.")
            return await open_incidents(connection)

    found = run(ask, as_json=as_json)
    if as_json:
        print_json(found)
        return
    print_table(
        "Incidents",
        ("id", "cause", "stream", "detail", "first seen", "last seen", "attempts"),
        [
            (
                str(each.incident_id),
                each.cause,
                each.stream,
                each.detail,
                when(each.first_seen),
                when(each.last_seen),
                str(each.attempts),
            )
            for each in found
        ],
        empty="No incident is open.",
    )


async def only_an_operator(connection: Connection, person: str) -> None:
    """`Rejected` unless the person holds that office; `NotFound` when nobody is registered so."""
    try:
        offices = await offices_of(connection, person)
    except LookupError as unknown:
        raise NotFound(str(unknown)) from unknown
    if Office.OPERATOR not in offices:
        raise Rejected("not-permitted", f"{person} may not decide that: only an operator may.")

"""Reminders to come: `laurel reminders`."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated

import typer
from rich.markup import escape

from activities.storage.foreseeing import Foresight
from console.cli.asking import Json
from console.cli.output import print_json, print_table, when
from console.cli.reading import cluster_stream, countries_of, looking, looking_at, stream_then
from console.cli.session import Session, run
from domain.calendar import same_day
from domain.cluster.foreseeing import Foreseen
from domain.person.state import Office
from domain.rungs import in_words
from domain.schemes import scheme
from domain.secretariat import day_ends, secretariat_day
from domain.streams import CLUSTER
from ledger.connection import Connection
from ledger.reading import streams_with_prefix
from readmodel.editions import scheme_on_record
from readmodel.past import Then

_MONTHS_AHEAD = 12
_OF_COUNTRIES = "select stream from rows.clusters where country = any($1::text[])"
_NAMES = "select person_id, name from rows.persons where person_id = any($1::text[])"


class Line(Foreseen):
    """A reminder foreseen, with the name of who gets it where the viewer may know it."""

    name: str | None = None


def reminders(
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The last day looked at; twelve months from today."),
    ] = None,
    cluster: Annotated[str, typer.Option(metavar="ID", help="Of one cluster only.")] = "",
    every: Annotated[
        bool, typer.Option("--all", help="Those that will not be written too, each with the reason.")
    ] = False,
    viewer: Annotated[
        str, typer.Option("--as", envvar="LAUREL_PERSON", help="Who looks; names are shown to operators.")
    ] = "",
    as_json: Json = False,
) -> None:
    """List who gets which reminder of a label's end when, if nobody does anything until then.

    From the record alone, by the rules that will send them. An office's staff sees those of its countries.
    """
    day = until.date() if until else same_day(secretariat_day(datetime.now(UTC)), _MONTHS_AHEAD)
    lines = run(lambda session: _lines(session, cluster, day, viewer), as_json=as_json)
    shown = [line for line in lines if every or line.why is None]
    if as_json:
        print_json(shown)
        return
    print_table(
        f"Reminders until {day}, as the record stands",
        ("when", "cluster", "label", "reminder", "letter", "to"),
        [_row(line) for line in shown],
        empty=f"No reminder is to come until {day}.",
    )


async def _lines(session: Session, cluster: str, until: date, viewer: str) -> list[Line]:
    person = await looking(session, viewer)
    streams = await (_one(session, cluster, viewer) if cluster else _every(session, viewer))
    async with session.pool.acquire() as connection:
        foresight = Foresight(connection, session.documents, await scheme_on_record(connection, scheme()))
        found = await foresight.of(streams, now=datetime.now(UTC), until=day_ends(until))
        # Whoever works at the machine reads the address book anyway.
        opened = person is None or Office.OPERATOR in person.offices
        names = await _names(session, connection, found) if opened else {}
    return [Line(**dict(line), name=names.get(line.recipient or "")) for line in found]


async def _one(session: Session, cluster: str, viewer: str) -> Sequence[str]:
    stream = cluster_stream(cluster)
    past = await stream_then(session, stream, Then(at=datetime.now(UTC)))
    await looking_at(session, viewer, past.now)
    return [stream]


async def _every(session: Session, viewer: str) -> Sequence[str]:
    """The clusters the viewer may look at: an office's staff those of its countries."""
    countries = await countries_of(session, viewer)
    async with session.pool.acquire() as connection:
        if countries is None:
            return await streams_with_prefix(connection, CLUSTER)
        rows = await connection.fetch(_OF_COUNTRIES, sorted(countries))
    return sorted(row["stream"] for row in rows)


async def _names(session: Session, connection: Connection, found: Sequence[Foreseen]) -> dict[str, str]:
    recipients = sorted({line.recipient for line in found if line.recipient})
    sealed = {row["person_id"]: row["name"] for row in await connection.fetch(_NAMES, recipients)}
    texts = await session.sealer.unseal(connection, sorted(sealed.values()))
    return {person: texts[name] for person, name in sealed.items() if name in texts}


def _row(line: Line) -> tuple[str, ...]:
    to = f"{escape(line.name)} ({line.recipient})" if line.name else line.recipient or "–"
    letter = line.notice or f"none: {(line.why or '').replace('-', ' ')}"
    return when(line.at), line.cluster_id, line.level, in_words(line.rung), letter, to

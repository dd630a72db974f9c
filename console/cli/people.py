"""`laurel persons`, `laurel person show` and `laurel organisation`: who is what, since when, and tied to whom."""

from typing import Annotated

import typer
from rich.markup import escape

from console.cli.answers import NotFound
from console.cli.asking import Json
from console.cli.moments import AsOf, Effective, asked_then, said_of
from console.cli.output import console, print_json, print_table, when
from console.cli.reading import ERASED, looking, opened_texts, stream_then
from console.cli.session import Session, run
from domain.disclosure import require_looking_up
from domain.levels import Level
from domain.person.state import Person, Span
from domain.schemes import scheme
from domain.secretariat import secretariat_day
from domain.streams import PERSON
from readmodel.editions import scheme_on_record
from readmodel.persons_listed import (
    Organised,
    PersonRow,
    PersonShown,
    TieRow,
    organised,
    person_shown,
    persons_listed,
)
from readmodel.rows_then import rows_then

LookingUp = Annotated[
    str,
    typer.Option(
        "--as",
        envvar="LAUREL_PERSON",
        help="Who asks: an operator, the scheme owner, an audit reader, the data protection officer.",
    ),
]


def show(
    person_id: Annotated[str, typer.Argument(metavar="ID", help="A person's id.")],
    as_of: AsOf = "",
    effective: Effective = "",
    viewer: LookingUp = "",
    as_json: Json = False,
) -> None:
    """Show what a person is in the scheme: qualifications, seats, ties, days and cases.

    For themselves, and for who holds an office.
    """
    plain = person_id.removeprefix(PERSON)

    async def ask(session: Session) -> tuple[PersonShown, str]:
        require_looking_up(await looking(session, viewer), plain)
        then = await asked_then(session, as_of, effective)
        person = (await stream_then(session, f"{PERSON}{plain}", then)).state
        if not isinstance(person, Person):
            raise NotFound(f"Nobody is known as {plain}.")
        day = secretariat_day(then.at)
        async with session.pool.acquire() as connection:
            rows = await rows_then(connection, then)
            by = await scheme_on_record(connection, scheme())
            found = await person_shown(connection, person, day, by.on(day).ties, rows=rows)
        return found, (await opened_texts(session, [person.name])).get(person.name, ERASED)

    found, name = run(ask, as_json=as_json)
    if as_json:
        print_json({"name": name, **found.model_dump(mode="json")})
        return
    _print_person(found, name, said_of(as_of, effective))


def persons(  # noqa: PLR0913 - the options of a command
    tied_to: Annotated[
        str, typer.Option(metavar="NAME", help="Who declared a tie to this organisation.")
    ] = "",
    level: Annotated[Level | None, typer.Option(help="Who may assess at this level that day.")] = None,
    as_of: AsOf = "",
    effective: Effective = "",
    viewer: LookingUp = "",
    as_json: Json = False,
) -> None:
    """List persons: what they may assess, where they sit, how much they have to do."""

    async def ask(session: Session) -> tuple[PersonRow, ...]:
        require_looking_up(await looking(session, viewer))
        then = await asked_then(session, as_of, effective)
        async with session.pool.acquire() as connection:
            rows = await rows_then(connection, then)
            day = secretariat_day(then.at)
            return await persons_listed(connection, day, tied_to=tied_to, level=level, rows=rows)

    found = run(ask, as_json=as_json)
    if as_json:
        print_json([each.model_dump(mode="json") for each in found])
        return
    print_table(
        ", ".join(each for each in ("Persons", said_of(as_of, effective)) if each),
        ("id", "country", "offices", "may assess", "seat", "ties", "on teams", "in a year"),
        [
            (
                row.person_id,
                row.country,
                ", ".join(row.offices),
                "; ".join(
                    f"{level} under {', '.join(editions)}" for level, editions in row.qualified.items()
                ),
                ", ".join(seat.role for seat in row.seats),
                str(row.ties),
                str(row.workload.assignments),
                str(row.workload.assessments),
            )
            for row in found
        ],
        empty="Nobody is found.",
    )


def organisation(
    name: Annotated[str, typer.Argument(help="Its name, or a cluster's id.")],
    as_of: AsOf = "",
    effective: Effective = "",
    viewer: LookingUp = "",
    as_json: Json = False,
) -> None:
    """Show an organisation: the clusters it stands for, and who is tied to it under any of their names."""

    async def ask(session: Session) -> Organised:
        require_looking_up(await looking(session, viewer))
        then = await asked_then(session, as_of, effective)
        async with session.pool.acquire() as connection:
            rows = await rows_then(connection, then)
            by = await scheme_on_record(connection, scheme())
            return await organised(connection, name, by, secretariat_day(then.at), rows=rows)

    found = run(ask, as_json=as_json)
    if as_json:
        print_json(found)
        return
    for cluster in found.clusters:
        console.print(
            f"[bold]{cluster.cluster_id}[/bold] {escape(cluster.name)}, {cluster.country}; a tie to any of"
            f" {', '.join(sorted(cluster.organisations))} is one to it"
        )
    _print_ties(found.ties, f"Who is tied to {escape(name)}", empty=f"Nobody declared a tie to {name}.")


def _print_person(found: PersonShown, name: str, said: str) -> None:
    asked = f", {said}" if said else ""
    console.print(f"[bold]{escape(name)}[/bold] ({found.person_id}), works in {found.country}{asked}")
    facts = {
        "language": found.language,
        "offices": ", ".join(found.offices),
        "qualified": "; ".join(
            f"{each.level} under {each.edition} {_span(each)}" for each in found.qualifications
        ),
        "seats": "; ".join(
            f"{each.role} {_span(each)}{_given(each.nominator, each.ad_hoc_for)}" for each in found.seats
        ),
        "booked": "; ".join(
            f"{', '.join(map(str, each.days))} for {each.case or 'something of their own'}"
            for each in found.bookings
        ),
        "away": "; ".join(_span(each) for each in found.absences),
        "work": f"on {found.workload.assignments} teams, {found.workload.assessments} assessments in twelve months",
    }
    for word, value in facts.items():
        if value:
            console.print(f"  {word}: {escape(value)}")
    _print_ties(found.ties, "Ties", empty="No tie is declared.")
    print_table(
        "Cases",
        ("case", "stands at", "as", "assessed on"),
        [
            (
                each.case,
                each.closed_as or each.stage,
                _as(each.expert, each.assessed, each.member),
                when(each.assessed_on),
            )
            for each in found.cases
        ],
        empty="They have no part in any case.",
    )


def _print_ties(ties: tuple[TieRow, ...], title: str, *, empty: str) -> None:
    print_table(
        title,
        ("id", "tie", "kind", "organisation", "days", "binds until", "declared by"),
        [
            (
                row.person_id,
                row.tie.tie_id,
                row.tie.kind,
                escape(row.tie.organisation),
                _span(row.tie),
                when(row.binds_until) if row.binds_until else "it lasts",
                row.tie.declared_by,
            )
            for row in ties
        ],
        empty=empty,
    )


def _span(span: Span) -> str:
    return f"from {span.from_on}" if span.until_on is None else f"{span.from_on} to {span.until_on}"


def _given(nominator: str | None, ad_hoc_for: str | None) -> str:
    if ad_hoc_for:
        return f", for {ad_hoc_for} alone"
    return f", from {nominator}" if nominator else ""


def _as(expert: bool, assessed: bool, member: bool) -> str:  # noqa: FBT001 - facts of a row
    words = {"expert": expert, "assessed before": assessed and not expert, "member": member}
    return ", ".join(word for word, so in words.items() if so)

"""`laurel person export` and `laurel person erase`: what is kept on somebody, and its end."""

from pathlib import Path
from typing import Annotated
from uuid import UUID, uuid4

import orjson
import typer
from rich.markup import escape

from activities.interface import Order
from console.cli.answers import NotFound, Usage, answered
from console.cli.asking import Json, Person
from console.cli.mentioned import print_mentions
from console.cli.output import console, print_json, print_table, when
from console.cli.reading import ERASED, looking
from console.cli.session import Session, run
from console.cli.written import write_new
from console.embedded.stack import mails_beside
from console.privacy.holdings import Holdings
from console.privacy.inventory import Inventory
from console.privacy.listing import relist
from console.settings import env_file
from domain.erasure import ErasureGround
from domain.person.commands import ErasePerson
from domain.person.state import Office
from domain.rejected import Rejected
from domain.streams import PERSON

app = typer.Typer(
    no_args_is_help=True, help="Show what a person is in the scheme, all that is kept on them, or erase them."
)
WhoseId = Annotated[str, typer.Argument(metavar="ID", help="A person's id.")]
Ground = Annotated[
    ErasureGround, typer.Option("--reason", help="Why: one of the grounds of Article 17(1) GDPR.")
]
CommandId = Annotated[UUID | None, typer.Option(help="Repeat under the same id to learn its outcome.")]


@app.command("export")
def export(
    person_id: WhoseId,
    asker: Person = "",
    output: Annotated[
        Path | None, typer.Option(help="Write all of it to this file as JSON, for its owner alone to read.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show all that is kept on a person.

    For themselves, or asked by the data protection officer.
    """
    found = run(lambda session: _inventory(session, _plain(person_id), asker, own=True), as_json=as_json)
    if output is not None:
        whole = orjson.dumps(found.model_dump(mode="json"), option=orjson.OPT_INDENT_2)
        with answered(as_json=as_json):
            write_new(output, whole + b"\n", option="--output", private=True)
    if as_json:
        print_json(found)
        return
    _print(found)
    if output is not None:
        console.print(f"All of it is in {output}.", markup=False)


@app.command("erase")
def erase(
    person_id: WhoseId,
    ground: Ground,
    asker: Person = "",
    command_id: CommandId = None,
    as_json: Json = False,
) -> None:
    """Erase a person for good.

    Name, address and every text kept on them go; documents and mails that name them are listed.
    """
    person_id, command_id = _plain(person_id), command_id or uuid4()

    async def given(session: Session) -> Inventory:
        # Before the name is gone: afterwards nothing can be looked for by it.
        found = await _inventory(session, person_id, asker, own=False)
        command = ErasePerson(ground=ground, documents=found.documents).model_dump(mode="json")
        stream = f"{PERSON}{person_id}"
        order = Order(stream=stream, command_id=command_id, actor=asker, command=command)
        await (await session.gateway()).submit(order)
        await relisted(session)
        return found

    found = run(given, as_json=as_json)
    if as_json:
        print_json({"command_id": str(command_id), "erased": person_id, "mentions": list(found.mentions)})
        return
    console.print(f"{person_id} is erased.", markup=False)
    print_mentions(found.mentions)


async def _inventory(session: Session, person_id: str, asker: str, *, own: bool) -> Inventory:
    """`Rejected` unless the officer asks; or, where that is enough (`own`), the person."""
    if own and asker == person_id:
        await looking(session, asker)
    else:
        await only_the_officer(session, asker)
    async with session.pool.acquire() as connection:
        holdings = Holdings(connection, session.sealer, session.documents, mails_beside(env_file()))
        found = await holdings.inventory(person_id)
    if found is None:
        raise NotFound(f"Nothing is known under {PERSON}{person_id}.")
    return found


async def only_the_officer(session: Session, asker: str) -> None:
    """`Rejected` unless the asker is the data protection officer."""
    if not asker:
        raise Usage("--as: say who asks, as a person's id (or set LAUREL_PERSON).")
    person = await looking(session, asker)
    if person is None or Office.DATA_PROTECTION not in person.offices:
        raise Rejected("not-permitted", f"{asker} may not ask that: only the data protection officer may.")


async def relisted(session: Session) -> None:
    """What the list of erasures may have lost is on it again with the next erasure."""
    if session.erasures is not None:
        async with session.pool.acquire() as connection:
            await relist(connection, session.erasures)


def _plain(person_id: str) -> str:
    """The id alone: the name of the stream is understood too."""
    return person_id.removeprefix(PERSON)


def _print(found: Inventory) -> None:
    console.print(f"[bold]{escape(found.name or ERASED)}[/bold] ({found.person_id})")
    facts = {
        "address": found.email or ERASED,
        "language": found.person.language,
        "country of work": found.person.country,
        "offices": ", ".join(found.person.offices),
        "works at": ", ".join(found.person.employers),
        "qualified": ", ".join(f"{each.level} under {each.edition}" for each in found.person.qualifications),
        "ties": ", ".join(f"{each.kind} to {each.organisation}" for each in found.person.ties),
        "seats": ", ".join(f"{each.role} from {each.from_on}" for each in found.person.seats),
        "booked": ", ".join(
            f"{day} for {each.case or 'something of their own'}"
            for each in found.person.bookings
            for day in each.days
        ),
    }
    for name, value in facts.items():
        if value:
            console.print(f"  {name}: {escape(value)}")
    _print_history(found)
    print_mentions(found.mentions)


def _print_history(found: Inventory) -> None:
    print_table(
        "Their own stream",
        ("#", "recorded", "event", "texts kept"),
        [
            (str(each.position), when(each.recorded_at), each.type, escape("; ".join(each.texts.values())))
            for each in found.history
        ],
        empty="",
    )
    print_table(
        "What they did, and where events name them",
        ("#", "recorded", "stream", "event", "as", "what they wrote"),
        [
            (
                str(each.position),
                when(each.recorded_at),
                each.stream,
                each.type,
                ", ".join([*(["actor"] if each.acted else []), *each.named_as]),
                escape("; ".join(each.texts)),
            )
            for each in found.acts
        ],
        empty="They did nothing, and no event names them.",
    )

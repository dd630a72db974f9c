"""Editions of the scheme: `laurel scheme` shows them, `laurel edition` checks one and puts it in force."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID, uuid4

import typer
from pydantic import JsonValue
from rich.markup import escape

from activities.interface import Order
from console.cli.answers import NotFound, Usage, answered, read_file
from console.cli.asking import Json, Person
from console.cli.output import console, print_json, print_table
from console.cli.session import Session, run
from domain.edition import Edition
from domain.editions.commands import ActivateEdition
from domain.editions.decide import require_followable
from domain.editions.reading import EditionFaulty, digest_of, read_edition
from domain.editions.values import Reading, values_of
from domain.frozen import Frozen
from domain.rejected import Rejected
from domain.schemes import scheme as shipped_scheme
from domain.secretariat import secretariat_day
from domain.streams import SCHEME

app = typer.Typer(no_args_is_help=True, help="Check an edition of the scheme, or put it in force.")
File = Annotated[
    Path, typer.Argument(metavar="FILE.toml", help="An edition, written as the shipped ones are.")
]
_DIGEST_SHOWN = 12


class EditionRow(Frozen):
    """An edition, from and until when it is in force, and how many of its values are assumed."""

    key: str
    name: str
    in_force_from: date
    in_force_until: date | None
    shipped: bool
    values: int
    assumed: int
    digest: str


def scheme(
    edition: Annotated[
        str | None, typer.Argument(metavar="EDITION", help="One edition, with every value of it.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the editions of the scheme, or every value of one with its source.

    A value is sourced or marked as assumed (A); rival readings stand beside it.
    """
    whole = run(Session.scheme, as_json=as_json)
    if edition is None:
        _print_editions([_row(each) for each in whole.editions], as_json=as_json)
        return
    with answered(as_json=as_json):
        known = {each.key: each for each in whole.editions}
        if edition not in known:
            raise NotFound(f"There is no edition {edition}: there is {', '.join(known)}.")
    _print_values(known[edition], as_json=as_json)


@app.command("check")
def check(file: File, as_json: Json = False) -> None:
    """Say whether an edition could be put in force, and what is wrong with it.

    Each fault with the field it is in. Nothing is changed.
    """
    with answered(as_json=as_json):
        text = _text(file)
    edition = run(lambda session: _checked(session, text), as_json=as_json)
    row = _row(edition)
    if as_json:
        print_json(row)
        return
    console.print(
        f"{row.key} could be put in force from {row.in_force_from}: {row.values} values, {row.assumed} assumed,"
        f" SHA-256 {row.digest}",
        markup=False,
    )


@app.command("activate")
def activate(
    file: File,
    person: Person = "",
    command_id: Annotated[
        UUID | None, typer.Option(help="Repeat under the same id to learn its outcome.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Put an edition in force from the day it names, which must be to come.

    By the scheme's owner. The record has it whole from then on; the edition before it ends the day before.
    """
    with answered(as_json=as_json):
        if not person:
            raise Usage("--as: say who asks, as a person's id (or set LAUREL_PERSON).")
        command = ActivateEdition(edition=_text(file)).model_dump(mode="json")
    order = Order(stream=SCHEME, command_id=command_id or uuid4(), actor=person, command=command)
    receipt = run(lambda session: _given(session, order), as_json=as_json)
    if as_json:
        print_json({"command_id": str(order.command_id), **receipt})
        return
    console.print(f"{SCHEME} at version {receipt['version']}: EditionActivated")


async def _given(session: Session, order: Order) -> dict[str, JsonValue]:
    receipt = await (await session.gateway()).submit(order)
    told: dict[str, JsonValue] = receipt.model_dump(mode="json")
    return told


async def _checked(session: Session, text: str) -> Edition:
    whole = await session.scheme()
    try:
        edition = read_edition(text, whole)
    except EditionFaulty as faulty:
        raise Rejected("edition-faulty", "\n".join(faulty.faults)) from None
    require_followable(edition, whole, secretariat_day(datetime.now(UTC)))
    return edition


def _text(file: Path) -> str:
    try:
        return read_file(file).decode()
    except UnicodeDecodeError:
        raise Usage(f"FILE: {file} is no text in UTF-8.") from None


def _row(edition: Edition) -> EditionRow:
    values = values_of(edition)
    return EditionRow(
        key=edition.key,
        name=edition.name.value,
        in_force_from=edition.in_force_from.value,
        in_force_until=edition.in_force_until.value if edition.in_force_until else None,
        shipped=edition.key in {each.key for each in shipped_scheme().editions},
        values=len(values),
        assumed=sum(value.mark == "A" for value in values),
        digest=digest_of(edition),
    )


def _print_editions(rows: list[EditionRow], *, as_json: bool) -> None:
    if as_json:
        print_json(rows)
        return
    print_table(
        "Editions of the scheme",
        ("id", "name", "in force from", "until", "came", "values", "assumed", "SHA-256"),
        [
            (
                row.key,
                escape(row.name),
                str(row.in_force_from),
                str(row.in_force_until or "no end"),
                "shipped" if row.shipped else "activated",
                str(row.values),
                str(row.assumed),
                f"{row.digest[:_DIGEST_SHOWN]}…",
            )
            for row in rows
        ],
        empty="",
    )


def _print_values(edition: Edition, *, as_json: bool) -> None:
    values = values_of(edition)
    if as_json:
        print_json({**_row(edition).model_dump(mode="json"), "values": values})
        return
    print_table(
        f"Edition {edition.key}",
        ("value of", "value", "mark", "source", "rival readings"),
        [
            (
                each.place,
                escape(_said(each.value)),
                each.mark,
                escape(each.source),
                escape("; ".join(map(_rival, each.rivals))) or "–",
            )
            for each in values
        ],
        empty="",
    )


def _rival(reading: Reading) -> str:
    return f"{_said(reading.value)} ({reading.mark}: {reading.source})"


def _said(value: JsonValue) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case {"amount": amount, "unit": unit}:
            return f"{amount} {unit}"
        case dict():
            return ", ".join(f"{name} {_said(each)}" for name, each in value.items() if each is not None)
        case list():
            return "; ".join(map(_said, value)) or "none"
        case _:
            return str(value)

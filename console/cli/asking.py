"""`laurel submit` and `laurel commands`: giving a command, and what may be asked at all."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Annotated, Any
from uuid import UUID, uuid4

import typer
from pydantic import BaseModel

from activities.interface import Order, Receipt
from console.cli.answers import Usage, answered
from console.cli.evidence import field_for_documents, kept, with_documents
from console.cli.fields import fields_of
from console.cli.output import console, print_json, print_table
from console.cli.remarks import remarks_on
from console.cli.session import Session, run, stream_of
from domain.commands import COMMAND_TYPES
from domain.permissions import PERMISSIONS

Person = Annotated[str, typer.Option("--as", envvar="LAUREL_PERSON", help="Who asks: a person's id.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON with stable keys.")]


def submit(  # noqa: PLR0913 - the options of one command
    cluster: Annotated[
        str,
        typer.Argument(
            help="A cluster's id; or round-…, person-…, office-…, programme-…, complaint-…, scheme in full."
        ),
    ],
    type_: Annotated[str, typer.Argument(metavar="TYPE", help="What is asked: see `laurel commands`.")],
    data: Annotated[str, typer.Option(help="The command's fields as JSON, or @FILE.")] = "{}",
    person: Person = "",
    command_id: Annotated[
        UUID | None, typer.Option(help="Repeat under the same id to learn its outcome.")
    ] = None,
    seen: Annotated[
        int | None, typer.Option(help="The ledger position you had seen; default: the last one.")
    ] = None,
    file: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[ITEM[@DAY]=]PATH",
            help="A document; may be repeated. For SubmitEvidence with what it is evidence of and the day it speaks"
            " of, ITEM being questionnaire, success-story, an indicator's code or area-1; for answering and closing a"
            " finding, settling a cause, confirming a fact and correcting a term the path alone.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Give one command, such as SubmitApplication or CastVote.

    A refusal exits 1 with the rule's sentence; a wrong field exits 2 and names it.
    """
    with answered(as_json=as_json):
        known_type(type_)
        if not person:
            raise Usage("--as: say who asks, as a person's id (or set LAUREL_PERSON).")
        command = {**fields_of(data), "type": type_}
        if file and field_for_documents(type_) is None:
            raise Usage(f"--file: {type_} takes no file.")
    order = Order(
        stream=stream_of(cluster),
        command_id=command_id or uuid4(),
        actor=person,
        command=command,
        seen=seen,
    )
    receipt, remarks = run(lambda session: _given(session, order, file or ()), as_json=as_json)
    if as_json:
        print_json(
            {"command_id": str(order.command_id), **receipt.model_dump(mode="json"), "remarks": remarks}
        )
        return
    happened = ", ".join(receipt.events) or "nothing had to change"
    console.print(f"{receipt.stream} at version {receipt.version}: {happened}")
    for remark in remarks:
        console.print(remark, markup=False)


async def _given(session: Session, order: Order, files: Sequence[str]) -> tuple[Receipt, tuple[str, ...]]:
    """The answer, and what it does not say by itself."""
    order, evidence = await with_documents(session, order, files)
    await kept(session, order, evidence)
    receipt = await (await session.gateway()).submit(order)
    return receipt, await remarks_on(session, order, receipt)


def commands(
    type_: Annotated[
        str | None, typer.Argument(metavar="TYPE", help="One command, with its JSON schema.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List what may be asked, or print one command's JSON schema."""
    if type_ is not None:
        with answered(as_json=as_json):
            known_type(type_)
        print_json(COMMAND_TYPES[type_].model_json_schema())
        return
    listed = [_described(name, model) for name, model in COMMAND_TYPES.items()]
    if as_json:
        print_json(listed)
        return
    rows = [(each["type"], ", ".join(each["who"]), each["summary"]) for each in listed]
    print_table("Commands", ("type", "who may", "what it does"), rows, empty="There is nothing to ask.")


def known_type(type_: str) -> None:
    """`Usage` naming the nearest command when there is none of that type."""
    if type_ not in COMMAND_TYPES:
        near = get_close_matches(type_, COMMAND_TYPES, n=1)
        hint = f" Did you mean {near[0]}?" if near else " See `laurel commands`."
        raise Usage(f"TYPE: there is no command {type_}.{hint}")


def _described(name: str, model: type[BaseModel]) -> dict[str, Any]:
    permission = PERMISSIONS[name]
    return {
        "type": name,
        "who": [str(relation) for relation in permission.relations],
        "stages": sorted(permission.stages),
        "summary": (model.__doc__ or "").strip().split("\n")[0],
    }

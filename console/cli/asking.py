"""`laurel submit` and `laurel commands`: giving a command, and what may be asked at all."""

import asyncio
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4

import orjson
import typer
from pydantic import BaseModel

from activities.interface import Order, Receipt
from console.cli.answers import Usage, answered, read_file
from console.cli.output import console, print_json, print_table
from console.cli.session import Session, run, stream_of
from console.gateway import parse
from domain.commands import COMMAND_TYPES
from domain.permissions import PERMISSIONS
from ledger.documents import Documents, DocumentTooLarge

Person = Annotated[str, typer.Option("--as", envvar="LAUREL_PERSON", help="Who asks: a person's id.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON with stable keys.")]


def submit(  # noqa: PLR0913 - the options of one command
    cluster: Annotated[str, typer.Argument(help="A cluster's id, or round-… or person-… in full.")],
    type_: Annotated[str, typer.Argument(metavar="TYPE", help="What is asked: see `laurel commands`.")],
    data: Annotated[str, typer.Option(help="The command's fields as JSON, or @FILE.")] = "{}",
    person: Person = "",
    command_id: Annotated[
        UUID | None, typer.Option(help="Repeat under the same id to learn its outcome.")
    ] = None,
    seen: Annotated[
        int | None, typer.Option(help="The ledger position you had seen; default: the last one.")
    ] = None,
    file: Annotated[list[str] | None, typer.Option(help="ITEM=PATH: a document for SubmitEvidence.")] = None,
    as_json: Json = False,
) -> None:
    """Give one command. A refusal exits 1 with the rule's sentence; a wrong field exits 2 and names it."""
    with answered(as_json=as_json):
        known_type(type_)
        if not person:
            raise Usage("--as: say who asks, as a person's id (or set LAUREL_PERSON).")
        command = {**_fields(data), "type": type_}
    command_id = command_id or uuid4()

    async def give(session: Session) -> Receipt:
        if file:
            command["items"] = [*command.get("items", ()), *await _stored(session.documents, file)]
        parse(command)
        order = Order(
            stream=stream_of(cluster), command_id=command_id, actor=person, command=command, seen=seen
        )
        return await (await session.gateway()).submit(order)

    receipt = run(give, as_json=as_json)
    if as_json:
        print_json({"command_id": str(command_id), **receipt.model_dump(mode="json")})
        return
    happened = ", ".join(receipt.events) or "nothing had to change"
    console.print(f"{receipt.stream} at version {receipt.version}: {happened}")


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


def _fields(data: str) -> dict[str, Any]:
    text = read_file(Path(data[1:])).decode() if data.startswith("@") else data
    try:
        fields = orjson.loads(text)
    except orjson.JSONDecodeError as invalid:
        raise Usage(f"--data: not JSON: {invalid}.") from invalid
    if not isinstance(fields, dict):
        raise Usage("--data: a JSON object is expected.")
    return fields


async def _stored(documents: Documents, files: list[str]) -> list[dict[str, str]]:
    return [await _stored_item(documents, each) for each in files]


async def _stored_item(documents: Documents, given: str) -> dict[str, str]:
    item, _, path = given.partition("=")
    if not path:
        raise Usage(f"--file: {given!r} is not of the form ITEM=PATH.")
    content = await asyncio.to_thread(read_file, Path(path))
    if not content:
        raise Usage(f"--file: {path} is empty.")
    try:
        stored = await documents.put(content)
    except DocumentTooLarge as large:
        raise Usage(f"--file: {path}: {large}") from large
    return {"item": item, "document": stored.sha256}

"""The option `--file` of `laurel submit`: into which field a document goes, as what, and the document itself."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, get_args

from activities.interface import Order
from console.cli.answers import Usage
from console.cli.filed import in_full
from console.cli.reading import looking, stored_events
from console.cli.session import Session
from console.gateway import parse
from console.intake.naming import shown_name
from console.intake.receiving import examine
from console.intake.refused import DocumentRefused
from domain.cluster.commands import ClusterCommand
from domain.cluster.events.shared import DocumentHash, EvidenceItem
from domain.commands import COMMAND_TYPES, person_commands
from domain.facts import Facts
from domain.permissions import authority
from domain.secretariat import secretariat_day
from ledger.documents import Documents, Received
from ledger.reading import known_and_last
from readmodel.history import folded

_FORM: Final = re.compile(r"(?P<item>[^=@]+)(?:@(?P<day>[^=]*))?=(?P<path>.+)", re.DOTALL)
_INDICATOR: Final = re.compile(r"[0-9]+(?:\.[0-9]+)+")
_AREA: Final = re.compile(r"area-[1-9]")
_ITEMS: Final = "items"
_ONE: Final = "document"  # of a command that rests on a single one
_CHUNK_BYTES: Final = 256 * 1024


@dataclass(frozen=True)
class Evidence:
    """A file examined and not yet stored, as the command's field for documents has it."""

    entry: dict[str, str] | str
    received: Received


def field_for_documents(type_: str) -> str | None:
    """Which field of a cluster's command takes documents: `items`, or one of hashes; None if none does."""
    model = COMMAND_TYPES[type_]
    if model not in get_args(ClusterCommand):
        return None
    taking = (tuple[EvidenceItem, ...], tuple[DocumentHash, ...])
    fields = model.model_fields.items()
    return next((name for name, field in fields if name == _ONE or field.annotation in taking), None)


async def with_documents(
    session: Session, order: Order, files: Sequence[str]
) -> tuple[Order, list[Evidence]]:
    """The command in its form, its documents' hashes in full and those of the files beside them; none is stored yet."""
    command = dict(order.command)
    field = field_for_documents(command["type"])
    if field is None:
        parse(command)
        return order, []
    if field == _ONE:
        return await _with_document(session, order, files)
    if field != _ITEMS and isinstance(hashes := command.get(field), list):
        command[field] = await in_full(session, order.stream, hashes, field)
    parse(command)
    examine_one = examined if field == _ITEMS else examined_alone
    evidence = [await examine_one(session.documents, each) for each in files]
    if evidence:
        command[field] = [*command.get(field, ()), *(each.entry for each in evidence)]
        parse(command)
    return order.model_copy(update={"command": command}), evidence


async def _with_document(
    session: Session, order: Order, files: Sequence[str]
) -> tuple[Order, list[Evidence]]:
    """The same for a command that rests on a single document: the file stands for its hash."""
    command = dict(order.command)
    given = [command[_ONE]] if command.get(_ONE) is not None else []
    if len(given) + len(files) > 1:
        raise Usage(f"--file: {command['type']} takes one document, as {_ONE} or as a file.")
    evidence = [await examined_alone(session.documents, each) for each in files]
    for entry in (*await in_full(session, order.stream, given, _ONE), *(each.entry for each in evidence)):
        command[_ONE] = entry
    parse(command)
    return order.model_copy(update={"command": command}), evidence


async def examined(documents: Documents, given: str) -> Evidence:
    """The file of one `--file ITEM[@DAY]=PATH`. `Usage` naming the option where form or content are refused."""
    fields, path = item_of(given)
    received = await _received(documents, path, f"{given.partition('=')[0]}: ")
    title = shown_name(str(path))
    return Evidence({**fields, "title": title, "document": received.id.sha256}, received)


async def examined_alone(documents: Documents, given: str) -> Evidence:
    """The file of one `--file PATH`, for commands that name documents by nothing but their hash."""
    received = await _received(documents, Path(given), "")
    return Evidence(received.id.sha256, received)


async def _received(documents: Documents, path: Path, about: str) -> Received:
    try:
        return (await examine(documents, _chunks(path))).received
    except DocumentRefused as refused:
        said = f"--file: {about}{shown_name(str(path))} {refused.sentence} ({refused.code})"
        raise Usage(said) from refused


async def kept(session: Session, order: Order, evidence: Sequence[Evidence]) -> None:
    """Store the files of a command that its giver may give now; `Rejected` and nothing stored where not.

    So nobody fills the store of a cluster that is not theirs. Behind a repeated command they are stored already.
    """
    async with session.pool.acquire() as connection:
        known, _ = await known_and_last(connection, order.stream, order.command_id)
    if known or not evidence:
        return
    person = await looking(session, order.actor)
    state = folded(order.stream, await stored_events(session, order.stream))
    facts = Facts(persons={order.actor: person} if person else {})
    command = person_commands.validate_python(order.command)
    authority(command, state, facts, order.actor, secretariat_day(datetime.now(UTC)))
    for each in evidence:
        await session.documents.keep(each.received)


def item_of(given: str) -> tuple[dict[str, str], Path]:
    """The item's fields and the path of `ITEM[@DAY]=PATH`; ITEM is a kind, an indicator's code or `area-1`."""
    form = _FORM.fullmatch(given)
    if form is None:
        raise Usage(f"--file: {given!r} is not of the form ITEM=PATH or ITEM@DAY=PATH.")
    fields = _subject(form["item"])
    if form["day"] is not None:
        fields["speaks_of"] = _day(form["day"])
    return fields, Path(form["path"])


def _subject(item: str) -> dict[str, str]:
    if item in {"questionnaire", "success-story"}:
        return {"item": item}
    if _INDICATOR.fullmatch(item):
        return {"item": "indicator", "subject": item}
    if _AREA.fullmatch(item):
        return {"item": "improvement-area", "subject": item}
    known = "questionnaire, success-story, an indicator's code such as 1.1.1, or area-1"
    raise Usage(f"--file: {item!r} is none of {known}.")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as no_day:
        raise Usage(f"--file: {text!r} is no day; write it as 2026-03-01.") from no_day


async def _chunks(path: Path) -> AsyncIterator[bytes]:
    """The file's content; `Usage` when it cannot be read."""
    try:
        with await asyncio.to_thread(path.open, "rb") as opened:
            while chunk := await asyncio.to_thread(opened.read, _CHUNK_BYTES):
                yield chunk
    except OSError as unreadable:
        raise Usage(f"--file: {path} cannot be read: {unreadable.strerror}.") from unreadable

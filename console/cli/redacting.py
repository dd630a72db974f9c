"""`laurel redact`: one free text of a stream deleted for good, or every text of one event."""

import re
from typing import Annotated
from uuid import UUID, uuid4, uuid5

import typer
from rich.markup import escape

from activities.interface import Order
from console.cli.answers import NotFound, Usage
from console.cli.asking import Json, Person
from console.cli.mentioned import print_mentions
from console.cli.output import console, print_json
from console.cli.persons import CommandId, Ground, only_the_officer, relisted
from console.cli.reading import COMMITMENT, opened_texts, stored_events
from console.cli.session import Session, run, stream_of
from console.embedded.stack import mails_beside
from console.privacy.holdings import Holdings
from console.privacy.mentions import Mention
from console.settings import env_file
from domain.erasure import RedactText
from domain.rejected import Rejected
from ledger.erasing import kept_of
from ledger.reading import StoredEvent

_VERSION = re.compile("[1-9][0-9]*")
# A shorter text is found everywhere: nothing is looked for by it.
_LETTERS_LOOKED_FOR = 12


def redact(  # noqa: PLR0913 - the options of one command
    stream: Annotated[
        str, typer.Argument(metavar="STREAM", help="A cluster's id, or round-… or person-… in full.")
    ],
    which: Annotated[
        str,
        typer.Argument(
            metavar="COMMITMENT|EVENT",
            help="One text as `laurel trail --json` names it (sealed:…), or an event by its id or its number in the"
            " trail: all its texts.",
        ),
    ],
    ground: Ground,
    note: Annotated[str | None, typer.Option(help="What else is to be known of it; kept sealed.")] = None,
    asker: Person = "",
    command_id: CommandId = None,
    as_json: Json = False,
) -> None:
    """Delete a free text for good.

    The record, its proofs and every other text stay as they are.
    """
    given = command_id or uuid4()
    stream = stream_of(stream)

    async def redacted(session: Session) -> tuple[list[str], tuple[Mention, ...]]:
        await only_the_officer(session, asker)
        commitments = await _meant(session, stream, which)
        mentions = await _mentions(session, stream, commitments)
        gateway = await session.gateway()
        for commitment in commitments:
            command = RedactText(commitment=commitment, ground=ground, note=note)
            each = given if len(commitments) == 1 else uuid5(given, commitment)
            fields = command.model_dump(mode="json")
            await gateway.submit(Order(stream=stream, command_id=each, actor=asker, command=fields))
        await relisted(session)
        return commitments, mentions

    commitments, mentions = run(redacted, as_json=as_json)
    if as_json:
        print_json({"command_id": str(given), "redacted": commitments, "mentions": list(mentions)})
        return
    for commitment in commitments:
        console.print(f"{escape(stream)}: the text of {commitment} is erased.")
    print_mentions(mentions)


async def _meant(session: Session, stream: str, which: str) -> list[str]:
    """The commitments meant: the one given, or those of an event whose texts the stream still keeps."""
    if COMMITMENT.fullmatch(which):
        return [which]
    event = _event(await stored_events(session, stream), which)
    tokens = list(dict.fromkeys(COMMITMENT.findall(event.payload)))
    async with session.pool.acquire() as connection:
        kept = await kept_of(connection, stream, tokens)
    if not kept:
        raise Rejected("text-not-kept", f"{stream} keeps no text of its event {which}.")
    return [token for token in tokens if token in kept]


def _event(events: list[StoredEvent], which: str) -> StoredEvent:
    if not _VERSION.fullmatch(which) and not _is_id(which):
        raise Usage("COMMITMENT|EVENT: sealed:… with 64 digits, an event's id, or its number in the trail.")
    for event in events:
        if which in {str(event.version), str(event.event_id)}:
            return event
    raise NotFound(f"The stream has no event {which}.")


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


async def _mentions(session: Session, stream: str, commitments: list[str]) -> tuple[Mention, ...]:
    """Where the texts stand besides: in drafts and reports set from them, and in mails."""
    texts = await opened_texts(session, commitments)
    phrases = tuple(text for text in texts.values() if len(text) >= _LETTERS_LOOKED_FOR)
    if not phrases:
        return ()
    async with session.pool.acquire() as connection:
        holdings = Holdings(connection, session.sealer, session.documents, mails_beside(env_file()))
        return await holdings.mentions_of(phrases, stream)

"""One event as it is stored, and how it is read today: `laurel event`."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

import orjson
import typer
from pydantic import JsonValue
from rich.markup import escape

from console.cli.answers import NotFound, Usage
from console.cli.asking import Json
from console.cli.output import console, print_json, when
from console.cli.reading import COMMITMENT, Viewer, looking_at, opened_texts, stored_events
from console.cli.session import Session, run
from console.cli.words import in_words
from domain.confidential import WITHHELD
from domain.frozen import Frozen
from domain.upcasting import schema_version, steps_from
from ledger.reading import StoredEvent, read_event
from readmodel.history import folded, payload_as_today
from readmodel.past import visible_event, visible_metadata

_POSITION = re.compile("[1-9][0-9]{0,17}")


class Upcast(Frozen):
    """An upcaster that was applied: the version it led to, what changed, and what came of it if that may be seen."""

    version: int
    says: str
    payload: dict[str, JsonValue] | None


class EventView(Frozen):
    """An event of the record. What it stores is shown to whoever may see all of it: None to anybody else."""

    position: int
    stream: str
    version: int
    event_id: UUID
    type: str
    recorded_at: datetime
    metadata: dict[str, JsonValue]
    schema_version: int
    schema_version_today: int
    stored: str | None
    upcasters: tuple[Upcast, ...]
    today: dict[str, JsonValue]
    texts: dict[str, str]


def event(
    which: Annotated[
        str,
        typer.Argument(metavar="POSITION|EVENT-ID", help="An event by its position in the record or its id."),
    ],
    viewer: Viewer = "",
    as_json: Json = False,
) -> None:
    """Show one event as it is stored, and as it is read today.

    With every upcaster that is applied to it.
    """
    view = run(lambda session: _view(session, which, viewer), as_json=as_json)
    if as_json:
        print_json(view)
    else:
        _show(view)


async def _view(session: Session, which: str, viewer: str) -> EventView:
    wanted = _meant(which)
    async with session.pool.acquire() as connection:
        found = await read_event(connection, wanted)
    if found is None:
        raise NotFound(f"The record has no event {which}.")
    payload: dict[str, JsonValue] = orjson.loads(payload_as_today(found))
    state = folded(found.stream, await stored_events(session, found.stream))
    person = await looking_at(session, viewer, state)
    visible, metadata = visible_event(found, state, person), visible_metadata(found, state, person)
    texts = await opened_texts(session, [orjson.dumps(visible).decode()])
    return _told(found, metadata, visible, texts, whole=visible == payload)


def _meant(which: str) -> int | UUID:
    if _POSITION.fullmatch(which):
        return int(which)
    try:
        return UUID(which)
    except ValueError:
        raise Usage("POSITION|EVENT-ID: a position counts from 1, an id is a UUID.") from None


def _told(
    found: StoredEvent,
    metadata: dict[str, JsonValue],
    visible: dict[str, JsonValue],
    texts: Mapping[str, str],
    *,
    whole: bool,
) -> EventView:
    steps = steps_from(found.schema_version, found.type, found.payload, found.metadata)
    return EventView(
        position=found.position,
        stream=found.stream,
        version=found.version,
        event_id=found.event_id,
        type=found.type,
        recorded_at=found.recorded_at,
        metadata=metadata,
        schema_version=found.schema_version,
        schema_version_today=schema_version(found.type),
        # Fields have other names in an old shape: what is withheld of today's cannot be told from it.
        stored=found.payload if whole else None,
        upcasters=tuple(
            Upcast(version=step.version, says=step.says, payload=step.payload if whole else None)
            for step in steps
        ),
        today=visible,
        texts={token: texts[token] for token in COMMITMENT.findall(_text(visible)) if token in texts},
    )


def _text(payload: Mapping[str, JsonValue]) -> str:
    return orjson.dumps(payload, option=orjson.OPT_SORT_KEYS).decode()


def _show(view: EventView) -> None:
    console.print(f"[bold]{view.type}[/bold], position {view.position}, event {view.event_id}")
    console.print(f"  {escape(view.stream)}, version {view.version}, recorded {when(view.recorded_at)}")
    console.print(f"  {escape(in_words(view.metadata, {}))}")
    console.print(
        f"Stored in version {view.schema_version} of its type; events are written in version"
        f" {view.schema_version_today} today:"
    )
    _show_text(view.stored)
    for before, step in enumerate(view.upcasters, start=view.schema_version):
        console.print(f"{before} → {step.version}: {escape(step.says)}")
        _show_text(None if step.payload is None else _text(step.payload))
    console.print("Read today as:")
    for name, value in view.today.items():
        console.print(f"  {name}: {escape(in_words(value, view.texts))}")


def _show_text(text: str | None) -> None:
    shown = text if text is not None else f"({WITHHELD}: a part of it is not for who looks)"
    console.print(f"  {escape(shown)}", soft_wrap=True)

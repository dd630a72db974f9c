"""One stream's events in order: `laurel trail`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from pydantic import JsonValue
from rich.markup import escape

from console.cli.asking import Json
from console.cli.moments import AsOf, Effective, asked_then, said_of
from console.cli.output import print_json, print_table, when
from console.cli.reading import COMMITMENT, Viewer, looking_at, opened_texts, stream_then
from console.cli.session import Session, run, stream_of
from console.cli.streams import Stream
from console.cli.words import in_words
from domain.frozen import Frozen
from ledger.reading import StoredEvent
from readmodel.past import visible_metadata, visible_payloads

# Told by --json; a person reads past them.
_FOR_MACHINES = frozenset(
    {
        "clock",
        "content",
        "limits",
        "message_id",
        "moments",
        "notice_id",
        "notices",
        "profile_version",
        "row_key",
    }
)


class TrailEntry(Frozen):
    """One event as people read it. `texts` opens the sealed values it holds; an erased one is missing there."""

    position: int
    version: int
    recorded_at: datetime
    type: str
    actor: str
    authority: str
    seen: int | None
    payload: dict[str, JsonValue]
    texts: dict[str, str]


def trail(
    cluster: Stream, as_of: AsOf = "", effective: Effective = "", viewer: Viewer = "", as_json: Json = False
) -> None:
    """Print everything that happened in one cluster, in order.

    When, who, by which authority; of a person or a round as well.
    """
    stream = stream_of(cluster)
    entries = run(lambda session: _entries(session, stream, as_of, effective, viewer), as_json=as_json)
    if as_json:
        print_json(entries)
        return
    said = said_of(as_of, effective)
    print_table(
        f"Trail of {stream}{f', {said}' if said else ''}",
        ("#", "position", "recorded", "event", "by", "what"),
        [
            (
                str(entry.version),
                str(entry.position),
                when(entry.recorded_at),
                entry.type,
                f"{entry.actor} ({entry.authority})",
                _said(entry),
            )
            for entry in entries
        ],
        empty="Nothing happened.",
    )


async def _entries(
    session: Session, stream: str, as_of: str, effective: str, viewer: str
) -> Sequence[TrailEntry]:
    past = await stream_then(session, stream, await asked_then(session, as_of, effective))
    person = await looking_at(session, viewer, past.now)
    payloads = visible_payloads(past, person)
    # Texts are looked for in what may be seen: a withheld one is not opened.
    texts = await opened_texts(session, [orjson.dumps(each).decode() for each in payloads])
    told = [visible_metadata(event, past.now, person) for event in past.stored]
    return [_entry(*each, texts) for each in zip(past.stored, told, payloads, strict=True)]


def _entry(
    event: StoredEvent, metadata: dict[str, Any], payload: dict[str, JsonValue], texts: dict[str, str]
) -> TrailEntry:
    sealed = COMMITMENT.findall(orjson.dumps(payload).decode())
    return TrailEntry(
        position=event.position,
        version=event.version,
        recorded_at=event.recorded_at,
        type=event.type,
        actor=metadata["actor"],
        authority=metadata["authority"],
        seen=metadata.get("seen"),
        payload=payload,
        texts={token: texts[token] for token in sealed if token in texts},
    )


def _said(entry: TrailEntry) -> str:
    """The payload in a line, sealed texts opened or called erased; what only the engine reads is left out."""
    told = {name: value for name, value in entry.payload.items() if name not in _FOR_MACHINES}
    return escape("; ".join(f"{name}: {in_words(value, entry.texts)}" for name, value in told.items()))

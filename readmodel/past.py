"""A stream as it was: as known at a position of the record, as it was so at a moment, or both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from pydantic import JsonValue

from domain.cluster.state import Cluster
from domain.complaint.secrecy import visible_actor, visible_in_complaint
from domain.complaint.state import Complaint
from domain.confidential import visible_payload
from domain.effective import effective_at
from domain.happened import Happened
from domain.permissions import State
from domain.person.state import Person
from domain.streams import blank, fold
from ledger.connection import Connection
from ledger.reading import StoredEvent, read_stream
from readmodel.history import happened_of, payload_as_today


@dataclass(frozen=True)
class Then:
    """What is asked about, and what "now" means in the answer: tasks are due, and labels valid, as of `at`.

    `position`: the last event known, None for all there are. `effective`: the moment at which it was so; None for
    whatever its time.
    """

    at: datetime
    position: int | None = None
    effective: datetime | None = None

    @property
    def past(self) -> bool:
        return self.position is not None or self.effective is not None


@dataclass(frozen=True)
class Past:
    """A stream as asked about. `now` is its state as it stands today: whoever looks has the rights of today."""

    stored: tuple[StoredEvent, ...]
    history: tuple[Happened[Any], ...]
    state: State
    now: State


async def read_past(connection: Connection, stream: str, then: Then) -> Past:
    """The stream then; no events where nothing was known of it. One round trip."""
    return past_of(stream, await read_stream(connection, stream), then)


def past_of(stream: str, events: Iterable[StoredEvent], then: Then) -> Past:
    """The stream then, from all its events."""
    every = [(stored, happened_of(stored)) for stored in events]
    so = [each for each in every if _asked_about(*each, then)]
    state = fold(blank(stream), (happened for _, happened in so))
    # Up to a position it is the beginning of all there is: the fold goes on from there.
    begun, rest = (state, every[len(so) :]) if then.effective is None else (blank(stream), every)
    return Past(
        stored=tuple(stored for stored, _ in so),
        history=tuple(happened for _, happened in so),
        state=state,
        now=fold(begun, (happened for _, happened in rest)),
    )


def _asked_about(stored: StoredEvent, happened: Happened[Any], then: Then) -> bool:
    if then.position is not None and stored.position > then.position:
        return False
    return then.effective is None or effective_at(happened) <= then.effective


def visible_payloads(past: Past, viewer: Person | None) -> list[dict[str, JsonValue]]:
    """Each event's payload as the viewer may see it, by the rights of today."""
    return [visible_event(stored, past.now, viewer) for stored in past.stored]


def visible_event(stored: StoredEvent, now: State, viewer: Person | None) -> dict[str, JsonValue]:
    """One event's payload as the viewer may see it; `now` is its stream's state as it stands today."""
    payload = orjson.loads(payload_as_today(stored))
    if isinstance(now, Complaint):
        return visible_in_complaint(stored.type, payload, viewer, now)
    cluster = now if isinstance(now, Cluster) else None
    return visible_payload(stored.type, payload, viewer=viewer, cluster=cluster)


def visible_metadata(stored: StoredEvent, now: State, viewer: Person | None) -> dict[str, JsonValue]:
    """Who gave the command, by which authority, having seen what; of a complaint not to everybody (§7)."""
    metadata: dict[str, JsonValue] = orjson.loads(stored.metadata)
    if isinstance(now, Complaint):
        metadata["actor"] = visible_actor(stored.type, str(metadata["actor"]), viewer, now)
    return metadata

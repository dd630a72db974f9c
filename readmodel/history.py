"""Streams as the domain folds them, from the record's stored events."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from domain.events import event_of
from domain.happened import Happened
from domain.permissions import State
from domain.standing import Standing
from domain.streams import blank, fold, standing
from domain.upcasting import payload_today
from ledger.reading import StoredEvent


def happened_of(stored: StoredEvent) -> Happened[Any]:
    """The stored event as the domain knows it."""
    event = event_of(stored.type, stored.schema_version, stored.payload, stored.metadata)
    actor = orjson.loads(stored.metadata)["actor"]
    return Happened(stored.event_id, stored.recorded_at, event, actor)


def payload_as_today(stored: StoredEvent) -> str:
    """The stored payload as it would be written today: JSON, with the fields events of its type have now."""
    return payload_today(stored.schema_version, stored.type, stored.payload, stored.metadata)


def folded(stream: str, history: Iterable[StoredEvent]) -> State:
    """The state of a stream after its stored events."""
    return fold(blank(stream), map(happened_of, history))


def standing_of(stream: str, history: Sequence[StoredEvent]) -> Standing:
    """What a stream stands at after its stored events, and by which of them."""
    last_event = history[-1].event_id if history else None
    return standing(folded(stream, history)).model_copy(update={"last_event": last_event})

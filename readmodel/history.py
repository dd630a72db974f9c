"""Streams as the domain folds them, from the record's stored events."""

from collections.abc import Iterable
from typing import Any

from domain.events import event_of
from domain.happened import Happened
from domain.permissions import State
from domain.streams import blank, fold
from ledger.reading import StoredEvent


def happened_of(stored: StoredEvent) -> Happened[Any]:
    """The stored event as the domain knows it."""
    return Happened.model_construct(
        event_id=stored.event_id, recorded_at=stored.recorded_at, event=event_of(stored.type, stored.payload)
    )


def folded(stream: str, history: Iterable[StoredEvent]) -> State:
    """The state of a stream after its stored events."""
    return fold(blank(stream), map(happened_of, history))

"""Every event of every stream, and its form in the record: a type, and a payload without it."""

from typing import Any, get_args

from domain.cluster.events import ClusterStreamEvent
from domain.frozen import Frozen
from domain.person.events import PersonEvent
from domain.round.events import RoundEvent

Event = ClusterStreamEvent | RoundEvent | PersonEvent

# Type strings are storage: written out in each class, never a Python name.
_CLASSES: dict[str, type[Frozen]] = {each.model_fields["type"].default: each for each in get_args(Event)}
SCHEMA_VERSION = 1


class UnknownEvent(LookupError):
    """The record holds an event this version of Laurel does not know: it was written by a later one."""


def payload_of(event: Event) -> dict[str, Any]:
    """The event's JSON form without its type; empty parts are left out, so that additions stay compatible."""
    return event.model_dump(mode="json", exclude={"type"}, exclude_defaults=True)


def event_of(type_: str, payload: str) -> Event:
    """The event a stored payload says."""
    known = _CLASSES.get(type_)
    if known is None:
        raise UnknownEvent(type_)
    return known.model_validate_json(payload)  # type: ignore[return-value]

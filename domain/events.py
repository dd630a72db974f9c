"""Every event of every stream, and its form in the record: a type, and a payload without it."""

from typing import Any, get_args

from domain.cluster.events import ClusterStreamEvent
from domain.complaint.events import ComplaintEvent
from domain.editions.events import SchemeEvent
from domain.ledger.events import LedgerEvent
from domain.office.events import OfficeEvent
from domain.person.events import PersonEvent
from domain.programme.events import ProgrammeEvent
from domain.round.events import RoundEvent
from domain.upcasting import payload_today, schema_version

Event = (
    ClusterStreamEvent
    | RoundEvent
    | ComplaintEvent
    | PersonEvent
    | OfficeEvent
    | SchemeEvent
    | ProgrammeEvent
    | LedgerEvent
)

# Type strings are storage: written out in each class, never a Python name.
# What model_validate_json asks, without its questions: streams are read by the hundred events.
_READ = {
    each.model_fields["type"].default: each.__pydantic_validator__.validate_json for each in get_args(Event)
}


class UnknownEvent(LookupError):
    """The record holds an event this version of Laurel does not know: it was written by a later one."""


def payload_of(event: Event) -> dict[str, Any]:
    """The event's JSON form without its type; empty parts are left out, so that additions stay compatible."""
    return event.model_dump(mode="json", exclude={"type"}, exclude_defaults=True)


def event_of(type_: str, version: int, payload: str, metadata: str) -> Event:
    """The event that is stored so, in whichever version its type had then. Raises `UnknownEvent`."""
    read = _READ.get(type_)
    if read is None or version > schema_version(type_):
        raise UnknownEvent(f"{type_}, version {version}")
    event: Event = read(payload_today(version, type_, payload, metadata))
    return event

"""Events of the record as a process log tells them: what happened, when, by whom, to which objects."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from domain.confidential import WITHHELD, visible_payload
from domain.person.naming import named_in
from domain.streams import CLUSTER, COMPLAINT, PERSON, PROGRAMME, ROUND
from domain.upcasting import payload_today
from ledger.reading import StoredEvent

ENGINE = "engine"
DOCUMENT_FIELDS = frozenset({"document", "documents", "evidence", "replaces"})
Fact = str | int | bool

_COMMITMENT = re.compile(r"sealed:[0-9a-f]{64}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
# Letters and limits are the engine's; the case, the round and the like are objects.
_NO_FACTS = frozenset({"case_id", "cluster_id", "round_id", "finding", "message_id", "notice_id", "row_key"})
_UNTOLD = frozenset({"limits", "notices"})


@dataclass(frozen=True, slots=True)
class Thing:
    """An object of the process. `id` is unique among objects of every type."""

    type: str
    id: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One event. `case`: the one it is about, as CLUSTER/CASE; empty for what concerns no single one.

    `facts` hold what may be shown to whoever works at the machine: no score, no test, no running vote, no sealed text.
    `things`: every object it concerns, with the part it has in it.
    """

    id: str
    type: str
    at: datetime
    position: int
    actor: str
    authority: str
    command: str
    case: str
    facts: dict[str, Fact]
    things: tuple[tuple[Thing, str], ...] = field(default=())


def happenings(events: Sequence[StoredEvent], persons: Collection[str]) -> list[Happening]:
    """All events in order of position. What stands in a round's stream too is told once, by its cluster's.

    Complaints are left out: who complains is known to who looks into it alone.

    `persons`: the ids by which fields that name a person are known.
    """
    clusters = {event.stream for event in events if event.stream.startswith(CLUSTER)}
    told = []
    for event in sorted(events, key=lambda event: event.position):
        payload = orjson.loads(payload_today(event.schema_version, event.type, event.payload, event.metadata))
        twin = event.stream.startswith(ROUND) and f"{CLUSTER}{payload.get('cluster_id')}" in clusters
        if not twin and not event.stream.startswith(COMPLAINT):
            told.append(_happening(event, payload, persons))
    return told


def persons_in(payload: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """What may be a person's id in a payload, with the fields it stands in; whom letters go to takes no part."""
    return named_in({name: value for name, value in payload.items() if name not in _UNTOLD})


def documents_in(payload: object) -> Iterator[str]:
    """Every document a payload names, by hash."""
    return (text for _, text in _documents(payload))


def _happening(event: StoredEvent, payload: dict[str, Any], persons: Collection[str]) -> Happening:
    metadata = orjson.loads(event.metadata)
    case = ""
    if event.stream.startswith(CLUSTER) and payload.get("case_id"):
        case = f"{event.stream.removeprefix(CLUSTER)}/{payload['case_id']}"
    return Happening(
        id=str(event.event_id),
        type=event.type,
        at=event.recorded_at,
        position=event.position,
        actor=metadata["actor"],
        authority=metadata["authority"],
        command=metadata.get("command", ""),
        case=case,
        facts=_facts(event.type, payload),
        things=tuple(dict.fromkeys(_things(event, payload, metadata["actor"], case, persons))),
    )


def _facts(type_: str, payload: dict[str, Any]) -> dict[str, Fact]:
    visible = visible_payload(type_, payload, viewer=None, cluster=None)
    return {
        name: value
        for name, value in sorted(visible.items())
        if name not in _NO_FACTS | DOCUMENT_FIELDS
        and isinstance(value, str | int)
        and value != WITHHELD
        and not (isinstance(value, str) and _COMMITMENT.fullmatch(value))
    }


def _things(
    event: StoredEvent, payload: dict[str, Any], actor: str, case: str, persons: Collection[str]
) -> Iterator[tuple[Thing, str]]:
    stream = event.stream
    if stream.startswith(CLUSTER):
        yield Thing("cluster", stream), "of"
        yield from _labels(stream.removeprefix(CLUSTER), payload)
    if stream.startswith(PERSON):
        yield Thing("person", stream), "of"
    if stream.startswith(PROGRAMME):
        yield Thing("programme", stream), "of"
    if case:
        yield Thing("case", f"case-{case}"), "in"
    if finding := payload.get("finding"):
        yield Thing("finding", f"finding-{case}/{finding}"), "about"
    if committee_round := payload.get("round_id") or (stream if stream.startswith(ROUND) else ""):
        yield Thing("round", committee_round), "in"
    if actor != ENGINE:
        yield Thing("person", f"{PERSON}{actor}"), "actor"
    for person, fields in persons_in(payload).items():
        if person in persons:
            yield from ((Thing("person", f"{PERSON}{person}"), name) for name in fields)
    yield from ((Thing("document", f"document-{digest}"), name) for name, digest in _documents(payload))


def _labels(cluster: str, payload: dict[str, Any]) -> Iterator[tuple[Thing, str]]:
    """The term an event is about: by its number, or whole where it begins."""
    term = payload.get("term")
    number = term["number"] if isinstance(term, dict) else term
    if number is not None and "level" in payload:
        yield Thing("term", f"term-{cluster}/{payload['level']}/{number}"), "of"


def _documents(value: object, under: str = "") -> Iterator[tuple[str, str]]:
    """Every document with the field it is named in."""
    if isinstance(value, dict):
        for name, member in value.items():
            if name not in _UNTOLD:
                yield from _documents(member, name)
    elif isinstance(value, list):
        for member in value:
            yield from _documents(member, under)
    elif under in DOCUMENT_FIELDS and isinstance(value, str) and _SHA256.fullmatch(value):
        yield under, value

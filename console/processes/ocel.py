"""OCEL 2.0 in JSON: events and the objects they concern, each declared with its type and attributes."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from console.processes.happenings import Fact, Happening, Thing

_TYPES = {bool: "boolean", int: "integer", str: "string"}
# Facts of an event that say what an object is like from then on.
_ATTRIBUTES = {
    "case": ("level", "kind", "edition", "outcome"),
    "cluster": ("name", "country"),
    "round": ("opens_on", "closes_on"),
    "term": ("level",),
}


def ocel(told: Sequence[Happening]) -> bytes:
    """The whole log. The same happenings give the same bytes."""
    log = {
        "eventTypes": _event_types(told),
        "events": [_event(each) for each in told],
        "objectTypes": _object_types(told),
        "objects": _objects(told),
    }
    return orjson.dumps(log, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def moment(at: datetime) -> str:
    """A moment in UTC to the microsecond, always of one length."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _attributes(happening: Happening) -> dict[str, Fact]:
    given: dict[str, Fact] = {
        "position": happening.position,
        "actor": happening.actor,
        "authority": happening.authority,
        "command": happening.command,
    }
    return given | happening.facts


def _event(happening: Happening) -> dict[str, Any]:
    attributes = _attributes(happening)
    return {
        "id": happening.id,
        "type": happening.type,
        "time": moment(happening.at),
        "attributes": [{"name": name, "value": value} for name, value in attributes.items()],
        "relationships": [
            {"objectId": thing.id, "qualifier": qualifier} for thing, qualifier in happening.things
        ],
    }


def _event_types(told: Iterable[Happening]) -> list[dict[str, Any]]:
    types: dict[str, dict[str, str]] = {}
    for happening in told:
        declared = types.setdefault(happening.type, {})
        declared |= {name: _TYPES[type(value)] for name, value in _attributes(happening).items()}
    return [_declared(name, attributes) for name, attributes in sorted(types.items())]


def _object_types(told: Sequence[Happening]) -> list[dict[str, Any]]:
    types = sorted({thing.type for happening in told for thing, _ in happening.things})
    return [_declared(name, dict.fromkeys(_ATTRIBUTES.get(name, ()), "string")) for name in types]


def _declared(name: str, attributes: dict[str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "attributes": [{"name": each, "type": kind} for each, kind in sorted(attributes.items())],
    }


def _objects(told: Iterable[Happening]) -> list[dict[str, Any]]:
    found: dict[Thing, dict[str, Any]] = {}
    for happening in told:
        for thing, _ in happening.things:
            entry = found.setdefault(thing, {"id": thing.id, "type": thing.type, "attributes": []})
            known = {each["name"]: each["value"] for each in entry["attributes"]}
            entry["attributes"] += [
                each for each in _learned(thing, happening) if known.get(each["name"]) != each["value"]
            ]
    whole = {thing.id for thing in found}
    for thing, entry in found.items():
        entry["relationships"] = [
            {"objectId": other, "qualifier": "of"} for other in _belongs_to(thing) if other in whole
        ]
    return sorted(found.values(), key=lambda entry: str(entry["id"]))


def _learned(thing: Thing, happening: Happening) -> list[dict[str, str]]:
    # A round's day is not an application's, nor a case's level that of a label beside it.
    told_by = {
        "case": happening.case and thing.id == f"case-{happening.case}",
        "cluster": happening.type in ("ClusterRegistered", "ClusterRenamed"),
    }.get(thing.type, True)
    return [
        {"name": name, "time": moment(happening.at), "value": str(happening.facts[name])}
        for name in _ATTRIBUTES.get(thing.type, ())
        if told_by and name in happening.facts
    ]


def _belongs_to(thing: Thing) -> list[str]:
    """A case and a term belong to their cluster, a finding to its case."""
    name = thing.id.removeprefix(f"{thing.type}-")
    match thing.type:
        case "case" | "term":
            return [f"cluster-{name.split('/')[0]}"]
        case "finding":
            return [f"case-{name.rpartition('/')[0]}"]
        case _:
            return []

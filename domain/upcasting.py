"""Shapes of events that are written no more, and how each is brought to the version after it.

A stored text stays for ever as it was written. Fields may be added with a default, and need nothing here; whatever
else changes in an event retires its shape: a step is added to `RETIRED`, and a stored example of the old shape with
what it is read as to the golden files.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Payload = dict[str, Any]
Steps = Mapping[str, tuple["Upcaster", ...]]


@dataclass(frozen=True)
class Upcaster:
    """From one version of a type to the next.

    `says` is the change in a sentence. `carry` is pure: a payload of the old version and the event's metadata in, a
    payload of the next version out.
    """

    says: str
    carry: Callable[[Payload, Mapping[str, Any]], Payload]


@dataclass(frozen=True)
class Step:
    """One upcaster as it was applied to one event: `version` is what it led to."""

    version: int
    says: str
    payload: Payload


# By type, the steps from its first version on: as many as it has retired shapes.
RETIRED: Steps = {
    "TieDeclared": (
        Upcaster(
            "The event itself says who declared the tie, who was known as the giver of its command alone.",
            lambda payload, metadata: {**payload, "declared_by": metadata["actor"]},
        ),
    ),
}


def schema_version(type_: str, retired: Steps = RETIRED) -> int:
    """The version in which events of the type are written today."""
    return 1 + len(retired.get(type_, ()))


def steps_from(
    version: int, type_: str, payload: str, metadata: str, retired: Steps = RETIRED
) -> Iterator[Step]:
    """Every upcaster between a stored version and today's, in order; none for an event of today's shape."""
    upcasters = retired.get(type_, ())[version - 1 :]
    if not upcasters:
        return
    carried, told = json.loads(payload), json.loads(metadata)
    for number, upcaster in enumerate(upcasters, start=version + 1):
        carried = upcaster.carry(carried, told)
        yield Step(version=number, says=upcaster.says, payload=carried)


def payload_today(version: int, type_: str, payload: str, metadata: str, retired: Steps = RETIRED) -> str:
    """The stored payload as it would be written today: JSON, of today's version."""
    if type_ not in retired:
        return payload
    steps = tuple(steps_from(version, type_, payload, metadata, retired))
    return json.dumps(steps[-1].payload) if steps else payload

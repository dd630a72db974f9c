"""An event for another stream, appended together with those of the command's own."""

from dataclasses import dataclass
from typing import Generic, TypeVar

OtherEvent = TypeVar("OtherEvent", covariant=True)


@dataclass(frozen=True)
class Elsewhere(Generic[OtherEvent]):
    """`event` belongs to `stream`; both streams change in one append or not at all."""

    stream: str
    event: OtherEvent

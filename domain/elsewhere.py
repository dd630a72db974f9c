"""An event for another stream, appended together with those of the command's own."""

from dataclasses import dataclass
from typing import Generic, TypeVar

OtherEvent_co = TypeVar("OtherEvent_co", covariant=True)


@dataclass(frozen=True)
class Elsewhere(Generic[OtherEvent_co]):
    """`event` belongs to `stream`; both streams change in one append or not at all."""

    stream: str
    event: OtherEvent_co

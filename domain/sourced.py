"""Where a value of the scheme comes from: every one carries its mark and its source."""

from enum import StrEnum
from typing import Annotated, Generic, TypeVar

from pydantic import StringConstraints

from domain.frozen import Frozen

T = TypeVar("T")

Citation = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Mark(StrEnum):
    """How well a value is known: said by a source document, by a public page, inferred, or assumed."""

    SAID = "S"
    WEB = "W"
    INFERRED = "I"
    ASSUMED = "A"


class Sourced(Frozen, Generic[T]):
    """A value with its mark and source. Of an assumption, the source says which rule proposes it."""

    value: T
    mark: Mark
    source: Citation

    @property
    def assumed(self) -> bool:
        return self.mark is Mark.ASSUMED


class Contested(Sourced[T]):
    """A value on which the sources may contradict each other: this reading holds, the rivals are kept."""

    rivals: tuple[Sourced[T], ...] = ()

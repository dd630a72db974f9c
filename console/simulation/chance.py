"""Seeded chance: what is asked about the same thing is always answered the same, in whatever order it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import TypeVar

Option = TypeVar("Option")


@dataclass(frozen=True)
class Chance:
    """One simulation's luck. `about` names what is asked: a stream, a case, a task, a year."""

    seed: int

    def of(self, *about: object) -> Random:
        """A source of its own for what is asked about."""
        return Random("/".join(map(str, (self.seed, *about))))  # noqa: S311 - no secret

    def happens(self, probability: float, *about: object) -> bool:
        return _first(self.seed, *map(str, about)) < probability

    def one(self, options: Sequence[Option], *about: object) -> Option:
        return self.of(*about).choice(options)

    def days(self, least: int, most: int, *about: object) -> int:
        """A number of days, both bounds included."""
        return self.of(*about).randint(least, most)


# To seed a source takes longer than all that is then asked of it, and whether something happens is asked every day.
@lru_cache(maxsize=100_000)
def _first(seed: int, *about: str) -> float:
    return Chance(seed).of(*about).random()

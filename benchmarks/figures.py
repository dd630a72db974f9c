"""What was measured, beside a peer and beside its goal."""

from statistics import median, quantiles
from typing import Literal

from pydantic import computed_field

from domain.frozen import Frozen


class Goal(Frozen):
    """A limit for the figure itself, or for its ratio to the peer's."""

    bound: Literal["at most", "at least"]
    limit: float
    of: Literal["figure", "ratio"]

    def __str__(self) -> str:
        sign = "≤" if self.bound == "at most" else "≥"
        return f"{sign} {self.limit:g}{'×' if self.of == 'ratio' else ''}"


class Figure(Frozen):
    """One measured value of Laurel's, in `unit`; `bare` is what `peer` took for the like of it."""

    key: str
    name: str
    unit: str
    laurel: float
    bare: float | None = None
    peer: str = "bare Temporal"
    goal: Goal | None = None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def ratio(self) -> float | None:
        return self.laurel / self.bare if self.bare else None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None where there is none."""
        if self.goal is None:
            return None
        value = self.ratio if self.goal.of == "ratio" else self.laurel
        if value is None:
            return False
        return value <= self.goal.limit if self.goal.bound == "at most" else value >= self.goal.limit


def p50(seconds: list[float]) -> float:
    """The middle one, in milliseconds."""
    return median(seconds) * 1000


def p95(seconds: list[float]) -> float:
    """What 95 of 100 stay below, in milliseconds."""
    return quantiles(seconds, n=20, method="inclusive")[-1] * 1000

"""A catalogue of indicators: the 31 of Gold, the 19 of them audited for Silver, the 36 of Bronze."""

from collections import Counter
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.frozen import Frozen
from domain.sourced import Sourced

Text = Annotated[str, Field(min_length=1)]


class Scale(StrEnum):
    """Scores are integers: 0 to 5 points, or a gate that is fulfilled (1) or not (0) and gives no points."""

    POINTS = "0-5"
    GATE = "gate"

    @property
    def highest(self) -> int:
        return 5 if self is Scale.POINTS else 1


class Measure(StrEnum):
    """What a descriptor counts; `tenths` keeps a ratio an integer."""

    YEARS = "years"
    COUNT = "count"
    PERCENT = "percent"
    TENTHS = "tenths"


class Dimension(Frozen):
    code: Text
    name: Sourced[Text]


class Indicator(Frozen):
    """A missed `minimum` refuses, a missed `threshold` only yields a recommendation (R6)."""

    code: Text
    dimension: Text
    name: Sourced[Text]
    scale: Sourced[Scale]
    audited_for_silver: Sourced[bool]
    minimum: Sourced[int] | None = None
    threshold: Sourced[int] | None = None

    def admits(self, value: int) -> bool:
        """Whether the value lies on the scale."""
        return 0 <= value <= self.scale.value.highest

    @property
    def span(self) -> str:
        """What may be answered, in words."""
        return "0 or 1" if self.scale.value is Scale.GATE else f"0 to {self.scale.value.highest}"


class Descriptor(Frozen):
    """A figure that describes the cluster and is compared, never passed or failed."""

    code: Text
    name: Sourced[Text]
    measure: Sourced[Measure]

    def admits(self, value: int) -> bool:
        highest = 100 if self.measure.value is Measure.PERCENT else value
        return 0 <= value <= highest

    @property
    def span(self) -> str:
        """What may be answered, in words."""
        return "0 to 100" if self.measure.value is Measure.PERCENT else "0 or more"


class Catalogue(Frozen):
    """Order is the catalogue's own. Refused at construction when codes, minimums or points do not agree."""

    key: Text
    name: Sourced[Text]
    points: Sourced[int]
    dimensions: tuple[Dimension, ...]
    indicators: tuple[Indicator, ...]
    descriptors: tuple[Descriptor, ...]

    @property
    def bronze(self) -> tuple[Indicator | Descriptor, ...]:
        """What a Bronze benchmark asks: all indicators, then the descriptors."""
        return (*self.indicators, *self.descriptors)

    @property
    def silver(self) -> tuple[Indicator, ...]:
        """The indicators that carry a baseline minimum and are audited for Silver (R5)."""
        return tuple(indicator for indicator in self.indicators if indicator.audited_for_silver.value)

    @property
    def scored(self) -> tuple[Indicator, ...]:
        """The indicators that give points towards the total."""
        return tuple(indicator for indicator in self.indicators if indicator.scale.value is Scale.POINTS)

    def of_dimension(self, code: str) -> tuple[Indicator, ...]:
        return tuple(indicator for indicator in self.indicators if indicator.dimension == code)

    def indicator(self, code: str) -> Indicator | Descriptor:
        """Raises KeyError for a code that is not in the catalogue."""
        for asked in self.bronze:
            if asked.code == code:
                return asked
        raise KeyError(code)

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        counted = Counter(asked.code for asked in self.bronze)
        if repeated := sorted(code for code, times in counted.items() if times > 1):
            raise ValueError(f"These codes appear more than once: {', '.join(repeated)}.")
        known = {dimension.code for dimension in self.dimensions}
        for indicator in self.indicators:
            _check(indicator, known)
        total = sum(indicator.scale.value.highest for indicator in self.scored)
        if total != self.points.value:
            raise ValueError(f"The scales add up to {total} points, not to {self.points.value}.")
        return self


def _check(indicator: Indicator, dimensions: set[str]) -> None:
    if indicator.dimension not in dimensions:
        raise ValueError(f"{indicator.code} lies in the unknown dimension {indicator.dimension}.")
    if indicator.audited_for_silver.value != (indicator.minimum is not None):
        raise ValueError(f"{indicator.code}: exactly the indicators audited for Silver carry a minimum (R5).")
    for bound in (indicator.minimum, indicator.threshold):
        if bound is not None and not indicator.admits(bound.value):
            raise ValueError(f"{indicator.code}: {bound.value} is not on the scale {indicator.scale.value}.")

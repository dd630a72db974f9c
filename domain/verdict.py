"""Whether scores suffice: points, percent, minimums and thresholds, in exact integers (R4 to R6)."""

from collections.abc import Iterable, Mapping

from domain.catalogue import Catalogue, Indicator
from domain.frozen import Frozen

Scores = Mapping[str, int]


class Total(Frozen):
    """Points reached of the most there are."""

    points: int
    maximum: int

    def reaches(self, percent: int) -> bool:
        """Whether the points are at least that percentage of the maximum; nothing is rounded."""
        return self.points * 100 >= percent * self.maximum

    @property
    def shown_percent(self) -> str:
        """One decimal, cut and never rounded up: 119 of 150 is `79.3`, and 79.96 % is `79.9`."""
        whole, tenth = divmod(self.points * 1000 // self.maximum, 10)
        return f"{whole}.{tenth}"


def total_of(catalogue: Catalogue, scores: Scores) -> Total:
    """The points of all indicators that give points. A gate gives none, nor does one without a score."""
    return _total(catalogue.scored, scores)


def dimension_points(catalogue: Catalogue, scores: Scores) -> dict[str, Total]:
    """The points of each dimension, by its code, in the catalogue's order."""
    return {
        dimension.code: _total(
            (each for each in catalogue.scored if each.dimension == dimension.code), scores
        )
        for dimension in catalogue.dimensions
    }


def missed_minimums(indicators: Iterable[Indicator], scores: Scores) -> tuple[str, ...]:
    """The indicators whose minimum is missed: one alone refuses (R5). Without a score it is missed too."""
    return tuple(
        each.code
        for each in indicators
        if each.minimum is not None and scores.get(each.code, 0) < each.minimum.value
    )


def missed_thresholds(indicators: Iterable[Indicator], scores: Scores) -> tuple[str, ...]:
    """The scored indicators under their threshold: each yields a recommendation (R6)."""
    return tuple(
        each.code
        for each in indicators
        if each.threshold is not None and each.code in scores and scores[each.code] < each.threshold.value
    )


def _total(indicators: Iterable[Indicator], scores: Scores) -> Total:
    counted = tuple(indicators)
    return Total(
        points=sum(scores.get(each.code, 0) for each in counted),
        maximum=sum(each.scale.value.highest for each in counted),
    )

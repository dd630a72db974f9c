"""What folding costs: an event of a whole Bronze journey, with and without reading it from its stored text."""

from collections.abc import Callable
from time import perf_counter

from benchmarks.figures import Figure
from benchmarks.journey import Walked
from benchmarks.sizes import Size
from domain.streams import blank, fold
from readmodel.history import folded, happened_of


def folding(walked: Walked, size: Size) -> list[Figure]:
    """The fastest of many turns: what disturbs a pure function is not its own."""
    happened = [happened_of(event) for event in walked.events]
    whole = _fastest(lambda: folded(walked.stream, walked.events), size.folds)
    alone = _fastest(lambda: fold(blank(walked.stream), happened), size.folds)
    in_microseconds = 1e6 / len(walked.events)
    return [
        Figure(
            key="fold-with-parsing",
            name="fold of an event, from its stored text",
            unit="µs",
            laurel=whole * in_microseconds,
        ),
        Figure(key="fold", name="fold of an event, parsed", unit="µs", laurel=alone * in_microseconds),
    ]


def _fastest(act: Callable[[], object], times: int) -> float:
    def once() -> float:
        begun = perf_counter()
        act()
        return perf_counter() - begun

    return min(once() for _ in range(times))

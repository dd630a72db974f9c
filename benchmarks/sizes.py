"""How much a run of the benchmark does."""

from domain.frozen import Frozen


class Size(Frozen):
    """Counts of one run. The same number goes to Laurel and to bare Temporal."""

    warm_ups: int
    latencies: int
    simultaneous: int
    rounds: int
    updates_per_round: int
    idle: int
    journeys: int
    folds: int


FULL = Size(
    warm_ups=60,
    latencies=240,
    simultaneous=100,
    rounds=3,
    updates_per_round=300,
    idle=500,
    journeys=3,
    folds=200,
)
QUICK = Size(
    warm_ups=2,
    latencies=10,
    simultaneous=10,
    rounds=1,
    updates_per_round=20,
    idle=20,
    journeys=1,
    folds=2,
)

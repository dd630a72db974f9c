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


class LedgerSize(Frozen):
    """Counts of one run on the record. `events` lie in so many `clusters`; `asked` questions of each kind.

    Each turn of appends takes `seconds`.
    """

    turns: int
    seconds: float
    imported: int
    events: int
    clusters: int
    loaded: int
    asked: int
    lists: int


class ReminderSize(Frozen):
    """Labels whose reminder is due in one moment; so many others tell beforehand how long their paths take to begin."""

    labels: int
    probes: int


class SimulationSize(Frozen):
    """So many clusters over so many years, dealt out to `shards` desks."""

    clusters: int
    years: int
    shards: int


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
FULL_LEDGER = LedgerSize(
    turns=2,
    seconds=2,
    imported=100_000,
    events=1_000_000,
    clusters=10_000,
    loaded=1000,
    asked=200,
    lists=20,
)
QUICK_LEDGER = LedgerSize(
    turns=1,
    seconds=1,
    imported=1000,
    events=1000,
    clusters=10,
    loaded=5,
    asked=4,
    lists=2,
)
FULL_REMINDERS = ReminderSize(labels=10_000, probes=200)
QUICK_REMINDERS = ReminderSize(labels=20, probes=4)
FULL_SIMULATION = SimulationSize(clusters=30, years=5, shards=2)
QUICK_SIMULATION = SimulationSize(clusters=4, years=1, shards=2)

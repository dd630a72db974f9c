"""What a simulation came to: cases, labels, letters, and how fast it went."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from console.simulation.happenings import calendar_met, told
from console.simulation.shares import Spent
from console.simulation.tally import Tally
from domain.cluster.state import Cluster
from domain.frozen import Frozen
from domain.levels import Level
from domain.permissions import State
from domain.secretariat import secretariat_day
from domain.status import status_on
from domain.streams import standing
from ledger.connection import Pool

_DAYS_A_YEAR = 365.25
_LETTER = "NoticeSent"


class Summary(Frozen):
    """Counts at the end.

    `stopped`: before the last day, by whoever asked for it. `outcomes`: commands of all kinds. `editions`: cases by
    the edition that binds them. `calendar` and `told`: what was rare.
    """

    from_on: date
    until_on: date
    stopped: bool
    clusters: int
    given: dict[str, int]
    refused: dict[str, int]
    outcomes: int
    events: dict[str, int]
    cases: dict[str, int]
    editions: dict[str, int]
    calendar: dict[str, int]
    told: dict[str, int]
    labels: dict[str, dict[str, int]]
    stalled: tuple[str, ...]
    incidents: dict[str, int]
    seconds: float
    cpu_seconds: dict[str, float]

    @property
    def cluster_years(self) -> float:
        return self.clusters * max((self.until_on - self.from_on).days, 1) / _DAYS_A_YEAR

    @property
    def cluster_years_per_second(self) -> float:
        return self.cluster_years / self.seconds if self.seconds else 0.0

    @property
    def commands_per_cluster_year(self) -> float:
        """Commands of persons."""
        return sum(self.given.values()) / self.cluster_years

    @property
    def cpu_milliseconds_per_cluster_year(self) -> dict[str, float]:
        """What a cluster-year takes of each part: where the time goes."""
        return {part: seconds * 1000 / self.cluster_years for part, seconds in self.cpu_seconds.items()}

    @property
    def letters_per_cluster_year(self) -> float:
        return self.events.get(_LETTER, 0) / self.cluster_years


class Span(Frozen):
    """From when to when was simulated, how many clusters, and what it took."""

    begins: datetime
    ends: datetime
    clusters: int
    spent: Spent
    stopped: bool


async def summed_up(pool: Pool, states: Mapping[str, State], tally: Tally, span: Span) -> Summary:
    """By record and states as they are, and by what was counted meanwhile."""
    known = [state for state in states.values() if isinstance(state, Cluster)]
    from_on, until_on = secretariat_day(span.begins), secretariat_day(span.ends)
    events = await _counted(pool, "select type, count(*) from ledger.events group by type")
    return Summary(
        from_on=from_on,
        until_on=until_on,
        stopped=span.stopped,
        clusters=span.clusters,
        given=dict(tally.given.most_common()),
        refused=dict(tally.refused.most_common()),
        outcomes=await pool.fetchval("select count(*) from ledger.outcomes"),
        events=events,
        cases=_cases(known),
        editions=dict(Counter(case.edition for cluster in known for case in cluster.cases)),
        calendar=await calendar_met(pool, states, from_on, until_on),
        told=told(events),
        labels={level: _labels(known, level, until_on) for level in Level},
        stalled=tuple(case for state in states.values() for case in standing(state).stalled),
        incidents=await _counted(
            pool, "select cause, count(*) from operations.incidents where resolved_at is null group by cause"
        ),
        seconds=span.spent.seconds,
        cpu_seconds=span.spent.cpu_seconds,
    )


async def _counted(pool: Pool, question: str) -> dict[str, int]:
    rows = await pool.fetch(f"{question} order by 2 desc, 1")
    return {name: many for name, many in rows}  # noqa: C416 - rows are no pairs to a dictionary


def _cases(clusters: list[Cluster]) -> dict[str, int]:
    cases = (case for cluster in clusters for case in cluster.cases)
    return dict(Counter(str(case.closed_as or "open") for case in cases).most_common())


def _labels(clusters: list[Cluster], level: Level, on: date) -> dict[str, int]:
    held = [cluster for cluster in clusters if cluster.labels.get(level)]
    states = (status_on(cluster.labels, level, on, pending=cluster.pending(level)).state for cluster in held)
    return dict(Counter(map(str, states)).most_common())

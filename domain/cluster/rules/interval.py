"""How long ago a cluster's earlier benchmark was (R20), as far as its day is known (R39)."""

from datetime import date

from domain.calendar import same_day
from domain.cluster.case import ClosedAs
from domain.cluster.state import Cluster
from domain.levels import Level
from domain.terms import Interval, Term, TermSource


def earlier_benchmark(cluster: Cluster, *, besides: str | None = None) -> Interval | None:
    """The day of the latest complete benchmark on record; None where there is none.

    A Silver's own counts once it is awarded: the interval runs from the first benchmark, whoever tried in
    between. `besides`: a case whose own does not count, being the second one. A Bronze or Silver awarded
    elsewhere rests on a benchmark, too: its day is known as far as the day of its assessment is.
    """
    recorded = [
        Interval.exactly(case.benchmark.interview_on)
        for case in cluster.cases
        if case.case_id != besides and case.benchmark is not None and case.benchmark.complete
        if case.level is Level.BRONZE or case.closed_as is ClosedAs.AWARDED
    ]
    elsewhere = [
        _assessed(term)
        for level in (Level.BRONZE, Level.SILVER)
        for term in cluster.labels.get(level, ())
        if term.source is TermSource.IMPORT
    ]
    days = recorded + elsewhere
    return _latest(days) if days else None


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to a later one: 2 Feb to 1 Aug is five, to 2 Aug six."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months if same_day(earlier, months) <= later else months - 1


def fewer_months(earlier: Interval, day: date, months: int) -> bool | None:
    """Whether fewer months lie between the earlier day and this one; None when the readings differ (R39)."""
    return _agreed(
        yes=earlier.latest is None or day < same_day(earlier.latest, months),
        no=earlier.earliest is None or same_day(earlier.earliest, months) <= day,
    )


def more_months(earlier: Interval, day: date, months: int) -> bool | None:
    """Whether more months lie between the earlier day and this one; None when the readings differ (R39)."""
    return _agreed(
        yes=earlier.earliest is None or same_day(earlier.earliest, months) < day,
        no=earlier.latest is None or day <= same_day(earlier.latest, months),
    )


def _agreed(*, yes: bool, no: bool) -> bool | None:
    """The answer every reading gives; None when one says yes and one no."""
    return None if yes and no else yes


def _assessed(term: Term) -> Interval:
    """No assessment comes after its decision, though its own day may not be known."""
    stated, decided = term.last_assessment, term.decided.latest
    if decided is None or (stated.earliest is not None and decided < stated.earliest):
        return stated
    return Interval(earliest=stated.earliest, latest=min(stated.latest or decided, decided))


def _latest(days: list[Interval]) -> Interval:
    earliest = max((day.earliest for day in days if day.earliest), default=None)
    open_ended = any(day.latest is None for day in days)
    latest = None if open_ended else max(day.latest for day in days if day.latest)
    return Interval(earliest=earliest, latest=latest)

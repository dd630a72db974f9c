"""How long after the earlier benchmark a first Silver's second one may come (R20)."""

from datetime import date

from domain.calendar import same_day
from domain.cluster.case import Case
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.interval import earlier_benchmark, fewer_months, months_between, more_months
from domain.edition import Edition
from domain.procedure import BenchmarkInterval, Procedure
from domain.rejected import Rejected
from domain.running import Limit
from domain.terms import Interval


def require_not_too_soon(day: date, case: Case, asked: Asked) -> None:
    """`Rejected` below the least interval, or where nobody can say whether the day lies below it (R39)."""
    if (bounds := _bounds(case, asked)) is None:
        return
    earlier, least = _earlier(case, asked), bounds.refused_below_months.value
    if _sure(fewer_months(earlier, day, least), earlier):
        raise Rejected(
            "benchmark-too-recent", f"{day} is under {least} months after the earlier benchmark (R20)."
        )


def require_interval(first_day: date, case: Case, asked: Asked) -> int | None:
    """Whole months from the earlier benchmark to the visit; None where the procedure does not ask, or nobody knows.

    `Rejected` outside the interval, or where a second person must first endorse one that is long.
    """
    if (bounds := _bounds(case, asked)) is None:
        return None
    require_not_too_soon(first_day, case, asked)
    earlier = _earlier(case, asked)
    if _sure(more_months(earlier, first_day, bounds.repeat_above_months.value), earlier):
        raise Rejected(
            "benchmark-too-old",
            f"{first_day} is over {bounds.repeat_above_months.value} months after the earlier benchmark: "
            "repeat that one first (R20).",
        )
    endorsed = case.endorsed("benchmark-interval", "", not_by=asked.actor)
    if more_months(earlier, first_day, bounds.reason_above_months.value) is not False and endorsed is None:
        raise Rejected(
            "interval-not-endorsed",
            f"{first_day} may be over {bounds.reason_above_months.value} months after the earlier benchmark: "
            "a second person endorses the interval, with a reason (R20).",
        )
    return months_between(earlier.day, first_day) if earlier.day else None


def interval_ahead(
    procedure: Procedure, edition: Edition, asked: Asked, *, besides: str | None = None
) -> tuple[Limit, ...]:
    """Until when a visit may begin, and be recorded, without the earlier benchmark being repeated first (R20)."""
    bounds, earlier = procedure.benchmark_interval, earlier_benchmark(asked.cluster, besides=besides)
    if bounds is None or earlier is None or earlier.latest is None:
        return ()
    last_day = same_day(earlier.latest, bounds.repeat_above_months.value)
    return (asked.limit_after("late_recording", edition, last_day),)


def interval_over(case: Case, asked: Asked) -> date | None:
    """The last day on which a visit might have begun, where none did; None while one may still keep the interval."""
    bounds = _bounds(case, asked)
    if bounds is None or (case.audit is not None and case.audit.conducted):
        return None
    earlier, most = _earlier(case, asked), bounds.repeat_above_months.value
    if earlier.latest is None or more_months(earlier, asked.today, most) is not True:
        return None
    return same_day(earlier.latest, most)


def _bounds(case: Case, asked: Asked) -> BenchmarkInterval | None:
    # Whether the interval was kept is judged once: an audit held anew does not undo it.
    if case.first_audited_on is not None:
        return None
    return asked.edition(case).procedure(case.level, case.kind).benchmark_interval


def _earlier(case: Case, asked: Asked) -> Interval:
    earlier = earlier_benchmark(asked.cluster, besides=case.case_id)
    if earlier is None:
        raise Rejected("benchmark-missing", "No earlier benchmark of this cluster is on record (R20).")
    return earlier


def _sure(answer: bool | None, earlier: Interval) -> bool:  # noqa: FBT001 - an answer of three values
    if answer is None:
        raise Rejected(
            "benchmark-unconfirmed",
            f"The earlier benchmark is known to lie between {earlier.earliest or 'an unknown day'} and "
            f"{earlier.latest or 'an unknown day'}: confirm its day first (R39).",
        )
    return answer

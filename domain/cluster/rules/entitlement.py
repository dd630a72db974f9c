"""What a cluster may apply for, by the labels it holds and by its earlier benchmark (R18, R20, R23)."""

from domain.cluster.rules.asked import Asked
from domain.cluster.rules.interval import earlier_benchmark, fewer_months, more_months
from domain.levels import Kind, Level
from domain.procedure import BenchmarkInterval, Procedure
from domain.rejected import Rejected
from domain.status import Status, StatusState, status_on, unsuspended


def kind_fits_the_label(level: Level, kind: Kind, asked: Asked) -> None:
    """R18: a renewal needs the label valid or in grace; a first application is refused while it is."""
    status = _status(level, asked)
    if status.state is StatusState.UNKNOWN:
        raise _unconfirmed(level)
    held = status.state in (StatusState.VALID, StatusState.DUE, StatusState.EXPIRED, StatusState.DORMANT)
    if kind is Kind.FIRST and held:
        raise Rejected("label-held", f"The {level} label is held or renewable: apply for its renewal (R18).")
    if kind is Kind.RENEWAL:
        _renewable(level, status, asked)


def earlier_steps_taken(level: Level, kind: Kind, asked: Asked) -> None:
    """A Silver builds on an earlier benchmark; a Gold, where an edition says so, on a Silver held before."""
    procedure = asked.edition_today.procedure(level, kind)
    if procedure.benchmark_interval is not None:
        earlier_benchmark_recent(level, procedure.benchmark_interval, asked)
    _silver_held_long_enough(procedure, asked)


def _renewable(level: Level, status: Status, asked: Asked) -> None:
    term = asked.cluster.latest_term(level)
    match status.state:
        case _ if term is None:
            raise Rejected("nothing-to-renew", f"There is no {level} label to renew (R18).")
        case StatusState.DUE | StatusState.EXPIRED:
            # A renewed term is reckoned from the old end: without it there is nothing to extend.
            if term.last_day.day is None or term.grace_until is None:
                raise _unconfirmed(level)
        case StatusState.VALID:
            opens = term.renewable_from.day or "a day that is not known exactly"
            raise Rejected("window-closed", f"The {level} label may be renewed from {opens} on.")
        case StatusState.DORMANT:
            raise Rejected("label-dormant", f"The {level} label sleeps while a higher one is valid (R23).")
        case _:
            raise Rejected("nothing-to-renew", f"There is no {level} label valid or in grace (R18).")


def _unconfirmed(level: Level) -> Rejected:
    # R39: a rule uses an inexact date only if every reading gives the same answer.
    return Rejected("label-unconfirmed", f"How long the {level} label is valid is not known for certain.")


def _status(level: Level, asked: Asked) -> Status:
    # R24: a suspended label is renewed as it would be had it not been; it is not awarded while the cause is open.
    labels = unsuspended(asked.cluster.labels)
    return status_on(labels, level, asked.today, pending=asked.cluster.pending(level))


def earlier_benchmark_recent(
    level: Level, interval: BenchmarkInterval, asked: Asked, *, besides: str | None = None
) -> None:
    """R20: there is an earlier benchmark, and it is not too old today already; a later day makes it older."""
    earlier = earlier_benchmark(asked.cluster, besides=besides)
    months = interval.repeat_above_months.value
    if earlier is None:
        raise Rejected(
            "benchmark-missing",
            f"level: {level} builds on an earlier benchmark, and none of this cluster is on record (R20).",
        )
    if more_months(earlier, asked.today, months):
        raise Rejected(
            "benchmark-too-old",
            f"level: the earlier benchmark is more than {months} months old: repeat it first (R20).",
        )


def _silver_held_long_enough(procedure: Procedure, asked: Asked) -> None:
    months = procedure.months_after_silver.value if procedure.months_after_silver else 0
    if months == 0:
        return
    terms = asked.cluster.labels.get(Level.SILVER, ())
    if not terms:
        raise Rejected("silver-missing", f"level: a {procedure.level} follows {months} months of Silver.")
    match fewer_months(terms[0].first_day, asked.today, months):
        case None:
            raise _unconfirmed(Level.SILVER)
        case True:
            raise Rejected("silver-too-recent", f"level: Silver is held for less than {months} months.")
        case False:
            return

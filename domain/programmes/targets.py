"""Whether a target is met on a day, since when, and whether it still will be if nobody renews (R40)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from domain.calendar import same_day
from domain.facts import Labels
from domain.frozen import Frozen
from domain.levels import Level
from domain.person.state import Span
from domain.programmes.counts import Count, CountRule, Held, held, tally
from domain.programmes.rules import Target
from domain.readings import change_days

LOOKING_AHEAD_MONTHS = 12


@dataclass(frozen=True)
class Counted:
    """A cluster that a target counts. `spans`: when it belongs to those counted; None: always."""

    labels: Labels
    pending: frozenset[Level] = frozenset()
    spans: tuple[Span, ...] | None = None

    def counts(self, day: date) -> bool:
        return self.spans is None or any(span.covers(day) for span in self.spans)


class TargetStands(Frozen):
    """How a target stands on a day. What is None of `met`, `met_by_then` and `met_in_a_year` is not known (R39).

    `first_met_on`: the first day, by then, on which it was met in every reading. `met_by_then`: whether it was met on
    its own day; None also while it is not `due`. `in_a_year`: what is counted twelve months on if nobody renews.
    """

    count: Count
    met: bool | None
    first_met_on: date | None
    due: bool
    met_by_then: bool | None
    in_a_year: Count
    met_in_a_year: bool | None


def target_on(
    target: Target, clusters: Sequence[Counted], day: date, *, incomplete: bool = False
) -> TargetStands:
    """The target on a day, by the labels of the clusters given: those of its country, or all that were members.

    `incomplete`: by a source, labels are missing from the record; what is not met by those in it may be met all the
    same.
    """
    left_alone = [Counted(each.labels, frozenset(), each.spans) for each in clusters]
    now, then = count_on(target, clusters, day), count_on(target, clusters, target.by_on)
    in_a_year = count_on(target, left_alone, same_day(day, LOOKING_AHEAD_MONTHS))
    return TargetStands(
        count=now,
        met=_reached(now, target, incomplete=incomplete),
        first_met_on=first_met_on(target, clusters, day),
        due=target.by_on <= day,
        met_by_then=_reached(then, target, incomplete=incomplete) if target.by_on <= day else None,
        in_a_year=in_a_year,
        met_in_a_year=_reached(in_a_year, target, incomplete=incomplete),
    )


def count_on(target: Target, clusters: Iterable[Counted], day: date) -> Count:
    """The labels the target counts on a day."""
    return tally(_held(target, each, day) for each in clusters)


def first_met_on(target: Target, clusters: Iterable[Counted], until: date) -> date | None:
    """The first day not after `until` on which the target is met in every reading; None where there is none."""
    changes: Counter[date] = Counter()
    for cluster in clusters:
        for on, more in _changes(target, cluster):
            changes[on] += more
    number = 0
    for on in sorted(each for each in changes if each <= until):
        number += changes[on]
        if number >= target.at_least:
            return on
    return None


def _reached(count: Count, target: Target, *, incomplete: bool) -> bool | None:
    reached = count.reaches(target.at_least)
    return None if incomplete and reached is False else reached


def _changes(target: Target, cluster: Counted) -> Iterable[tuple[date, int]]:
    """The days on which the cluster begins, 1, or ends, -1, to count in every reading."""
    days = sorted(change_days(cluster.labels) | _bounds(cluster.spans or ()))
    counted = [False, *(_held(target, cluster, day).certain for day in days)]
    return ((day, now - before) for day, (before, now) in zip(days, pairwise(counted), strict=True))


def _bounds(spans: Iterable[Span]) -> set[date]:
    over = {span.until_on + timedelta(days=1) for span in spans if span.until_on}
    return over | {span.from_on for span in spans}


def _held(target: Target, cluster: Counted, day: date) -> Held:
    if not cluster.counts(day):
        return Held(certain=False, possible=False)
    levels = (target.level, *target.level.higher) if target.higher_counts else (target.level,)
    return held(cluster.labels, levels, day, CountRule.VALID, pending=cluster.pending)

"""What labels may be on a day, by trying out exact days for all that is open: slow, and by no rule of its own."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product

from domain.levels import Level
from domain.status import StatusState, status_on
from domain.terms import Interval, Term
from tests.domain.programmes.terms_given import stated

Labels = Mapping[Level, tuple[Term, ...]]
Reading = frozenset[tuple[Level, StatusState]]
# Of a first day it matters whether it is past, of a last one also whether the day asked about is in its grace.
_FIRST_DAYS, _LAST_DAYS = (-900, 0, 1), (-800, -200, 0, 200)


def readings(labels: Labels, day: date, *, in_order: bool) -> set[Reading]:
    """The states of all labels together, in each reading; valid and due are one.

    `in_order`: only readings in which no term ends before it begins, by its last day or before its time.
    """
    levels = list(labels)
    choices = [list(product(*(_exact(term, day, in_order) for term in labels[level]))) for level in levels]
    return {
        plain({each: status_on(dict(zip(levels, chosen, strict=True)), each, day).state for each in levels})
        for chosen in product(*choices)
    }


def plain(states: Mapping[Level, StatusState]) -> Reading:
    return frozenset(
        (level, StatusState.VALID if state is StatusState.DUE else state) for level, state in states.items()
    )


def _exact(term: Term, day: date, in_order: bool) -> Iterator[Term]:  # noqa: FBT001 - as above
    for first in _days(term.first_day, day, _FIRST_DAYS):
        for last in _days(term.last_day, day, _LAST_DAYS):
            ended = term.ended.on if term.ended else last
            if first <= min(last, ended) or not in_order:
                known = stated(Interval.exactly(first), Interval.exactly(last))
                update = {name: getattr(known, name) for name in ("renewable_from", "last_day", "grace")}
                yield term.model_copy(update={**update, "first_day": Interval.exactly(first)})


def _days(interval: Interval, day: date, away: tuple[int, ...]) -> list[date]:
    tried = {day + timedelta(days=each) for each in away} | {interval.earliest, interval.latest}
    return [each for each in tried if each is not None and _within(interval, each)]


def _within(interval: Interval, day: date) -> bool:
    after = interval.earliest is None or interval.earliest <= day
    return after and (interval.latest is None or day <= interval.latest)

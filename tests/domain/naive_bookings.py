"""An independent reader of histories: who is kept for two visits on one day, or for a case that is over."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import combinations

from domain.cluster.events.committee import DecisionTaken
from domain.person.events import DaysBooked, DaysReleased
from domain.secretariat import secretariat_day
from tests.domain.world import OnRecord

_CLOSING = {
    "ApplicationDeclined",
    "ApplicationWithdrawn",
    "BenchmarkOutdated",
    "CaseAbandoned",
    "OfferLapsed",
    "RenewalOutOfTime",
    "TestRetryEnded",
}


def wrong_bookings(trail: Sequence[OnRecord]) -> list[str]:
    """Every double booking there ever was, and every day to come that a closed case still keeps."""
    kept: dict[str, dict[str | None, tuple[date, ...]]] = defaultdict(dict)
    over: dict[str, date] = {}
    found = []
    for stream, happened, _ in trail:
        event, person = happened.event, stream.removeprefix("person-")
        if isinstance(event, DaysBooked):
            before = kept[person].get(None, ()) if event.case is None else ()
            found += [f"{person} on {day}" for day in event.days if day in before]
            kept[person][event.case] = (*before, *event.days)
            found += [f"{person} on {day}" for day in _twice(kept[person])]
        elif isinstance(event, DaysReleased) and event.case is None:
            kept[person][None] = tuple(day for day in kept[person][None] if day not in event.days)
        elif isinstance(event, DaysReleased):
            kept[person].pop(event.case, None)
        elif stream.startswith("cluster-") and getattr(event, "case_id", None):
            reference = f"{stream.removeprefix('cluster-')}/{event.case_id}"
            over.pop(reference, None)
            if event.type in _CLOSING or (isinstance(event, DecisionTaken) and event.outcome != "defer"):
                over[reference] = secretariat_day(happened.recorded_at)
    found += [
        f"{person} for {case}, which is over, on {day}"
        for person, cases in kept.items()
        for case, days in cases.items()
        for day in days
        if case in over and day > over[case]
    ]
    return found


def _twice(cases: dict[str | None, tuple[date, ...]]) -> set[date]:
    return {day for one, other in combinations(cases.values(), 2) for day in set(one) & set(other)}

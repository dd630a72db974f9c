"""Which decisions may still be appealed against, and until when (R34)."""

from datetime import date, datetime
from typing import NamedTuple

from domain.calendar import Calendar, last_day
from domain.cluster.appeal import Appeal, AppealState, Contestable
from domain.cluster.state import Cluster
from domain.scheme import Scheme

_ANSWERED = frozenset({AppealState.DECIDED, AppealState.REJECTED})


class TimeForAppeal(NamedTuple):
    """The day the notice was delivered, and the last one for an appeal; both None while no notice was delivered."""

    delivered_on: date | None = None
    until_on: date | None = None


def open_to_appeal(
    cluster: Cluster, scheme: Scheme, calendar: Calendar, at: datetime
) -> tuple[tuple[Contestable, TimeForAppeal], ...]:
    """The decisions an appeal may be lodged against at that moment; `calendar`: the applicant's."""
    standing = (each for each in cluster.contestable if stands(each, cluster))
    timed = tuple((each, time_for_appeal(each, scheme, calendar)) for each in standing)
    return tuple(
        (each, time)
        for each, time in timed
        if appeal_against(each, cluster) is None and in_time(time, calendar, at)
    )


def stands(contested: Contestable, cluster: Cluster) -> bool:
    """Whether the decision was neither undone by an appeal nor annulled, and the term it computed is there.

    Eligibility that was lost is what a later check found of it: then there is nothing left to appeal against.
    """
    if contested.void:
        return False
    if contested.matter == "ineligible":
        case = cluster.find_case(contested.case_id or "")
        judged = case.eligibility if case else None
        return judged is not None and judged.event_id == contested.decision
    if contested.matter == "refused":
        case = cluster.find_case(contested.case_id or "")
        taken = case.decision if case else None
        return taken is not None and not taken.annulled and taken.event_id == contested.decision
    terms = cluster.labels.get(contested.level, ())
    return contested.term is None or contested.term in {term.number for term in terms}


def appeal_against(contested: Contestable, cluster: Cluster) -> Appeal | None:
    """The appeal that leaves no room for another: one that is open or was answered, not one taken back."""
    return next(
        (
            appeal
            for appeal in cluster.appeals
            if appeal.decision == contested.decision and (appeal.open or appeal.state in _ANSWERED)
        ),
        None,
    )


def time_for_appeal(contested: Contestable, scheme: Scheme, calendar: Calendar) -> TimeForAppeal:
    """R34: the time runs from the delivery of the notice, in the appellant's calendar; it is never extended."""
    if contested.delivered_at is None:
        return TimeForAppeal()
    delivered = calendar.day_of(contested.delivered_at)
    period = scheme.on(delivered).limits["appeal"].period.value
    return TimeForAppeal(delivered, last_day(delivered, period, calendar))


def in_time(time: TimeForAppeal, calendar: Calendar, at: datetime) -> bool:
    """A notice that never arrived starts no clock."""
    return time.until_on is None or at < calendar.midnight_ending(time.until_on)

"""What a measure is about: a label that is held, and the measure that is open about it."""

from domain.cluster.measure import HEARING, Measure
from domain.cluster.rules.asked import Asked
from domain.levels import Level
from domain.rejected import Rejected
from domain.status import Status, StatusState, status_on
from domain.terms import Term

_OVER = frozenset({StatusState.NONE, StatusState.LAPSED, StatusState.ENDED})


def status_today(level: Level, asked: Asked) -> Status:
    return status_on(asked.cluster.labels, level, asked.today, pending=asked.cluster.pending(level))


def held_term(level: Level, asked: Asked) -> Term:
    """The label's latest term; `Rejected` where there is no label, or it is over."""
    term = asked.cluster.latest_term(level)
    if term is None:
        raise Rejected("label-unknown", f"{asked.cluster.name} has no {level} label.")
    if (state := status_today(level, asked).state) in _OVER:
        raise Rejected("label-over", f"The {level} label is not held today: {state}.")
    return term


def open_measure(level: Level, asked: Asked) -> Measure:
    measure = asked.cluster.measure(level)
    if measure is None:
        raise Rejected("measure-missing", f"No measure about the {level} label is announced.")
    return measure


def heard_measure(level: Level, asked: Asked) -> Measure:
    """The open measure, behind its hearing; `Rejected` while the holder may still be heard (R24)."""
    measure = open_measure(level, asked)
    if measure.hearing_open(asked.at) and (limit := measure.limit(HEARING)):
        raise Rejected("hearing-open", f"The holder may be heard until {limit.last_day} (R24).")
    return measure

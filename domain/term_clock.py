"""The instants at which the clock speaks of a term: its reminders, the end of its last day, and that of its grace.

They are computed once, in the cluster's time zone, and recorded. Unlike limits the two ends are never moved to a
working day; reminders are (R26).
"""

from datetime import date, datetime

from domain.calendar import Calendar
from domain.frozen import Frozen
from domain.rungs import Rung
from domain.terms import Term


class TermClock(Frozen):
    """The instants of one term, UTC. `rungs` is empty where a term was recorded without a ladder."""

    term: int
    last_day: date
    expires_at: datetime
    grace_until: date
    lapses_at: datetime
    expired: bool = False
    rungs: tuple[Rung, ...] = ()


def term_clock(term: Term, calendar: Calendar) -> TermClock | None:
    """The two ends alone. None when the term's end is not known exactly: such a label has no ladder (R39)."""
    if term.last_day.day is None or term.grace_until is None:
        return None
    return TermClock(
        term=term.number,
        last_day=term.last_day.day,
        expires_at=calendar.midnight_ending(term.last_day.day),
        grace_until=term.grace_until,
        lapses_at=calendar.midnight_ending(term.grace_until),
    )

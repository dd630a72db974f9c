"""The two instants at which the clock speaks of a term: when its last day is over, and when its grace is.

They are computed once, in the cluster's time zone, and recorded; unlike limits they are never moved to a
working day.
"""

from datetime import date, datetime

from domain.calendar import Calendar
from domain.frozen import Frozen
from domain.terms import Term


class TermClock(Frozen):
    """The instants of one term, UTC."""

    term: int
    last_day: date
    expires_at: datetime
    grace_until: date
    lapses_at: datetime
    expired: bool = False


def term_clock(term: Term, calendar: Calendar) -> TermClock | None:
    """None when the term's end is not known exactly: such a label has no ladder (R39)."""
    if term.last_day.day is None or term.grace_until is None:
        return None
    return TermClock(
        term=term.number,
        last_day=term.last_day.day,
        expires_at=calendar.midnight_ending(term.last_day.day),
        grace_until=term.grace_until,
        lapses_at=calendar.midnight_ending(term.grace_until),
    )

"""The clock of a term as the record has it, reminders included."""

from datetime import date, datetime

from domain.rungs import rungs_of
from domain.schemes import scheme
from domain.term_clock import TermClock, term_clock
from domain.terms import Term
from tests.domain.specification import at_nine, calendar


def clock_of(term: Term, at: date | datetime, country: str = "DK") -> TermClock | None:
    """Of a term that comes to be at a moment, or at nine o'clock of a day."""
    clock = term_clock(term, calendar(country))
    if clock is None:
        return None
    ladder = scheme().edition(term.edition).ladder
    moment = at if isinstance(at, datetime) else at_nine(at)
    rungs = rungs_of(clock.last_day, clock.grace_until, ladder, calendar(country), moment)
    return clock.model_copy(update={"rungs": rungs})

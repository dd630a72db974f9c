"""Limits that run: until when a party must act, when it is warned, what the clock has done about it.

The instants are computed once, when the limit opens, and recorded in the event that opened it (R27).
"""

from datetime import date, datetime, timedelta
from typing import Final, Literal

from domain.calendar import Calendar, Period, Unit, instants, last_day, moved
from domain.edition import Edition
from domain.frozen import Frozen
from domain.levels import Party
from domain.limits import LimitName

Moment = Literal["warning", "due", "escalation"]
ABANDONMENT: Final = "abandonment"


class Limit(Frozen):
    """One running limit. `last_day` is the last day on which the party may act, in that party's calendar."""

    name: LimitName | Literal["abandonment"]
    party: Party
    warn_at: tuple[datetime, ...] = ()
    last_day: date
    due_at: datetime
    escalate_at: datetime | None = None
    passed: int = 0
    extended: bool = False
    subject: str = ""

    def of(self, subject: str) -> "Limit":
        """The same limit, of one person or finding: several of a name may run beside each other."""
        return self.model_copy(update={"subject": subject})

    @property
    def moments(self) -> tuple[tuple[Moment, datetime], ...]:
        """Every moment at which the clock acts, in order: the warnings, the end, the escalation."""
        warnings: tuple[tuple[Moment, datetime], ...] = tuple(("warning", at) for at in self.warn_at)
        escalation: tuple[tuple[Moment, datetime], ...] = (
            (("escalation", self.escalate_at),) if self.escalate_at else ()
        )
        return (*warnings, ("due", self.due_at), *escalation)

    @property
    def next_moment(self) -> datetime | None:
        """When the clock acts on it next."""
        return self.moments[self.passed][1] if self.passed < len(self.moments) else None

    @property
    def overdue(self) -> bool:
        """Whether the clock has noted the end as passed."""
        return self.passed > len(self.warn_at)

    def reached(self, at: datetime) -> tuple[Moment, ...]:
        """The moments not dealt with yet that have come by `at`: after an outage several, the latest last."""
        return tuple(moment for moment, when in self.moments[self.passed :] if when <= at)


def opened(name: LimitName, edition: Edition, at: datetime, calendar: Calendar) -> Limit:
    """The limit of R28 as it runs from `at`, in the calendar of the party who must act."""
    rule = edition.limits[name]
    computed = instants(rule, at, calendar)
    return Limit(name=name, party=rule.party, **computed.model_dump())


def abandonment(edition: Edition, at: datetime, calendar: Calendar) -> Limit:
    """R29: until when the applicant's next act must come, with its warnings."""
    day = calendar.day_of(at)
    months = (Period(amount=n, unit=Unit.MONTHS) for n in edition.abandonment.warned_at_months.value)
    end = last_day(day, Period(amount=edition.abandonment.after_months.value, unit=Unit.MONTHS), calendar)
    return Limit(
        name=ABANDONMENT,
        party=Party.APPLICANT,
        warn_at=tuple(calendar.opening_on(moved(day, period, calendar)) for period in months),
        last_day=end,
        due_at=calendar.midnight_ending(end),
    )


def until(name: LimitName, edition: Edition, last: date, at: datetime, calendar: Calendar) -> Limit:
    """A limit whose last day is given, such as a round's closing, with its warnings and its escalation."""
    rule = edition.limits[name]
    warnings = sorted({moved(last, warning, calendar, back=True) for warning in rule.warnings.value})
    escalated = None if rule.escalation is None else last_day(last, rule.escalation.value, calendar)
    return Limit(
        name=name,
        party=rule.party,
        warn_at=tuple(when for day in warnings if (when := calendar.opening_on(day)) > at),
        last_day=last,
        due_at=calendar.midnight_ending(last),
        escalate_at=None if escalated is None else calendar.midnight_ending(escalated),
    )


def after(name: LimitName, edition: Edition, event_day: date, calendar: Calendar) -> Limit:
    """A limit that runs from a day, such as the end of grace, in the calendar of who must act."""
    noon_before_midnight = calendar.midnight_ending(event_day) - timedelta(hours=12)
    return opened(name, edition, noon_before_midnight, calendar)


def with_moments(limits: tuple[Limit, ...], name: str, passed: int, subject: str = "") -> tuple[Limit, ...]:
    """The limits with the named one's first `passed` moments dealt with."""
    return tuple(
        limit.model_copy(update={"passed": passed})
        if (limit.name, limit.subject) == (name, subject)
        else limit
        for limit in limits
    )

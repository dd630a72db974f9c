"""Days and deadlines: working days, Regulation (EEC, Euratom) 1182/71, month arithmetic, due instants."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from domain.frozen import Frozen

if TYPE_CHECKING:
    from domain.limits import LimitRule

OPENING_HOUR = time(9)  # a warning is given when the office opens, not at midnight
WORKING_WEEK = range(5)


def _known_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (LookupError, OSError, ValueError) as unknown:
        raise ValueError(f"{zone!r} is not a time zone of the IANA database.") from unknown
    return zone


class Calendar(Frozen):
    """The working days and the clock of one party. `holidays` must reach as far as the days asked about."""

    country: str
    zone: Annotated[str, AfterValidator(_known_zone)]
    holidays: frozenset[date] = frozenset()

    def day_of(self, at: datetime) -> date:
        """The local day of an instant. Raises ValueError for an instant without time zone."""
        return local_day(at, self.zone)

    def is_working(self, day: date) -> bool:
        """Regulation 1182/71, article 2(2): all days other than public holidays, Sundays and Saturdays."""
        return day.weekday() in WORKING_WEEK and day not in self.holidays

    def midnight_ending(self, day: date) -> datetime:
        """The instant, in UTC, at which `day` is over here."""
        return self._instant(day + timedelta(days=1), time.min)

    def opening_on(self, day: date) -> datetime:
        """Nine o'clock of `day` here, in UTC."""
        return self._instant(day, OPENING_HOUR)

    def next_working(self, day: date) -> date:
        """The first working day after `day`."""
        return self.add_working_days(day, 1)

    def previous_working(self, day: date) -> date:
        """The last working day before `day`."""
        return self.add_working_days(day, -1)

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, before it when negative; `day` itself is not counted."""
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def _instant(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, ZoneInfo(self.zone)).astimezone(UTC)


def local_day(at: datetime, zone: str) -> date:
    """The day it is in a zone at an instant. Raises ValueError for an instant without time zone."""
    if at.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    return at.astimezone(ZoneInfo(zone)).date()


class Unit(StrEnum):
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"


class Period(Frozen):
    """A length of time as the scheme says it. Data may write it as `"10 working days"`."""

    amount: Annotated[int, Field(ge=0)]
    unit: Unit

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, data: object) -> object:
        if not isinstance(data, str):
            return data
        amount, _, unit = data.partition(" ")
        return {"amount": amount, "unit": unit}

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"


class LimitInstants(Frozen):
    """A limit computed once for one event, to be recorded with it. Instants are UTC, in order of time."""

    warn_at: tuple[datetime, ...]
    last_day: date
    due_at: datetime
    escalate_at: datetime | None


def last_day(event_day: date, period: Period, calendar: Calendar) -> date:
    """The day with whose end a period set off by an event is over, after Regulation 1182/71.

    The event's day does not count (article 3(1)). A period of weeks or months ends on the day of the same
    name or date (3(2)(c)). One that would end on a weekend or holiday ends with the next working day (3(4)),
    and one of two days or more holds at least two working days (3(5)).
    """
    end = moved(event_day, period, calendar)
    if not calendar.is_working(end):
        end = calendar.next_working(end)
    if period.amount > 1 or (period.amount and period.unit in (Unit.WEEKS, Unit.MONTHS)):
        end = max(end, calendar.add_working_days(event_day, 2))
    return end


def moved(day: date, period: Period, calendar: Calendar, *, back: bool = False) -> date:
    """`day` moved by a period, on whatever day that falls."""
    amount = -period.amount if back else period.amount
    match period.unit:
        case Unit.DAYS:
            return day + timedelta(days=amount)
        case Unit.WORKING_DAYS:
            return calendar.add_working_days(day, amount)
        case Unit.WEEKS:
            return day + timedelta(weeks=amount)
        case Unit.MONTHS:
            return same_day(day, amount)


def instants(rule: "LimitRule", event_at: datetime, calendar: Calendar) -> LimitInstants:
    """Warnings, end and escalation of a limit that runs from `event_at`, in the calendar of who must act.

    R27: it is due at the midnight that ends its last day. Warnings are counted back from the last day and
    given at nine; those not after the event are left out. A limit counted back from an event to come
    (documents before a visit) keeps all its warnings and is not moved to a working day: article 3(4) excepts
    it.
    """
    event_day, period = calendar.day_of(event_at), rule.period.value
    end = (
        moved(event_day, period, calendar, back=True)
        if rule.counted_back
        else last_day(event_day, period, calendar)
    )
    escalated = None if rule.escalation is None else last_day(end, rule.escalation.value, calendar)
    return LimitInstants(
        warn_at=tuple(at for at in _warnings(rule, end, calendar) if rule.counted_back or at > event_at),
        last_day=end,
        due_at=calendar.midnight_ending(end),
        escalate_at=None if escalated is None else calendar.midnight_ending(escalated),
    )


def _warnings(rule: "LimitRule", end: date, calendar: Calendar) -> Iterator[datetime]:
    days = {moved(end, warning, calendar, back=True) for warning in rule.warnings.value}
    return (calendar.opening_on(day) for day in sorted(days))


def month_end(day: date, months: int) -> date:
    """R9b: the last day of the month `months` after the month of `day` (before it when negative)."""
    year, month = _month(day, months)
    return date(year, month, _length(year, month))


def same_day(day: date, months: int) -> date:
    """R9b, day-exact: the same day number `months` on, else that month's last day."""
    year, month = _month(day, months)
    return date(year, month, min(day.day, _length(year, month)))


def _month(day: date, months: int) -> tuple[int, int]:
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, index + 1


def _length(year: int, month: int) -> int:
    return monthrange(year, month)[1]

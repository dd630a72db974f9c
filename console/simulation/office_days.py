"""Working days and hours of the simulated: when the office opens, who is away, on which days a visit may lie."""

from datetime import date, datetime, timedelta
from functools import cache

from holidays import country_holidays

from console.simulation.chance import Chance
from domain.calendar import Calendar
from domain.secretariat import SECRETARIAT_COUNTRY

_YEARS = range(2012, 2061)
# Long enough for a deadline to pass meanwhile.
_LONG_ABSENCE_DAYS = (40, 130)
_LONG_ABSENCE = 0.06


@cache
def calendar_of(country: str) -> Calendar:
    """Working days of a country; instants are the secretariat's, in whose office everybody's act arrives."""
    return Calendar(
        country=country,
        zone="Europe/Berlin",
        holidays=frozenset(country_holidays(country, years=_YEARS)),
    )


def opening_on(day: date) -> datetime:
    """Nine o'clock at the secretariat, summer time or not, of that day or the next working one."""
    calendar = calendar_of(SECRETARIAT_COUNTRY)
    working = day if calendar.is_working(day) else calendar.next_working(day)
    return calendar.opening_on(working)


def day_there(person: str, day: date, chance: Chance) -> date:
    """That day, or the one on which the person is back from an absence."""
    for first, last in absences(person, day, chance):
        if first <= day <= last:
            return last + timedelta(days=1)
    return day


def absences(person: str, day: date, chance: Chance) -> tuple[tuple[date, date], ...]:
    """From when to when the person is away, of those that begin in the day's year or are not over in it."""
    last_year = (each for each in _absences(person, day.year - 1, chance) if each[1] >= date(day.year, 1, 1))
    found: list[tuple[date, date]] = []
    for first, last in sorted((*last_year, *_absences(person, day.year, chance))):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return tuple(found)


def visit_days(country: str, begins_on: date, length: int) -> tuple[date, ...]:
    """Consecutive working days there, from that day on."""
    calendar = calendar_of(country)
    first = begins_on if calendar.is_working(begins_on) else calendar.next_working(begins_on)
    return tuple(calendar.add_working_days(first, number) for number in range(length))


@cache
def _absences(person: str, year: int, chance: Chance) -> tuple[tuple[date, date], ...]:
    luck = chance.of("absence", person, year)
    begins = date(year, 6, 25) + timedelta(days=luck.randrange(45))
    found = [(begins, begins + timedelta(days=luck.randint(10, 20)))]
    if luck.random() < _LONG_ABSENCE:
        first = date(year, 1, 10) + timedelta(days=luck.randrange(320))
        found.append((first, first + timedelta(days=luck.randint(*_LONG_ABSENCE_DAYS))))
    return tuple(found)

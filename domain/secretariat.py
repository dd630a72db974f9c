"""The European Secretariat for Cluster Analysis: where it works, what day it is there, and how letters address it."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from domain.calendar import local_day

# The secretariat works in Berlin; the committee, which it convenes, keeps its calendar.
SECRETARIAT_COUNTRY = "DE"
SECRETARIAT = "secretariat"
SECRETARIAT_ZONE = "Europe/Berlin"


def secretariat_day(at: datetime) -> date:
    """The day all that has no calendar of its own is counted by: today, as the secretariat has it."""
    return local_day(at, SECRETARIAT_ZONE)


def day_begins(day: date) -> datetime:
    """The first moment of a day at the secretariat."""
    return datetime.combine(day, time.min, ZoneInfo(SECRETARIAT_ZONE))


def day_ends(day: date) -> datetime:
    """The last moment, to the microsecond, of a day at the secretariat."""
    return datetime.combine(day, time.max, ZoneInfo(SECRETARIAT_ZONE))


def secretariat_time(moment: datetime) -> datetime:
    """The moment meant by a time without zone: as the clock at the secretariat has it."""
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(SECRETARIAT_ZONE))

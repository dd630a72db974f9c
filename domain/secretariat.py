"""The European Secretariat for Cluster Analysis: where it works, what day it is there, and how letters address it."""

from datetime import date, datetime

from domain.calendar import local_day

# The secretariat works in Berlin; the committee, which it convenes, keeps its calendar.
SECRETARIAT_COUNTRY = "DE"
SECRETARIAT = "secretariat"
_ZONE = "Europe/Berlin"


def secretariat_day(at: datetime) -> date:
    """The day all that has no calendar of its own is counted by: today, as the secretariat has it."""
    return local_day(at, _ZONE)

"""How often a simulation met what is rare: odd days, and what labels and clusters go through."""

from collections.abc import Mapping
from datetime import date, timedelta

from console.simulation.known import scheme_of
from domain.permissions import State
from domain.secretariat import SECRETARIAT_ZONE, day_begins
from ledger.connection import Pool

# What it is called, by the type of the event that tells of it.
_TOLD = {
    "TestFailed": "failed tests",
    "LabelAwarded": "awards",
    "LabelRenewed": "renewals",
    "LabelLapsed": "lapses",
    "LabelSuspended": "suspensions",
    "LabelRestored": "restorations",
    "LabelWithdrawn": "withdrawals",
    "LabelRelinquished": "relinquishments",
    "AppealLodged": "appeals",
    "ComplaintLodged": "complaints",
    "MergerRecorded": "mergers",
    "LabelContinued": "continuations",
    "TransferRecorded": "transfers of a part",
    "SplitRecorded": "splits",
    "ClusterDissolved": "dissolutions",
    "AvailabilitySet": "absences told",
    "EditionActivated": "editions activated",
}
_ON_DAYS = """
select
    count(*) filter (where day = any($2::date[])) as leap,
    count(*) filter (where extract(day from day + 1) = 1) as month_ends
from (select (recorded_at at time zone $1)::date from ledger.events) as event (day)
"""


async def calendar_met(pool: Pool, states: Mapping[str, State], begins: date, ends: date) -> dict[str, int]:
    """How many days are odd, from one to another, and how many events have one of them as their day."""
    days = [begins + timedelta(days=n) for n in range((ends - begins).days + 1)]
    leap_days = [day for day in days if (day.month, day.day) == (2, 29)]
    (on_days,) = await pool.fetch(_ON_DAYS, SECRETARIAT_ZONE, leap_days)
    return {
        "leap days": len(leap_days),
        "events on leap days": on_days["leap"],
        "events on last days of a month": on_days["month_ends"],
        "changes of the clock": sum(map(_changes_clock, days)),
        "changes of edition": sum(
            begins < each.in_force_from.value <= ends for each in scheme_of(states).editions
        ),
    }


def told(events: Mapping[str, int]) -> dict[str, int]:
    """How many events tell of each: 0, too, is worth knowing."""
    return {name: events.get(type_, 0) for type_, name in _TOLD.items()}


def _changes_clock(day: date) -> bool:
    return day_begins(day).utcoffset() != day_begins(day + timedelta(days=1)).utcoffset()

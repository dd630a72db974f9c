"""When a person is available: absences they tell of, and days they keep. No day is given away twice."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from domain.person.commands import BookDays, ReleaseDays, SetAvailability
from domain.person.events import AvailabilitySet, DaysBooked, DaysReleased
from domain.person.state import Absence, Person
from domain.rejected import Rejected


def set_availability(command: SetAvailability, person: Person, day: date) -> AvailabilitySet:
    """What was said replaces what was said before; days of a visit to come stay the visit's."""
    absences = tuple(sorted(command.absences, key=lambda absence: absence.from_on))
    for absence in absences:
        if absence.until_on is not None and absence.until_on < absence.from_on:
            raise Rejected(
                "end-before-start",
                f"absences: until_on {absence.until_on} is before the start on {absence.from_on}.",
            )
    for earlier, later in pairwise(absences):
        if earlier.reaches(later.from_on):
            raise Rejected(
                "absences-overlap",
                f"absences: the one from {later.from_on} begins before the one from {earlier.from_on} is over.",
            )
    _no_booked_day(absences, person, day)
    return AvailabilitySet(absences=absences)


def book_days(command: BookDays, person: Person, day: date) -> DaysBooked:
    """Free days to come, kept from now on."""
    days = _each_once(command.days)
    if days[0] < day:
        raise Rejected("day-past", f"days: {days[0]} is past.")
    if taken := person.booked_on(days):
        raise Rejected("day-taken", f"days: {person.person_id} is booked on {_told(taken)} already.")
    if away := person.away_on(days):
        raise Rejected("day-taken", f"days: {person.person_id} is away on {_told(away)}.")
    return DaysBooked(days=days)


def release_days(command: ReleaseDays, person: Person) -> DaysReleased:
    days = _each_once(command.days)
    if others := [each for each in days if each not in person.kept_days]:
        raise Rejected(
            "day-not-kept",
            f"days: {person.person_id} keeps nothing of their own on {_told(others)}; "
            "days of a visit go with the visit.",
        )
    return DaysReleased(days=days)


def _no_booked_day(absences: tuple[Absence, ...], person: Person, day: date) -> None:
    for booking in person.bookings:
        to_come = tuple(each for each in booking.days if each >= day)
        if away := [each for each in to_come if any(absence.covers(each) for absence in absences)]:
            kept_for = f"for the visit of {booking.case}" if booking.case else "for something of their own"
            raise Rejected(
                "day-taken",
                f"absences: {person.person_id} is booked {kept_for} on {_told(away)}: "
                f"{'it is moved, or somebody else goes' if booking.case else 'release the days'} first.",
            )


def _each_once(days: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted(set(days)))


def _told(days: Iterable[date]) -> str:
    return ", ".join(each.isoformat() for each in days)

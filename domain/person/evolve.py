"""How each event changes a person's state."""

from datetime import date
from typing import assert_never

from domain.erasure import TextRedacted
from domain.person.events import (
    AvailabilitySet,
    DaysBooked,
    DaysReleased,
    ExpertQualified,
    MemberSeated,
    OfficeJoined,
    OfficeLeft,
    PersonErased,
    PersonEvent,
    PersonRegistered,
    QualificationEnded,
    SeatEnded,
    TieDeclared,
    TieEnded,
)
from domain.person.state import Booking, Person, Qualification, Seat, Tie


def evolve(person: Person, event: PersonEvent) -> Person:
    """The person after the event; never refuses."""
    match event:
        case PersonRegistered():
            return person.model_copy(update=event.model_dump(exclude={"type"}))
        case ExpertQualified(level=level, edition=edition, from_on=from_on):
            gained = Qualification(level=level, edition=edition, from_on=from_on)
            return person.model_copy(update={"qualifications": (*person.qualifications, gained)})
        case QualificationEnded():
            return person.model_copy(
                update={"qualifications": tuple(_ended(q, event) for q in person.qualifications)}
            )
        case TieDeclared():
            tie = Tie(**event.model_dump(exclude={"type"}))
            return person.model_copy(update={"ties": (*person.ties, tie)})
        case TieEnded(tie_id=tie_id, until_on=until_on):
            ties = tuple(
                t.model_copy(update={"until_on": until_on}) if t.tie_id == tie_id else t for t in person.ties
            )
            return person.model_copy(update={"ties": ties})
        case MemberSeated():
            seat = Seat(**event.model_dump(exclude={"type"}))
            return person.model_copy(update={"seats": (*person.seats, seat)})
        case SeatEnded(until_on=until_on):
            seats = tuple(
                s if s.until_on else s.model_copy(update={"until_on": until_on}) for s in person.seats
            )
            return person.model_copy(update={"seats": seats})
        case DaysBooked(days=days, case=None):
            return _keeping({*person.kept_days, *days}, person)
        case DaysBooked(days=days, case=case):
            booked = Booking(days=days, case=case)
            return person.model_copy(update={"bookings": (*_without(person.bookings, case), booked)})
        case DaysReleased(case=None, days=days):
            return _keeping({*person.kept_days} - {*days}, person)
        case DaysReleased(case=case):
            return person.model_copy(update={"bookings": _without(person.bookings, case)})
        case AvailabilitySet(absences=absences):
            return person.model_copy(update={"absences": absences})
        case OfficeJoined(office=office):
            return person.model_copy(update={"employers": (*person.employers, office)})
        case OfficeLeft(office=office):
            left = tuple(each for each in person.employers if each != office)
            return person.model_copy(update={"employers": left})
        case PersonErased():
            # An office ends with its holder: nobody acts under an id whose person is not known any more.
            return person.model_copy(update={"erased": True, "offices": ()})
        case TextRedacted():
            return person
        case _:
            assert_never(event)


def _keeping(days: set[date], person: Person) -> Person:
    """The person with these days kept for something of their own, and no others."""
    kept = (Booking(days=tuple(sorted(days))),) if days else ()
    return person.model_copy(update={"bookings": (*_without(person.bookings, None), *kept)})


def _without(bookings: tuple[Booking, ...], case: str | None) -> tuple[Booking, ...]:
    return tuple(booking for booking in bookings if booking.case != case)


def _ended(qualification: Qualification, event: QualificationEnded) -> Qualification:
    named = (qualification.level, qualification.edition) == (event.level, event.edition)
    if not named or qualification.until_on:
        return qualification
    return qualification.model_copy(update={"until_on": event.until_on})

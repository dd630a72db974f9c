"""The rules of an accredited office's stream."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import assert_never

from domain.elsewhere import Elsewhere
from domain.facts import Facts, OfficeCase
from domain.office.commands import (
    AccreditOffice,
    AppointStaff,
    EndAccreditation,
    EndStaff,
    OfficeCommand,
)
from domain.office.events import (
    AccreditationEnded,
    OfficeAccredited,
    OfficeEvent,
    StaffAppointed,
    StaffEnded,
)
from domain.office.state import AccreditedOffice
from domain.person.events import OfficeJoined, OfficeLeft
from domain.rejected import Rejected
from domain.secretariat import SECRETARIAT, secretariat_day

Following = list[OfficeEvent | Elsewhere[OfficeJoined] | Elsewhere[OfficeLeft]]


def decide(command: OfficeCommand, office: AccreditedOffice, facts: Facts, *, at: datetime) -> Following:
    """The events that follow, or `Rejected`."""
    if isinstance(command, AccreditOffice):
        return [_accredit(command, office, facts, secretariat_day(at))]
    if not office.known:
        raise Rejected("office-unknown", f"No office is accredited as {office.office_id}.")
    match command:
        case EndAccreditation():
            return [_end(command, office, facts, secretariat_day(at))]
        case AppointStaff():
            return _appoint(command, office, facts)
        case EndStaff():
            return _end_staff(command, office)
        case _:
            assert_never(command)


def _accredit(
    command: AccreditOffice, office: AccreditedOffice, facts: Facts, today: date
) -> OfficeAccredited:
    if office.office_id == SECRETARIAT:
        raise Rejected("name-taken", "The secretariat is no accredited office: give the office another id.")
    if command.until_on is not None and command.until_on < command.from_on:
        raise Rejected(
            "end-before-start", f"until_on {command.until_on} is before the start on {command.from_on}."
        )
    # Who might act on which day was judged on that day: a change does not rewrite it.
    if office.known and command.from_on < today:
        raise Rejected(
            "accreditation-backdated",
            f"from_on {command.from_on} is past: {office.name}'s accreditation changes from today on at the earliest.",
        )
    left = (
        each
        for each in facts.office_cases
        if each.country not in command.countries or each.level not in command.procedures
    )
    _handed_over(left, office)
    told = command.model_dump(exclude={"type"}) | {
        "procedures": tuple(dict.fromkeys(command.procedures)),
        "countries": tuple(dict.fromkeys(command.countries)),
    }
    return OfficeAccredited(**told)


def _end(
    command: EndAccreditation, office: AccreditedOffice, facts: Facts, today: date
) -> AccreditationEnded:
    if command.until_on < today:
        raise Rejected(
            "accreditation-backdated",
            f"until_on {command.until_on} is past: what was done since then was done with authority.",
        )
    if not any(each.reaches(command.until_on + timedelta(days=1)) for each in office.accreditations):
        raise Rejected(
            "not-accredited", f"{office.name} is not accredited beyond {command.until_on} in any case."
        )
    _handed_over(facts.office_cases, office)
    return AccreditationEnded(until_on=command.until_on, reason=command.reason)


def _handed_over(left: Iterable[OfficeCase], office: AccreditedOffice) -> None:
    if names := [each.case for each in left]:
        raise Rejected(
            "cases-not-handed-over",
            f"{office.name} still handles {', '.join(sorted(names))}: hand over first (HandOverCase).",
        )


def _appoint(command: AppointStaff, office: AccreditedOffice, facts: Facts) -> Following:
    facts.person(command.person)
    if command.person in office.staff:
        raise Rejected("already-staff", f"{command.person} works at {office.name} already.")
    joined = OfficeJoined(office=office.office_id)
    return [StaffAppointed(person=command.person), Elsewhere(f"person-{command.person}", joined)]


def _end_staff(command: EndStaff, office: AccreditedOffice) -> Following:
    if command.person not in office.staff:
        raise Rejected("not-staff", f"{command.person} does not work at {office.name}.")
    left = OfficeLeft(office=office.office_id)
    return [StaffEnded(person=command.person), Elsewhere(f"person-{command.person}", left)]

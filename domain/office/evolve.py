"""How each event changes an accredited office's state."""

from datetime import timedelta
from typing import assert_never

from domain.erasure import TextRedacted
from domain.office.events import (
    AccreditationEnded,
    OfficeAccredited,
    OfficeEvent,
    StaffAppointed,
    StaffEnded,
)
from domain.office.state import Accreditation, AccreditedOffice


def evolve(office: AccreditedOffice, event: OfficeEvent) -> AccreditedOffice:
    """The office after the event; never refuses."""
    after = office.model_copy(update={"version": office.version + 1})
    match event:
        case OfficeAccredited(name=name):
            given = Accreditation(**event.model_dump(exclude={"type", "name"}))
            before = office.ended_with(event.from_on - timedelta(days=1))
            return after.model_copy(update={"name": name, "accreditations": (*before, given)})
        case AccreditationEnded(until_on=until_on):
            return after.model_copy(update={"accreditations": office.ended_with(until_on)})
        case StaffAppointed(person=person):
            return after.model_copy(update={"staff": (*office.staff, person)})
        case StaffEnded(person=person):
            return after.model_copy(update={"staff": tuple(each for each in office.staff if each != person)})
        case TextRedacted():
            return after
        case _:
            assert_never(event)

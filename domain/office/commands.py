"""What may be asked of an accredited office's stream."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from domain.frozen import Frozen
from domain.levels import Level
from domain.person.commands import Country, PersonId
from domain.sealed import FreeText

OfficeId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,60}$")]


class AccreditOffice(Frozen):
    """Lets an office handle procedures in countries, from a day on.

    Given again, it changes the accreditation: from its first day on it takes the place of those before.
    """

    type: Literal["AccreditOffice"] = "AccreditOffice"
    name: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
    procedures: tuple[Level, ...] = Field(min_length=1, description="the labels whose procedures it handles")
    countries: tuple[Country, ...] = Field(min_length=1, description="where the clusters are, ISO 3166-1")
    from_on: date
    until_on: date | None = None


class EndAccreditation(Frozen):
    """Ends an office's accreditation with a day; its open cases are handed over before."""

    type: Literal["EndAccreditation"] = "EndAccreditation"
    until_on: date
    reason: FreeText


class AppointStaff(Frozen):
    """Lets a person act for the office from now on."""

    type: Literal["AppointStaff"] = "AppointStaff"
    person: PersonId


class EndStaff(Frozen):
    """A person acts for the office no more."""

    type: Literal["EndStaff"] = "EndStaff"
    person: PersonId


OfficeCommand = AccreditOffice | EndAccreditation | AppointStaff | EndStaff

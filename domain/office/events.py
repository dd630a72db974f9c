"""What happened to an accredited office."""

from datetime import date
from typing import Literal

from domain.erasure import TextRedacted
from domain.frozen import Frozen
from domain.levels import Level
from domain.sealed import Commitment


class OfficeAccredited(Frozen):
    """An office may handle these procedures in these countries; what it could before ends the day before."""

    type: Literal["OfficeAccredited"] = "OfficeAccredited"
    name: str
    procedures: tuple[Level, ...]
    countries: tuple[str, ...]
    from_on: date
    until_on: date | None = None


class AccreditationEnded(Frozen):
    """The office is accredited for nothing beyond that day."""

    type: Literal["AccreditationEnded"] = "AccreditationEnded"
    until_on: date
    reason: Commitment


class StaffAppointed(Frozen):
    type: Literal["StaffAppointed"] = "StaffAppointed"
    person: str


class StaffEnded(Frozen):
    type: Literal["StaffEnded"] = "StaffEnded"
    person: str


OfficeEvent = OfficeAccredited | AccreditationEnded | StaffAppointed | StaffEnded | TextRedacted

"""What happened to a person's stream."""

from datetime import date
from typing import Literal

from domain.cluster.events.shared import DocumentHash
from domain.erasure import ErasureGround, TextRedacted
from domain.frozen import Frozen
from domain.levels import Level
from domain.person.state import Absence, Office, SeatRole, TieKind
from domain.sealed import Commitment


class PersonRegistered(Frozen):
    type: Literal["PersonRegistered"] = "PersonRegistered"
    name: Commitment
    email: Commitment
    language: str
    country: str
    offices: tuple[Office, ...] = ()


class ExpertQualified(Frozen):
    type: Literal["ExpertQualified"] = "ExpertQualified"
    level: Level
    edition: str
    from_on: date
    training: Commitment


class QualificationEnded(Frozen):
    type: Literal["QualificationEnded"] = "QualificationEnded"
    level: Level
    edition: str
    until_on: date
    reason: Commitment


class TieDeclared(Frozen):
    """A tie came on record. `declared_by`: the person, or the operator who recorded it of them."""

    type: Literal["TieDeclared"] = "TieDeclared"
    tie_id: str
    organisation: str
    kind: TieKind
    from_on: date
    until_on: date | None = None
    declared_by: str


class TieEnded(Frozen):
    type: Literal["TieEnded"] = "TieEnded"
    tie_id: str
    until_on: date


class MemberSeated(Frozen):
    type: Literal["MemberSeated"] = "MemberSeated"
    role: SeatRole
    nominator: str | None = None
    ad_hoc_for: str | None = None
    from_on: date


class SeatEnded(Frozen):
    type: Literal["SeatEnded"] = "SeatEnded"
    until_on: date
    reason: Commitment


class DaysBooked(Frozen):
    """Days of a visit; they replace the days booked for the same case before.

    Without a case: days kept for something of the person's own, beside those kept before.
    """

    type: Literal["DaysBooked"] = "DaysBooked"
    days: tuple[date, ...]
    case: str | None = None


class DaysReleased(Frozen):
    """The visit does not take place on the days that were still to come, or without this person.

    Without a case: `days` that were kept for something of the person's own are free again.
    """

    type: Literal["DaysReleased"] = "DaysReleased"
    case: str | None = None
    days: tuple[date, ...] = ()


class AvailabilitySet(Frozen):
    """When the person is away; it replaces what was said before."""

    type: Literal["AvailabilitySet"] = "AvailabilitySet"
    absences: tuple[Absence, ...] = ()


class OfficeJoined(Frozen):
    """The person works at an accredited office from now on."""

    type: Literal["OfficeJoined"] = "OfficeJoined"
    office: str


class OfficeLeft(Frozen):
    type: Literal["OfficeLeft"] = "OfficeLeft"
    office: str


class PersonErased(Frozen):
    """Name, address and every other text kept on the person are deleted; what they did stays under their id.

    `documents`: those found to name the person, for the officer to see to.
    """

    type: Literal["PersonErased"] = "PersonErased"
    ground: ErasureGround
    documents: tuple[DocumentHash, ...] = ()


PersonEvent = (
    PersonRegistered
    | ExpertQualified
    | QualificationEnded
    | TieDeclared
    | TieEnded
    | MemberSeated
    | SeatEnded
    | DaysBooked
    | DaysReleased
    | AvailabilitySet
    | OfficeJoined
    | OfficeLeft
    | PersonErased
    | TextRedacted
)

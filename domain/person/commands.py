"""What may be asked of a person's stream."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from domain.cluster.events.shared import DocumentHash
from domain.erasure import ErasureGround
from domain.frozen import Frozen
from domain.levels import Level
from domain.organisations import organisation_slug
from domain.person.state import Absence, Office, SeatRole, TieKind
from domain.sealed import FreeText, PersonalText

PersonId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
ClusterId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,126}$")]
CaseReference = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*/(bronze|silver|gold)-[1-9][0-9]*$")
]
Email = Annotated[PersonalText, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$")]


def _named(organisation: str) -> str:
    if not organisation_slug(organisation):
        raise ValueError("An organisation's name has a letter or a digit.")
    return organisation


Organisation = Annotated[
    str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), AfterValidator(_named)
]


class RegisterPerson(Frozen):
    """Makes a person known; name and address are sealed."""

    type: Literal["RegisterPerson"] = "RegisterPerson"
    name: PersonalText
    email: Email
    language: Literal["en", "da", "de"]
    country: Country = Field(description="country of work, ISO 3166-1 alpha-2")
    offices: tuple[Office, ...] = ()


class QualifyExpert(Frozen):
    """Lets a person assess at a level under an edition, from a day on."""

    type: Literal["QualifyExpert"] = "QualifyExpert"
    level: Level
    edition: str
    from_on: date
    training: FreeText = Field(description="the evidence of training")


class EndQualification(Frozen):
    """Ends a qualification on a day."""

    type: Literal["EndQualification"] = "EndQualification"
    level: Level
    edition: str
    until_on: date
    reason: FreeText


class DeclareTie(Frozen):
    """Declares a tie to an organisation: a cluster by its id or name, a legal carrier by its name."""

    type: Literal["DeclareTie"] = "DeclareTie"
    organisation: Organisation
    kind: TieKind
    from_on: date
    until_on: date | None = None


class EndTie(Frozen):
    """Says when a declared tie ended; it binds on for as long as the edition says (R32).

    An end that lies in the past is recorded by the secretariat, not by whose tie it is.
    """

    type: Literal["EndTie"] = "EndTie"
    tie_id: str
    until_on: date


class SetAvailability(Frozen):
    """Says when the person is away, all of it at once: it replaces what was said before."""

    type: Literal["SetAvailability"] = "SetAvailability"
    absences: tuple[Absence, ...] = Field(default=(), description="none: available on every day")


class BookDays(Frozen):
    """Keeps days for something of the person's own, on which no visit can be planned with them."""

    type: Literal["BookDays"] = "BookDays"
    days: tuple[date, ...] = Field(min_length=1)


class ReleaseDays(Frozen):
    """Frees days the person kept for something of their own; those of a visit go with the visit."""

    type: Literal["ReleaseDays"] = "ReleaseDays"
    days: tuple[date, ...] = Field(min_length=1)


class SeatMember(Frozen):
    """Gives a person a personal seat on the label committee, or for one case that waits for ad hoc members (R30)."""

    type: Literal["SeatMember"] = "SeatMember"
    role: SeatRole = "member"
    nominator: ClusterId | None = Field(
        default=None, description="the nominating cluster's id, a Gold holder"
    )
    ad_hoc_for: CaseReference | None = Field(
        default=None, description="CLUSTER/CASE of an ad hoc member named by the owner"
    )
    from_on: date


class EndSeat(Frozen):
    """Ends a seat on a day."""

    type: Literal["EndSeat"] = "EndSeat"
    until_on: date
    reason: FreeText


class ErasePerson(Frozen):
    """Deletes name, address and every text kept on a person, for good; what they did stays under their id."""

    type: Literal["ErasePerson"] = "ErasePerson"
    ground: ErasureGround
    documents: tuple[DocumentHash, ...] = Field(
        default=(), description="those that name the person, for the officer to see to; they are not deleted"
    )


PersonStreamCommand = (
    RegisterPerson
    | QualifyExpert
    | EndQualification
    | DeclareTie
    | EndTie
    | SetAvailability
    | BookDays
    | ReleaseDays
    | SeatMember
    | EndSeat
    | ErasePerson
)

"""What may be asked about the organisation, and bringing in labels awarded elsewhere."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from domain.cluster.events.shared import Profile
from domain.frozen import Frozen, Whole
from domain.levels import Kind, Level
from domain.person.commands import Country, PersonId
from domain.terms import Interval

Language = Literal["en", "da", "de"]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class RegisterCluster(Frozen):
    """Makes a cluster known. Its name is unique within its country."""

    type: Literal["RegisterCluster"] = "RegisterCluster"
    name: Line
    country: Country
    carrier: Line
    language: Language
    managers: tuple[PersonId, ...] = Field(min_length=1)
    region: str = ""
    sector: str = ""
    website: str = ""
    founded: Whole | None = Field(default=None, ge=1800, le=2200)
    members: Whole | None = Field(default=None, ge=0)
    profile: Profile | None = None


class UpdateProfile(Frozen):
    """Changes what eligibility is judged by; eligibility must then be checked again before a decision."""

    type: Literal["UpdateProfile"] = "UpdateProfile"
    profile: Profile
    carrier: Line | None = None
    website: str | None = None


class RenameCluster(Frozen):
    """Gives the cluster another name, unique within its country."""

    type: Literal["RenameCluster"] = "RenameCluster"
    name: Line


class ChangeCarrier(Frozen):
    """Names another legal carrier."""

    type: Literal["ChangeCarrier"] = "ChangeCarrier"
    carrier: Line


class ChangeManager(Frozen):
    """Names the persons who act for the cluster from now on."""

    type: Literal["ChangeManager"] = "ChangeManager"
    managers: tuple[PersonId, ...] = Field(min_length=1)


class ImportLabel(Frozen):
    """Brings in a label awarded elsewhere; registers the organisation if it is not known yet.

    Dates are closed intervals as the source gives them, never guessed (R39). `row_key` is the hash of the
    source row: the same row again changes nothing.
    """

    type: Literal["ImportLabel"] = "ImportLabel"
    name: Line
    country: Country
    region: str = ""
    sector: str = ""
    carrier: str = ""
    language: Language = "en"
    founded: Whole | None = Field(default=None, ge=1800, le=2200)
    members: Whole | None = Field(default=None, ge=0)
    level: Level
    kind: Kind
    assessed: Interval = Interval.unknown()
    awarded: Interval = Interval.unknown()
    valid_until: Interval = Interval.unknown()
    marks: str = ""
    source: Line
    row_key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


OrganisationCommand = (
    RegisterCluster | UpdateProfile | RenameCluster | ChangeCarrier | ChangeManager | ImportLabel
)

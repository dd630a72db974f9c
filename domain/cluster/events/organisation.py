"""What happened to the organisation, and labels brought in from elsewhere."""

from typing import Literal

from domain.cluster.events.shared import ClusterEvent, Profile
from domain.levels import Kind, Level
from domain.running import Limit
from domain.term_clock import TermClock
from domain.terms import Interval, Term


class ClusterRegistered(ClusterEvent):
    """The cluster became known. An imported one lacks carrier and managers until they are named."""

    type: Literal["ClusterRegistered"] = "ClusterRegistered"
    name: str
    country: str
    region: str = ""
    sector: str = ""
    website: str = ""
    founded: int | None = None
    carrier: str = ""
    language: str
    managers: tuple[str, ...] = ()
    members: int | None = None
    profile: Profile | None = None


class ProfileUpdated(ClusterEvent):
    type: Literal["ProfileUpdated"] = "ProfileUpdated"
    profile: Profile
    carrier: str
    website: str
    limits: tuple[Limit, ...] = ()


class ClusterRenamed(ClusterEvent):
    """The cluster has another name; its id stays. Running certificates are issued anew."""

    type: Literal["ClusterRenamed"] = "ClusterRenamed"
    name: str
    former_name: str


class CarrierChanged(ClusterEvent):
    """Another legal carrier. Running certificates are issued anew; `limits`: labels are kept subject to a review."""

    type: Literal["CarrierChanged"] = "CarrierChanged"
    carrier: str
    former_carrier: str
    limits: tuple[Limit, ...] = ()


class ManagerChanged(ClusterEvent):
    type: Literal["ManagerChanged"] = "ManagerChanged"
    managers: tuple[str, ...]


class LabelImported(ClusterEvent):
    """A label awarded elsewhere, as exactly as its source says (R39)."""

    type: Literal["LabelImported"] = "LabelImported"
    level: Level
    kind: Kind
    assessed: Interval
    awarded: Interval
    term: Term
    clock: TermClock | None
    marks: str
    source: str
    row_key: str


OrganisationEvent = (
    ClusterRegistered | ProfileUpdated | ClusterRenamed | CarrierChanged | ManagerChanged | LabelImported
)

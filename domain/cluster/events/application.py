"""What happened from the application to the signed agreement, and how a case may end early."""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.cluster.events.shared import CaseEvent
from domain.levels import Kind, Level
from domain.sealed import Commitment


class ApplicationSubmitted(CaseEvent):
    """A case was opened. `edition` binds its procedure, indicators and limits (R19)."""

    type: Literal["ApplicationSubmitted"] = "ApplicationSubmitted"
    level: Level
    kind: Kind
    edition: str
    opened_on: date
    what_changed: Commitment | None = None
    office: str | None = Field(default=None, description="the accredited office that applied for the cluster")


class ApplicationAccepted(CaseEvent):
    """Every criterion of eligibility is met or waived, under `edition` and the profile at that version.

    `test_due`: the procedure's free benchmark test comes next (R4); otherwise the offer.
    """

    type: Literal["ApplicationAccepted"] = "ApplicationAccepted"
    edition: str
    profile_version: int
    criteria: dict[str, bool]
    waived: tuple[str, ...] = ()
    test_due: bool = False
    office: str | None = Field(default=None, description="the accredited office that accepted it")


class ApplicationDeclined(CaseEvent):
    type: Literal["ApplicationDeclined"] = "ApplicationDeclined"
    edition: str
    failed: tuple[str, ...]
    reason: Commitment


class EligibilityConfirmed(CaseEvent):
    type: Literal["EligibilityConfirmed"] = "EligibilityConfirmed"
    edition: str
    profile_version: int
    criteria: dict[str, bool]
    waived: tuple[str, ...] = ()


class EligibilityLost(CaseEvent):
    type: Literal["EligibilityLost"] = "EligibilityLost"
    edition: str
    profile_version: int
    criteria: dict[str, bool]
    failed: tuple[str, ...]


class AgreementOffered(CaseEvent):
    type: Literal["AgreementOffered"] = "AgreementOffered"


class AgreementSigned(CaseEvent):
    type: Literal["AgreementSigned"] = "AgreementSigned"
    signed_by: str


class OfferLapsed(CaseEvent):
    """The offer was not signed in time; the case is closed."""

    type: Literal["OfferLapsed"] = "OfferLapsed"


class ApplicationWithdrawn(CaseEvent):
    type: Literal["ApplicationWithdrawn"] = "ApplicationWithdrawn"
    cluster_id: str
    reason: Commitment | None = None


class CaseAbandoned(CaseEvent):
    """The applicant's next act did not come in time (R29); the case is closed."""

    type: Literal["CaseAbandoned"] = "CaseAbandoned"


class RenewalOutOfTime(CaseEvent):
    """Grace ended without an assessment (R12); the case is closed."""

    type: Literal["RenewalOutOfTime"] = "RenewalOutOfTime"
    grace_until: date


class RenewalOvertaken(CaseEvent):
    """The label the case was to renew has ended (R25); the case is closed. It stands in its round's stream, too."""

    type: Literal["RenewalOvertaken"] = "RenewalOvertaken"
    cluster_id: str


class BenchmarkOutdated(CaseEvent):
    """No visit began by `interval_until`: the first benchmark is repeated before a Silver (R20); the case is closed."""

    type: Literal["BenchmarkOutdated"] = "BenchmarkOutdated"
    interval_until: date


class CaseConverted(CaseEvent):
    """A renewal that was not assessed in time goes on as a first case, with the applicant's consent (R12).

    `visit_cancelled`: a visit was planned, as long as a renewal's; a first case's is planned anew.
    """

    type: Literal["CaseConverted"] = "CaseConverted"
    visit_cancelled: bool = False


class CaseMovedToEdition(CaseEvent):
    """The case follows another edition's procedure, indicators and limits from here, with consent (R19)."""

    type: Literal["CaseMovedToEdition"] = "CaseMovedToEdition"
    edition: str


ApplicationEvent = (
    ApplicationSubmitted
    | ApplicationAccepted
    | ApplicationDeclined
    | EligibilityConfirmed
    | EligibilityLost
    | AgreementOffered
    | AgreementSigned
    | OfferLapsed
    | ApplicationWithdrawn
    | CaseAbandoned
    | RenewalOutOfTime
    | RenewalOvertaken
    | BenchmarkOutdated
    | CaseConverted
    | CaseMovedToEdition
)

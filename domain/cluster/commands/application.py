"""What may be asked from the application to the signed agreement."""

from typing import Literal

from pydantic import Field

from domain.cluster.commands.shared import CaseCommand
from domain.frozen import Flag, Frozen
from domain.levels import Kind, Level
from domain.sealed import FreeText


class SubmitApplication(Frozen):
    """Opens a case. The edition in force that day binds procedure, indicators and limits (R19)."""

    type: Literal["SubmitApplication"] = "SubmitApplication"
    level: Level
    kind: Kind
    what_changed: FreeText | None = Field(default=None, description="asked after a refusal (R42)")


class AcceptApplication(CaseCommand):
    """Finds the applicant eligible. Each criterion of the edition is answered."""

    type: Literal["AcceptApplication"] = "AcceptApplication"
    criteria: dict[str, Flag]
    waived: tuple[str, ...] = Field(
        default=(), description="criteria waived for a nationally recognised cluster"
    )


class DeclineApplication(CaseCommand):
    """Finds the applicant not eligible and closes the case."""

    type: Literal["DeclineApplication"] = "DeclineApplication"
    failed: tuple[str, ...]
    reason: FreeText


class RecheckEligibility(CaseCommand):
    """Judges eligibility again after the profile or the edition in force changed (R19)."""

    type: Literal["RecheckEligibility"] = "RecheckEligibility"
    criteria: dict[str, Flag]
    waived: tuple[str, ...] = ()


class OfferAgreement(CaseCommand):
    """Sends the offer; it lapses unless it is signed in time."""

    type: Literal["OfferAgreement"] = "OfferAgreement"


class SignAgreement(CaseCommand):
    """Signs the agreement; from here costs run."""

    type: Literal["SignAgreement"] = "SignAgreement"


class WithdrawApplication(CaseCommand):
    """Ends the case at the applicant's wish; possible until the decision (R42)."""

    type: Literal["WithdrawApplication"] = "WithdrawApplication"
    reason: FreeText | None = None


class ConvertToFirstTime(CaseCommand):
    """Makes a renewal that missed its grace a first case; the applicant consents beforehand (R12)."""

    type: Literal["ConvertToFirstTime"] = "ConvertToFirstTime"


class MoveCaseToEdition(CaseCommand):
    """Lets a case follow the edition now in force; the applicant consents beforehand (R19)."""

    type: Literal["MoveCaseToEdition"] = "MoveCaseToEdition"
    edition: str


ApplicationCommand = (
    SubmitApplication
    | AcceptApplication
    | DeclineApplication
    | RecheckEligibility
    | OfferAgreement
    | SignAgreement
    | WithdrawApplication
    | ConvertToFirstTime
    | MoveCaseToEdition
)

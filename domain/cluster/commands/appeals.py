"""What may be asked about appeals (R34 to R36)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from domain.cluster.appeal import AppealOutcome, Relief
from domain.cluster.events.appeals import AppealId
from domain.cluster.events.shared import CaseId
from domain.frozen import Flag, Frozen
from domain.person.commands import PersonId
from domain.sealed import FreeText

Contested = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class AppealCommand(Frozen):
    """A command about one appeal."""

    appeal_id: AppealId | None = Field(
        default=None, description="may be left out while exactly one appeal is open"
    )


class LodgeAppeal(Frozen):
    """Appeals against a decision, within the time that runs from the delivery of its notice (R34)."""

    type: Literal["LodgeAppeal"] = "LodgeAppeal"
    decision: Contested = Field(
        description="a case that was declined or refused, such as gold-1; a level, for what was decided last about its"
        " label; or the id of the decision's event"
    )
    grounds: FreeText


class WithdrawAppeal(AppealCommand):
    """Takes an appeal back; possible until it is decided."""

    type: Literal["WithdrawAppeal"] = "WithdrawAppeal"
    reason: FreeText | None = None


class AdmitAppeal(AppealCommand):
    """Finds the appeal admissible; by an operator who had no part in what it is about."""

    type: Literal["AdmitAppeal"] = "AdmitAppeal"


class RejectAppeal(AppealCommand):
    """Finds the appeal inadmissible; by an operator who had no part in what it is about."""

    type: Literal["RejectAppeal"] = "RejectAppeal"
    reason: FreeText


class AppointPanel(AppealCommand):
    """Names the panel, or another one in its place; nobody in it assessed, decided or is tied (R35)."""

    type: Literal["AppointPanel"] = "AppointPanel"
    panel: tuple[PersonId, ...] = Field(min_length=1, description="the presiding member first")


class DecideAppeal(AppealCommand):
    """The presiding member states what the panel decided, and how each member voted (R35, R36).

    A case is remitted to who did not decide it, or audited again by another team; a measure is taken back; a term
    ends on `last_day`. A term opened later is reckoned from the original assessment unless `new_month` is said.
    """

    type: Literal["DecideAppeal"] = "DecideAppeal"
    outcome: AppealOutcome
    votes: dict[PersonId, AppealOutcome]
    relief: Relief | None = None
    new_month: Flag = False
    last_day: date | None = Field(default=None, description="with correct-term: the day the term ends")
    reason: FreeText


class ResumeCase(Frozen):
    """The clock: no appeal holds the case up any more. Does nothing when overtaken."""

    type: Literal["ResumeCase"] = "ResumeCase"
    case_id: CaseId


AppealPersonCommand = LodgeAppeal | WithdrawAppeal | AdmitAppeal | RejectAppeal | AppointPanel | DecideAppeal

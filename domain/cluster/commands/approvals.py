"""How a second person endorses an exception, and how the applicant consents to what needs its consent."""

from typing import Literal

from pydantic import Field

from domain.cluster.commands.shared import CaseCommand
from domain.cluster.events.approvals import Consentable, Endorsable
from domain.person.commands import PersonId
from domain.sealed import FreeText

Subject = Field(default="", max_length=64, description="the person, or the edition, it is about")
Endorsed = Field(
    default="",
    max_length=20 * 128,  # as many clusters as one merger may concern
    description="the person it is about; without a case, the level, term, cluster, or clusters joined by commas",
)


class EndorseAct(CaseCommand):
    """A second person, not the one it is about, agrees beforehand to what takes two persons and a reason.

    A soft conflict is endorsed as it stands: one that comes later needs another endorsement. A suspension, a
    restoration, a corrected term (`LEVEL/TERM/LAST-DAY`) is about the cluster, and no case is named. A merger, a
    transfer, a split or a dissolution is endorsed at the cluster at which it is recorded then.
    """

    type: Literal["EndorseAct"] = "EndorseAct"
    act: Endorsable
    subject: str = Endorsed
    beside: tuple[PersonId, ...] = Field(
        default=(), description="for a soft conflict: with whom the subject is to be on the team"
    )
    reason: FreeText


class GiveConsent(CaseCommand):
    """The applicant consents to an observer, to a conversion to a first case, or to another edition."""

    type: Literal["GiveConsent"] = "GiveConsent"
    to: Consentable
    subject: str = Subject


ApprovalCommand = EndorseAct | GiveConsent

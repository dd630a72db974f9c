"""What a second person endorsed and what the applicant consented to, before another acts on it."""

from typing import Literal

from domain.cluster.events.shared import CaseEvent
from domain.sealed import Commitment

Endorsable = Literal["soft-conflict", "benchmark-interval", "conflict-resolution"]
Consentable = Literal["observer", "conversion", "edition"]


class ActEndorsed(CaseEvent):
    """A second person agreed, with a reason, to what the rules allow by exception only.

    `subject` is a person's id for a soft conflict or the resolution of a conflict, empty for an interval.
    `covers`: the soft conflicts accepted, as they stood: a tie by its id, or `beside PERSON`, `assessed CASE`,
    `seat of CLUSTER`. One that comes later asks for another endorsement.
    """

    type: Literal["ActEndorsed"] = "ActEndorsed"
    act: Endorsable
    subject: str = ""
    covers: tuple[str, ...] = ()
    endorsed_by: str
    reason: Commitment


class ConsentGiven(CaseEvent):
    """The applicant agreed: to an observer (`subject` the person), a conversion, another edition (its key)."""

    type: Literal["ConsentGiven"] = "ConsentGiven"
    to: Consentable
    subject: str = ""
    given_by: str


ApprovalEvent = ActEndorsed | ConsentGiven

"""What a second person endorsed and what the applicant consented to, before another acts on it."""

from typing import Literal

from domain.cluster.events.shared import CaseEvent, CaseId, ClusterEvent
from domain.running import Limit
from domain.sealed import Commitment

CaseAct = Literal["soft-conflict", "benchmark-interval", "conflict-resolution"]
ClusterAct = Literal[
    "suspension", "restoration", "term-correction", "merger", "dissolution", "transfer", "split", "fact"
]
Endorsable = CaseAct | ClusterAct
Consentable = Literal["observer", "conversion", "edition"]


class ActEndorsed(ClusterEvent):
    """A second person agreed, with a reason, to what the rules allow by exception only.

    `subject` is a person's id for a soft conflict or the resolution of a conflict, empty for an interval. Where
    there is no case it says what of the cluster it is about: the level of a suspension or restoration,
    `LEVEL/TERM/LAST-DAY` of a corrected term.
    `covers`: the soft conflicts accepted, as they stood: a tie by its id, or `beside PERSON`, `assessed CASE`,
    `seat of CLUSTER`. One that comes later asks for another endorsement.
    """

    type: Literal["ActEndorsed"] = "ActEndorsed"
    case_id: CaseId | None = None
    limits: tuple[Limit, ...] = ()
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

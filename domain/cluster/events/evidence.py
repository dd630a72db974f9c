"""What happened to evidence: areas and answers declared, rounds opened and closed, the desk check (R21, R48)."""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.cluster.events.shared import Area, CaseEvent, EvidenceItem, RecommendationKey
from domain.sealed import Commitment


class ImprovementAreasDeclared(CaseEvent):
    """Three areas in which the cluster improved; a later declaration replaces an earlier one."""

    type: Literal["ImprovementAreasDeclared"] = "ImprovementAreasDeclared"
    areas: tuple[Area, ...]


class RecommendationsAnswered(CaseEvent):
    """Every recommendation of the earlier report has its answer (R21)."""

    type: Literal["RecommendationsAnswered"] = "RecommendationsAnswered"
    answers: dict[RecommendationKey, Commitment]


class EvidenceSubmitted(CaseEvent):
    """Documents came in. `complete`: all a Bronze procedure asks for is there, or nothing more will come.

    `cited`: of documents from a predecessor's dossier, the day each was received there (R37).
    """

    type: Literal["EvidenceSubmitted"] = "EvidenceSubmitted"
    items: tuple[EvidenceItem, ...]
    complete: bool
    round: int = 0
    received_on: date | None = None
    cited: dict[str, date] = Field(default_factory=dict)


class EvidenceRoundClosed(CaseEvent):
    """A round is over: by the applicant's word, or as it stands at its end (R48). The desk check begins."""

    type: Literal["EvidenceRoundClosed"] = "EvidenceRoundClosed"
    round: int
    by_silence: bool = False


class EvidenceAccepted(CaseEvent):
    type: Literal["EvidenceAccepted"] = "EvidenceAccepted"
    expert: str
    subjects: tuple[str, ...]


class EvidenceQueried(CaseEvent):
    """The expert asks for more, by `due_on`, in the next round."""

    type: Literal["EvidenceQueried"] = "EvidenceQueried"
    expert: str
    subject: str
    due_on: date
    question: Commitment


class EvidenceRejected(CaseEvent):
    type: Literal["EvidenceRejected"] = "EvidenceRejected"
    expert: str
    subject: str
    reason: Commitment


class EvidenceRoundOpened(CaseEvent):
    """Another round for what the desk check left open."""

    type: Literal["EvidenceRoundOpened"] = "EvidenceRoundOpened"
    round: int
    open_subjects: tuple[str, ...]


class DeskCheckClosed(CaseEvent):
    """The desk check is over; what is open is not evidenced, but may still be validated on site (R48)."""

    type: Literal["DeskCheckClosed"] = "DeskCheckClosed"
    not_evidenced: tuple[str, ...]


EvidenceEvent = (
    ImprovementAreasDeclared
    | RecommendationsAnswered
    | EvidenceSubmitted
    | EvidenceRoundClosed
    | EvidenceAccepted
    | EvidenceQueried
    | EvidenceRejected
    | EvidenceRoundOpened
    | DeskCheckClosed
)

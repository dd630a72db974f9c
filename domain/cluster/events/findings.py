"""What happened to findings: recorded, answered, planned for, closed (R46)."""

from datetime import date
from typing import Literal

from domain.cluster.events.shared import CaseEvent, DocumentHash, FindingKey
from domain.sealed import Commitment

Grade = Literal["major", "minor", "opportunity"]


class FindingRecorded(CaseEvent):
    """A major or minor nonconformity, or an opportunity for improvement, about one indicator."""

    type: Literal["FindingRecorded"] = "FindingRecorded"
    finding: FindingKey
    grade: Grade
    indicator: str
    raised_by: str
    statement: Commitment


class CorrectionProposed(CaseEvent):
    """What was done about the nonconformity itself."""

    type: Literal["CorrectionProposed"] = "CorrectionProposed"
    finding: FindingKey
    correction: Commitment
    documents: tuple[DocumentHash, ...] = ()


class CorrectiveActionProposed(CaseEvent):
    """What is done about its cause, so that it does not come back; by `done_by`."""

    type: Literal["CorrectiveActionProposed"] = "CorrectiveActionProposed"
    finding: FindingKey
    cause: Commitment
    action: Commitment
    done_by: date
    documents: tuple[DocumentHash, ...] = ()


class ActionPlanAccepted(CaseEvent):
    """A minor nonconformity is taken care of by a plan with a date."""

    type: Literal["ActionPlanAccepted"] = "ActionPlanAccepted"
    finding: FindingKey
    expert: str
    done_by: date


class FindingClosed(CaseEvent):
    """Closed by someone other than the raiser, never the cluster (R46)."""

    type: Literal["FindingClosed"] = "FindingClosed"
    finding: FindingKey
    closed_by: str
    evidence: tuple[DocumentHash, ...]
    reason: Commitment | None = None


FindingEvent = (
    FindingRecorded | CorrectionProposed | CorrectiveActionProposed | ActionPlanAccepted | FindingClosed
)

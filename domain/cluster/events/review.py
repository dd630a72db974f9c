"""What happened when a tie was learned of mid-case or after the decision (R31)."""

from typing import Literal
from uuid import UUID

from domain.cluster.events.shared import CaseEvent, RoundId
from domain.sealed import Commitment

Resolution = Literal["unfounded", "replaced", "stepped-aside", "disclosed", "reviewed"]


class ConflictReported(CaseEvent):
    """Somebody reported a tie of a person who takes or took part. It waits to be resolved.

    `reported_by` is None where the engine found a declared tie by itself.
    """

    type: Literal["ConflictReported"] = "ConflictReported"
    person: str
    reported_by: str | None = None
    reason: Commitment | None = None


class ConflictResolved(CaseEvent):
    type: Literal["ConflictResolved"] = "ConflictResolved"
    person: str
    resolution: Resolution
    reason: Commitment | None = None


class VoteStruck(CaseEvent):
    """A tie learned of after the decision but before its notice went out: the vote is struck (R31)."""

    type: Literal["VoteStruck"] = "VoteStruck"
    member: str
    carried_still: bool


class DecisionConfirmed(CaseEvent):
    """The committee knows the new fact and confirms its decision: the tie of a person, or a panel's finding."""

    type: Literal["DecisionConfirmed"] = "DecisionConfirmed"
    decision: UUID
    person: str | None = None
    panel_finding: Commitment | None = None
    reason: Commitment


class DecisionAnnulled(CaseEvent):
    """The decision is void, for the tie of a person or a panel's finding.

    `reopened`: the case goes back to where it may be placed on an agenda again.
    """

    type: Literal["DecisionAnnulled"] = "DecisionAnnulled"
    decision: UUID
    cluster_id: str
    round_id: RoundId
    person: str | None = None
    panel_finding: Commitment | None = None
    reopened: bool
    reason: Commitment | None = None


ReviewEvent = ConflictReported | ConflictResolved | VoteStruck | DecisionConfirmed | DecisionAnnulled

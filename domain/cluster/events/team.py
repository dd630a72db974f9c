"""What happened to the team: proposed, accepted, objected to, agreed, replaced."""

from typing import Literal
from uuid import UUID

from domain.cluster.events.shared import CaseEvent
from domain.frozen import Frozen
from domain.sealed import Commitment


class IndependenceCheck(Frozen):
    """What was known of a person's ties when they were judged free of hard conflicts (R32).

    `endorsed_by`: the endorsements that let the person take part in spite of a soft one, as events.
    """

    person: str
    person_version: int
    country: str
    endorsed_by: tuple[UUID, ...] = ()


class TeamProposed(CaseEvent):
    type: Literal["TeamProposed"] = "TeamProposed"
    experts: tuple[str, ...]
    checked: tuple[IndependenceCheck, ...]
    reason: Commitment | None = None


class AssignmentAccepted(CaseEvent):
    type: Literal["AssignmentAccepted"] = "AssignmentAccepted"
    expert: str


class AssignmentDeclined(CaseEvent):
    type: Literal["AssignmentDeclined"] = "AssignmentDeclined"
    expert: str
    reason: Commitment | None = None


class AssignmentLapsed(CaseEvent):
    """The invited expert did not answer in time; the next one is asked."""

    type: Literal["AssignmentLapsed"] = "AssignmentLapsed"
    expert: str


class TeamObjected(CaseEvent):
    type: Literal["TeamObjected"] = "TeamObjected"
    reason: Commitment


class ObjectionLapsed(CaseEvent):
    """The applicant's time to object is over while an invitation is still open."""

    type: Literal["ObjectionLapsed"] = "ObjectionLapsed"


class TeamAgreed(CaseEvent):
    """The team stands. What the procedure asks of the applicant next is recorded with it.

    `areas_due`: how many improvement areas; `answers_due`: the earlier recommendations to answer;
    `benchmark_due`: a benchmark interview is part of the audit; `evidence_round`: the round that opens.
    """

    type: Literal["TeamAgreed"] = "TeamAgreed"
    by_silence: bool = False
    areas_due: int = 0
    answers_due: tuple[str, ...] = ()
    benchmark_due: bool = False
    evidence_round: int = 0


class TeamMemberReplaced(CaseEvent):
    """A member of the team was exchanged; the successor is invited."""

    type: Literal["TeamMemberReplaced"] = "TeamMemberReplaced"
    expert: str
    successor: str
    checked: IndependenceCheck
    reason: Commitment


TeamEvent = (
    TeamProposed
    | AssignmentAccepted
    | AssignmentDeclined
    | AssignmentLapsed
    | TeamObjected
    | ObjectionLapsed
    | TeamAgreed
    | TeamMemberReplaced
)

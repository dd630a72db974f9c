"""What happened to the team: proposed, accepted, objected to, agreed, replaced."""

from typing import Literal

from domain.cluster.events.shared import CaseEvent
from domain.frozen import Frozen
from domain.sealed import Commitment


class IndependenceCheck(Frozen):
    """What was known of a person's ties when they were judged free of hard conflicts (R32)."""

    person: str
    person_version: int
    country: str


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
    type: Literal["TeamAgreed"] = "TeamAgreed"
    by_silence: bool = False


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

"""What happened to the cluster itself: merged, split, dissolved, a part of it moved; and what that ended (R37)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints

from domain.cluster.events.committee import Vote
from domain.cluster.events.shared import CaseEvent, ClusterEvent
from domain.levels import Level
from domain.lineage import Act, HowEnded, Kin, ReviewOutcome, Role
from domain.running import Limit
from domain.sealed import Commitment

ChangeKey = Annotated[str, StringConstraints(pattern=r"^change-[1-9][0-9]*$")]


class LineageEvent(ClusterEvent):
    """From `effective_on` it is so. `limits`: the review of a cluster that lives on, where one is due."""

    effective_on: date
    limits: tuple[Limit, ...] = ()


class MergerRecorded(LineageEvent):
    """The predecessors are a part of this cluster now, and have ended: a new one, or one that absorbed them."""

    type: Literal["MergerRecorded"] = "MergerRecorded"
    kind: Literal["new-formation", "absorption"]
    predecessors: tuple[Kin, ...]
    subject: str
    endorsed_by: str
    reason: Commitment


class TransferRecorded(LineageEvent):
    """A part of another cluster moved to this one; both live on."""

    type: Literal["TransferRecorded"] = "TransferRecorded"
    giver: Kin
    subject: str
    endorsed_by: str
    reason: Commitment


class SplitRecorded(LineageEvent):
    """Parts of this cluster are clusters of their own now; it lives on, or has `ended`."""

    type: Literal["SplitRecorded"] = "SplitRecorded"
    parts: tuple[Kin, ...]
    ended: bool
    subject: str
    endorsed_by: str
    reason: Commitment


class ClusterDissolved(LineageEvent):
    """The cluster has ended, and nobody came after it."""

    type: Literal["ClusterDissolved"] = "ClusterDissolved"
    subject: str
    endorsed_by: str
    reason: Commitment


class LineageRecorded(LineageEvent):
    """In the stream of each other cluster concerned: the same act, seen from here.

    `role`: what the `kin` are to this cluster. One that `ended` is acted for by `managers` from now on: those of
    the cluster that came after it.
    """

    type: Literal["LineageRecorded"] = "LineageRecorded"
    act: Act
    role: Role
    kin: tuple[Kin, ...]
    ended: bool
    managers: tuple[str, ...] = ()


class LabelEnded(ClusterEvent):
    """A label ended with its cluster: on `effective_on` it counts no more. No grace, no renewal (R25)."""

    type: Literal["LabelEnded"] = "LabelEnded"
    level: Level
    term: int
    how: HowEnded
    effective_on: date


class ContinuationVoteCast(ClusterEvent):
    type: Literal["ContinuationVoteCast"] = "ContinuationVoteCast"
    level: Level
    until_on: date
    member: str
    vote: Vote
    reason: Commitment | None = None


class LabelContinued(ClusterEvent):
    """The committee lets a merged cluster's label count on until a day, for who came after it (R37)."""

    type: Literal["LabelContinued"] = "LabelContinued"
    level: Level
    term: int
    until_on: date
    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    decided_by_casting_vote_of: str | None = None
    reason: Commitment


class CaseEnded(CaseEvent):
    """A case closed because its cluster ended. It stands in its round's stream too, where it was on an agenda."""

    type: Literal["CaseEnded"] = "CaseEnded"
    cluster_id: str
    how: HowEnded


class CaseContinued(CaseEvent):
    """An open case goes on in a cluster that changed and lives on."""

    type: Literal["CaseContinued"] = "CaseContinued"
    act: Act


class ChangeReviewed(ClusterEvent):
    """What a change means for the labels held. `limits`: within which a special audit is to be held."""

    type: Literal["ChangeReviewed"] = "ChangeReviewed"
    change: ChangeKey
    outcome: ReviewOutcome
    reason: Commitment
    limits: tuple[Limit, ...] = ()


class SpecialAuditConcluded(ClusterEvent):
    """The special audit of a change was held. `upheld`: the labels stand; else a measure is to be announced."""

    type: Literal["SpecialAuditConcluded"] = "SpecialAuditConcluded"
    change: ChangeKey
    held_on: date
    upheld: bool
    reason: Commitment


OwnLineageEvent = MergerRecorded | TransferRecorded | SplitRecorded | ClusterDissolved
ChangeEvent = ChangeReviewed | SpecialAuditConcluded
EndedLabelEvent = LabelEnded | ContinuationVoteCast | LabelContinued
EndedCaseEvent = CaseEnded | CaseContinued
ClusterLineageEvent = OwnLineageEvent | LineageRecorded | EndedLabelEvent | ChangeEvent

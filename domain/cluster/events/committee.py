"""What happened in committee: agenda, recusals, votes and the certification decision (R30)."""

from datetime import date
from typing import Literal

from domain.cluster.events.shared import CaseEvent, RoundId
from domain.frozen import Frozen
from domain.sealed import Commitment

Vote = Literal["yes", "no"]


class CasePlacedOnAgenda(CaseEvent):
    """The case may be decided in this round. It stands in the round's stream too."""

    type: Literal["CasePlacedOnAgenda"] = "CasePlacedOnAgenda"
    cluster_id: str
    round_id: RoundId
    members: tuple[str, ...]


class MemberRecused(CaseEvent):
    """A member steps aside: gets no dossier, counts neither for quorum nor majority."""

    type: Literal["MemberRecused"] = "MemberRecused"
    member: str
    rule: str
    reason: Commitment | None = None


class VoteCast(CaseEvent):
    type: Literal["VoteCast"] = "VoteCast"
    member: str
    vote: Vote
    report_version: int
    nominator: str | None = None
    reason: Commitment | None = None


class Basis(Frozen):
    """What a certification decision rests on: the events it read, by id, who took part, who stepped aside."""

    edition: str
    edition_of_eligibility: str
    rules: tuple[str, ...]
    eligibility: str | None
    benchmark: str
    report: str
    report_version: int
    votes: tuple[str, ...]
    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    recused: tuple[str, ...]
    decided_by_casting_vote_of: str | None = None


class DecisionTaken(CaseEvent):
    """The committee's certification decision. It stands in the round's stream too."""

    type: Literal["DecisionTaken"] = "DecisionTaken"
    cluster_id: str
    round_id: RoundId
    outcome: Literal["award", "refuse"]
    decided_on: date
    basis: Basis
    rule: str | None = None
    reason: Commitment


class DecisionAdjourned(CaseEvent):
    """Too few members could take part; the case waits for another round, in the round's stream too."""

    type: Literal["DecisionAdjourned"] = "DecisionAdjourned"
    cluster_id: str
    round_id: RoundId
    entitled: tuple[str, ...]
    voted: tuple[str, ...]
    ad_hoc_members_due: bool
    reason: Commitment | None = None


CommitteeEvent = CasePlacedOnAgenda | MemberRecused | VoteCast | DecisionTaken | DecisionAdjourned

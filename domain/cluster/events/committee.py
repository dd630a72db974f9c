"""What happened in committee: agenda, recusals, votes and the certification decision (R30)."""

from datetime import date
from typing import Literal

from domain.cluster.events.shared import CaseEvent, RoundId
from domain.frozen import Frozen
from domain.sealed import Commitment

Vote = Literal["yes", "no"]
Outcome = Literal["award", "refuse", "defer"]


class CasePlacedOnAgenda(CaseEvent):
    """The case may be decided in this round. It stands in the round's stream too.

    `placed_by`: whose endorsement of a member's soft conflict does not count, two persons being needed.
    """

    type: Literal["CasePlacedOnAgenda"] = "CasePlacedOnAgenda"
    cluster_id: str
    round_id: RoundId
    members: tuple[str, ...]
    placed_by: str | None = None


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
    benchmark: str | None
    report: str
    report_version: int
    votes: tuple[str, ...]
    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    recused: tuple[str, ...]
    decided_by_casting_vote_of: str | None = None
    result: str | None = None
    audit: str | None = None
    findings_open: tuple[str, ...] = ()
    audit_stands: bool | None = None


class DecisionTaken(CaseEvent):
    """The committee's certification decision. It stands in the round's stream too.

    A deferral's `reason` is the question asked; with `new_audit` the case is audited again.
    """

    type: Literal["DecisionTaken"] = "DecisionTaken"
    cluster_id: str
    round_id: RoundId
    outcome: Outcome
    decided_on: date
    basis: Basis
    rule: str | None = None
    reason: Commitment
    new_audit: bool = False


class DecisionAdjourned(CaseEvent):
    """Too few members could take part; the case waits for another round.

    It stands in the round's stream too where the case was on the round's agenda.
    """

    type: Literal["DecisionAdjourned"] = "DecisionAdjourned"
    cluster_id: str
    round_id: RoundId
    entitled: tuple[str, ...]
    voted: tuple[str, ...]
    ad_hoc_members_due: bool
    reason: Commitment | None = None


class DeferralAnswered(CaseEvent):
    """The committee's question is answered in a new version of the report."""

    type: Literal["DeferralAnswered"] = "DeferralAnswered"
    version: int
    answer: Commitment


class DeferralLapsed(CaseEvent):
    """The question was not answered in time: the case goes back on an agenda as it stands."""

    type: Literal["DeferralLapsed"] = "DeferralLapsed"


CommitteeEvent = (
    CasePlacedOnAgenda
    | MemberRecused
    | VoteCast
    | DecisionTaken
    | DecisionAdjourned
    | DeferralAnswered
    | DeferralLapsed
)

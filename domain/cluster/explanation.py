"""What is said when somebody asks why: a certification decision with all that it rested on and what became of it."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from domain.cluster.events.committee import Outcome, Vote
from domain.cluster.rules.requirements import Requirement
from domain.frozen import Frozen
from domain.levels import Kind, Level
from domain.sealed import Commitment
from domain.verdict import Total


class Organisation(Frozen):
    """The cluster as it was when the decision was taken."""

    name: str
    country: str
    carrier: str
    profile_version: int


class IndicatorScore(Frozen):
    """An indicator's score that counted, beside what is asked of it; `dissent` is the other expert's."""

    code: str
    name: str
    score: int
    minimum: int | None = None
    threshold: int | None = None
    dissent: int | None = None


class ShownTotal(Total):
    """The points beside the percentage they had to reach."""

    percent: str = Field(description="one decimal, cut and never rounded up")
    needed_percent: int


class Ballot(Frozen):
    """A vote. `seen`: the ledger position the member had seen; `after_report`: whether the report was among that."""

    member: str
    vote: Vote
    counted: bool
    position: int
    seen: int | None
    after_report: bool | None
    report_version: int
    reason: Commitment | None = None


class SteppedAside(Frozen):
    member: str
    rule: str
    on: date
    reason: Commitment | None = None


class Votes(Frozen):
    """Who voted how, what was needed, and whose vote broke a tie."""

    quorum: int
    counted: int
    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    casting_vote_of: str | None
    ballots: tuple[Ballot, ...]
    stepped_aside: tuple[SteppedAside, ...]


class ReportSeen(Frozen):
    """The report that was decided on, and where in the record it became final."""

    version: int
    position: int
    on: date
    signed_by: tuple[str, ...] = ()
    documents: int = Field(default=0, description="how many documents of evidence were frozen with it")


class TermOpened(Frozen):
    number: int
    first_day: date | None
    last_day: date | None
    edition: str


class Later(Frozen):
    """Something that happened to the decision afterwards."""

    position: int
    on: date
    type: str
    sentence: str
    reason: Commitment | None = None


class Explanation(Frozen):
    """Why a decision was taken. Texts stand as commitments; whoever holds the keys opens them."""

    cluster_id: str
    organisation: Organisation
    case_id: str
    level: Level
    kind: Kind
    decision: UUID
    number: int = Field(description="which of the case's decisions this is, deferrals included")
    of: int = Field(description="how many decisions the case has had so far")
    position: int
    recorded_at: datetime
    outcome: Outcome
    decided_on: date
    round_id: str
    presided_by: str
    edition: str
    edition_of_eligibility: str
    rules: tuple[str, ...]
    rule: str | None = Field(description="what a refusal rests on")
    requirements: tuple[Requirement, ...]
    scores: tuple[IndicatorScore, ...] = ()
    total: ShownTotal | None = None
    votes: Votes
    report: ReportSeen | None
    audit_stands: bool | None = None
    new_audit: bool = False
    term: TermOpened | None = None
    reason: Commitment
    later: tuple[Later, ...] = ()

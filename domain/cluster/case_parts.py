"""The parts a case is made of: team, evidence, audit, findings, scores, votes, decision."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from domain.cluster.events.approvals import Consentable, Endorsable
from domain.cluster.events.committee import Outcome, Vote
from domain.cluster.events.findings import Grade
from domain.cluster.events.review import Resolution
from domain.cluster.events.scores import Seat
from domain.cluster.events.shared import EvidenceItem
from domain.frozen import Frozen


class Eligibility(Frozen):
    """The latest verdict on eligibility, and what it was judged by."""

    event_id: UUID
    edition: str
    profile_version: int
    met: bool


class Assignment(Frozen):
    """An expert invited to the team. `agreed`: the applicant agreed to a team with this expert before."""

    person: str
    accepted: bool = False
    agreed: bool = False


class Benchmark(Frozen):
    """The recorded interview. Its day is the assessment day of a Bronze term (R10)."""

    event_id: UUID
    expert: str
    interview_on: date
    catalogue: str
    values: dict[str, int | None]
    complete: bool


class Interview(Frozen):
    """An interview that was held: who held it took part in the assessment, whatever became of its values."""

    expert: str
    held_on: date


class CastBallot(Frozen):
    """A vote that counts as long as its caster is not recused."""

    event_id: UUID
    member: str
    vote: Vote


class Recusal(Frozen):
    """A member who stepped aside from this case."""

    event_id: UUID
    member: str


class Waiting(Frozen):
    """Days of an assessment's shelf life that do not count: secretariat or committee had the case (R14)."""

    days: int = 0
    since: date | None = None


class SelfTest(Frozen):
    """One try of the benchmark test (R4). `retry_from`: the first day of the next one, after a failure."""

    submitted_on: date
    passed: bool
    retry_from: date | None = None


class Endorsement(Frozen):
    """What a second person agreed to beforehand. `covers`: the keys of the soft conflicts accepted."""

    event_id: UUID
    act: Endorsable
    subject: str
    by: str
    covers: tuple[str, ...] = ()


class Consent(Frozen):
    """What the applicant consented to."""

    to: Consentable
    subject: str


class Verdict(StrEnum):
    """What the desk check says of a subject's latest documents."""

    HANDED_IN = "handed in"
    ACCEPTED = "accepted"
    QUERIED = "queried"
    REJECTED = "rejected"


class Evidence(Frozen):
    """What was handed in about one subject, each version kept, and what the desk check says of the latest."""

    subject: str
    versions: tuple[EvidenceItem, ...]
    received_on: date
    round: int = Field(default=1, description="the round in which the latest version came in")
    verdict: Verdict = Verdict.HANDED_IN
    due_on: date | None = None


class Audit(Frozen):
    """A visit: its planned days, those that were held, and what was validated."""

    days: tuple[date, ...]
    remote: bool = False
    sequence: int = 0
    conducted: tuple[date, ...] = ()
    observers: tuple[str, ...] = ()
    validated: frozenset[str] = frozenset()
    not_validated: frozenset[str] = frozenset()
    event_id: UUID | None = Field(default=None, description="of AuditConducted, once it is over")
    last_day: date | None = None

    @property
    def missing(self) -> tuple[date, ...]:
        """Planned days that were not held yet."""
        return tuple(day for day in self.days if day not in self.conducted)

    @property
    def held(self) -> bool:
        """Whether every planned day was held; concluding the audit is paperwork from here."""
        return bool(self.conducted) and not self.missing


class Finding(Frozen):
    """A finding, and how far it is taken care of."""

    finding: str
    grade: Grade
    indicator: str
    raised_by: str
    corrected: bool = False
    corrective_action: bool = False
    done_by: date | None = None
    documents: tuple[str, ...] = ()
    plan_accepted: bool = False
    closed: bool = False

    @property
    def stands(self) -> bool:
        """Whether it still stands against an award: a major until closed, a minor until its plan is accepted."""
        match self.grade:
            case "major":
                return not self.closed
            case "minor":
                return not (self.closed or self.plan_accepted)
            case "opportunity":
                return False

    @property
    def state(self) -> str:
        """Grade and how far it is taken care of, as the frozen dossier says it: `minor: plan accepted`."""
        if self.closed:
            return f"{self.grade}: closed"
        if self.plan_accepted:
            return f"{self.grade}: plan accepted"
        return f"{self.grade}: {'open' if self.stands else 'noted'}"


class ScoreSheet(Frozen):
    """One expert's own scores, for a seat. `marked`: its author was replaced after the audit for a tie (R31)."""

    event_id: UUID
    expert: str
    seat: Seat
    scores: dict[str, int]
    areas: dict[str, bool] = Field(default_factory=dict)
    marked: bool = False


class Proposal(Frozen):
    """The lead's proposal for a consensus. `number` counts a case's proposals up."""

    number: int
    by: str
    scores: dict[str, int]
    reasons: dict[str, str]


class Result(Frozen):
    """The scores that count, and which areas are proven."""

    event_id: UUID
    scores: dict[str, int]
    areas: dict[str, bool] = Field(default_factory=dict)
    dissent: dict[str, int] = Field(default_factory=dict)


class Decision(Frozen):
    """The certification decision that closed the case."""

    event_id: UUID
    outcome: Outcome
    decided_on: date
    term: int | None = None
    notified: bool = False
    annulled: bool = False


class ReportedConflict(Frozen):
    """A tie somebody reported, and what became of it."""

    person: str
    resolution: Resolution | None = None

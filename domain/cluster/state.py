"""A cluster as the rules see it: the fold of its stream."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field

from domain.cluster.events.committee import Vote
from domain.cluster.events.shared import EvidenceItem, Profile
from domain.debts import FailedNotice
from domain.frozen import Frozen
from domain.levels import Kind, Level
from domain.rejected import Rejected
from domain.running import Limit
from domain.standing import Debt
from domain.term_clock import TermClock
from domain.terms import Term


class Stage(StrEnum):
    """Where a case stands on its path, and so who acts next."""

    APPLIED = "applied"
    ACCEPTED = "accepted"
    OFFERED = "offered"
    SIGNED = "signed"
    TEAM_PROPOSED = "team proposed"
    EVIDENCE_OPEN = "evidence open"
    INTERVIEW_DUE = "interview due"
    DRAFT = "draft"
    FACT_CHECK = "fact check"
    FACTS_CHECKED = "facts checked"
    REPORT_FINAL = "report final"
    ON_AGENDA = "on agenda"
    ADJOURNED = "adjourned"
    CLOSED = "closed"


class ClosedAs(StrEnum):
    """How a case ended."""

    DECLINED = "declined"
    OFFER_LAPSED = "offer lapsed"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"
    OUT_OF_TIME = "out of time"
    REFUSED = "refused"
    AWARDED = "awarded"


class Eligibility(Frozen):
    """The latest verdict on eligibility, and what it was judged by."""

    event_id: UUID
    edition: str
    profile_version: int
    met: bool


class Assignment(Frozen):
    """An expert invited to the team."""

    person: str
    accepted: bool = False


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


class Case(Frozen):
    """One application on its path."""

    case_id: str
    level: Level
    kind: Kind
    edition: str
    opened_on: date
    stage: Stage = Stage.APPLIED
    since: datetime
    limits: tuple[Limit, ...] = ()
    eligibility: Eligibility | None = None
    team: tuple[Assignment, ...] = ()
    objections: int = 0
    objection_over: bool = False
    evidence: tuple[EvidenceItem, ...] = ()
    evidence_complete: bool = False
    interviews: tuple[Interview, ...] = ()
    benchmark: Benchmark | None = None
    compared: bool = False
    report_version: int = 0
    report: UUID | None = None
    round_id: str | None = None
    adjournments: int = 0
    ad_hoc_members_due: bool = False
    members: tuple[str, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    ballots: tuple[CastBallot, ...] = ()
    waiting: Waiting = Waiting()
    outcome: Literal["award", "refuse"] | None = None
    closed_as: ClosedAs | None = None

    @property
    def open(self) -> bool:
        return self.stage is not Stage.CLOSED

    @property
    def recused(self) -> frozenset[str]:
        return frozenset(recusal.member for recusal in self.recusals)

    @property
    def assessors(self) -> frozenset[str]:
        """Everyone who takes or took part in the assessment."""
        interviewers = {interview.expert for interview in self.interviews}
        return frozenset({assignment.person for assignment in self.team} | interviewers)

    @property
    def assessed_on(self) -> date | None:
        """The day that says whether a renewal is in time (R12). A stale interview repeated does not undo it."""
        return self.interviews[0].held_on if self.interviews else None

    @property
    def stage_with_team(self) -> Stage:
        """Where the path goes on once the team stands: after a replacement part of it is behind already."""
        if self.benchmark is not None:
            return Stage.DRAFT
        return Stage.INTERVIEW_DUE if self.evidence_complete else Stage.EVIDENCE_OPEN

    def limit(self, name: str) -> Limit | None:
        return next((limit for limit in self.limits if limit.name == name), None)


class Cluster(Frozen):
    """The fold of a cluster's stream."""

    cluster_id: str
    version: int = 0
    name: str = ""
    country: str = ""
    region: str = ""
    sector: str = ""
    website: str = ""
    founded: int | None = None
    members: int | None = None
    carrier: str = ""
    language: str = "en"
    managers: tuple[str, ...] = ()
    profile: Profile | None = None
    profile_version: int = 0
    cases: tuple[Case, ...] = ()
    labels: dict[Level, tuple[Term, ...]] = Field(default_factory=dict)
    clocks: dict[Level, TermClock] = Field(default_factory=dict)
    imported_rows: frozenset[str] = frozenset()
    debts: tuple[Debt, ...] = ()
    failed: tuple[FailedNotice, ...] = ()

    @property
    def registered(self) -> bool:
        return bool(self.name)

    @property
    def open_cases(self) -> tuple[Case, ...]:
        return tuple(case for case in self.cases if case.open)

    def find_case(self, case_id: str) -> Case | None:
        return next((case for case in self.cases if case.case_id == case_id), None)

    def still_open(self, case_id: str | None) -> Case | None:
        """The case an engine's command means, unless it was closed meanwhile."""
        return next((case for case in self.open_cases if case.case_id == case_id), None)

    def open_case(self, case_id: str | None) -> Case:
        """The open case meant; `Rejected` when there is none, it is closed, or the choice is not clear."""
        if case_id is None:
            return self._only_open_case()
        case = self.find_case(case_id)
        if case is None:
            raise Rejected("case-unknown", f"{self.name} has no case {case_id}.")
        if not case.open:
            raise Rejected("case-closed", f"Case {case_id} is closed: {case.closed_as}.")
        return case

    def _only_open_case(self) -> Case:
        match self.open_cases:
            case (only,):
                return only
            case ():
                raise Rejected("no-open-case", f"{self.name} has no open case.")
            case several:
                names = ", ".join(case.case_id for case in several)
                raise Rejected("case-unclear", f"Several cases are open ({names}): name one as case_id.")

    def latest_term(self, level: Level) -> Term | None:
        terms = self.labels.get(level, ())
        return terms[-1] if terms else None

    def pending(self, level: Level) -> bool:
        """Whether a renewal is assessed in time and undecided (R13)."""
        return any(self.assessed_in_time(case) for case in self._open_renewals(level))

    def renewable_still(self, level: Level) -> bool:
        """Whether a renewal is undecided that is, or may yet be recorded as, assessed in time (R12, R13)."""
        return self.pending(level) or any(
            case.limit("late_recording") is not None for case in self._open_renewals(level)
        )

    def assessed_in_time(self, case: Case) -> bool:
        """Whether the assessment came before the grace of the term to be renewed was over (R12)."""
        term = self.latest_term(case.level)
        if term is None or term.grace_until is None or case.assessed_on is None:
            return False
        return case.assessed_on <= term.grace_until

    def _open_renewals(self, level: Level) -> tuple[Case, ...]:
        return tuple(case for case in self.open_cases if case.level is level and case.kind is Kind.RENEWAL)

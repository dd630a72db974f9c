"""A case as the rules see it: one application on its path, with everything its decision may rest on."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from domain.cluster.case_parts import (
    Assignment,
    Audit,
    Benchmark,
    CastBallot,
    Consent,
    Decision,
    Eligibility,
    Endorsement,
    Evidence,
    Finding,
    Interview,
    Proposal,
    Recusal,
    ReportedConflict,
    Result,
    ScoreSheet,
    SelfTest,
    Waiting,
)
from domain.cluster.events.approvals import Consentable, Endorsable
from domain.cluster.events.assessment import Dossier
from domain.cluster.events.committee import Outcome
from domain.cluster.events.scores import Seat
from domain.cluster.events.shared import Area, EvidenceItem, Recommendation
from domain.frozen import Frozen
from domain.levels import Kind, Level
from domain.running import Limit


class Stage(StrEnum):
    """Where a case stands on its path, and so who acts next."""

    APPLIED = "applied"
    TEST_DUE = "test due"
    TEST_FAILED = "test failed"
    TEST_PASSED = "test passed"
    ACCEPTED = "accepted"
    OFFERED = "offered"
    SIGNED = "signed"
    TEAM_PROPOSED = "team proposed"
    EVIDENCE_OPEN = "evidence open"
    INTERVIEW_DUE = "interview due"
    DESK_CHECK = "desk check"
    AUDIT_DUE = "audit due"
    AUDIT_SCHEDULED = "audit scheduled"
    AUDIT_INTERRUPTED = "audit interrupted"
    AUDIT_CONDUCTED = "audit conducted"
    CONSENSUS = "consensus"
    DRAFT = "draft"
    FACT_CHECK = "fact check"
    FACTS_CHECKED = "facts checked"
    REPORT_FINAL = "report final"
    ON_AGENDA = "on agenda"
    ADJOURNED = "adjourned"
    DEFERRED = "deferred"
    CLOSED = "closed"


class ClosedAs(StrEnum):
    """How a case ended."""

    DECLINED = "declined"
    NOT_READY = "not ready"
    OFFER_LAPSED = "offer lapsed"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"
    OUT_OF_TIME = "out of time"
    REFUSED = "refused"
    AWARDED = "awarded"
    ANNULLED = "annulled"
    MERGED = "ended by merger"
    SPLIT = "ended by split"
    DISSOLVED = "ended by dissolution"
    OVERTAKEN = "overtaken"


class Case(Frozen):
    """One application on its path."""

    case_id: str
    level: Level
    kind: Kind
    edition: str
    opened_on: date
    office: str | None = Field(
        default=None, description="the accredited office that handles it; None: the secretariat does"
    )
    handed_over: bool = Field(
        default=False,
        description="whether it went from one to another: no office takes it by itself any more",
    )
    stage: Stage = Stage.APPLIED
    since: datetime
    limits: tuple[Limit, ...] = ()
    eligibility: Eligibility | None = None
    judged_elsewhere: bool = Field(
        default=False, description="whether it came in from elsewhere, eligibility judged there"
    )
    team: tuple[Assignment, ...] = ()
    team_stood: bool = Field(default=False, description="whether a team was agreed to once")
    objections: int = 0
    objection_over: bool = False
    resumes_at: Stage | None = Field(
        default=None, description="where the path goes on once a replaced expert's successor is agreed"
    )
    tests: tuple[SelfTest, ...] = ()
    endorsements: tuple[Endorsement, ...] = ()
    consents: tuple[Consent, ...] = ()
    areas_due: int = 0
    answers_due: frozenset[str] = frozenset()
    benchmark_due: bool = False
    areas: tuple[Area, ...] = ()
    answered: frozenset[str] = frozenset()
    evidence_round: int = 0
    dossier_items: dict[str, Evidence] = Field(default_factory=dict)
    not_evidenced: frozenset[str] = frozenset()
    data_complete_on: date | None = None
    evidence: tuple[EvidenceItem, ...] = ()
    evidence_complete: bool = False
    interviews: tuple[Interview, ...] = ()
    benchmark: Benchmark | None = None
    compared: bool = False
    audit: Audit | None = None
    first_audited_on: date | None = None
    took_part: frozenset[str] = Field(
        default=frozenset(), description="experts of audit days, replaced ones too"
    )
    replaced_after_audit: bool = False
    findings: tuple[Finding, ...] = ()
    sheets: tuple[ScoreSheet, ...] = ()
    proposals: int = Field(default=0, description="how many the lead made; the latest has this number")
    proposal: Proposal | None = None
    result: Result | None = None
    recommended: tuple[Recommendation, ...] = ()
    signatures: frozenset[str] = frozenset()
    dossier: Dossier | None = None
    report_version: int = 0
    drafted: bool = Field(
        default=False, description="whether a draft told the applicant the result that stands"
    )
    report: UUID | None = None
    reported_on: date | None = None
    round_id: str | None = None
    adjournments: int = 0
    ad_hoc_members_due: bool = False
    members: tuple[str, ...] = ()
    placed_by: str | None = None
    recusals: tuple[Recusal, ...] = ()
    ballots: tuple[CastBallot, ...] = ()
    waiting: Waiting = Waiting()
    deferrals: int = 0
    decision: Decision | None = None
    conflicts: tuple[ReportedConflict, ...] = ()
    outcome: Outcome | None = None
    closed_as: ClosedAs | None = None
    acted: frozenset[str] = Field(
        default=frozenset(), description="every person who did something in the case"
    )
    held_up: bool = Field(
        default=False, description="whether it waits for an appeal at its level before it is decided"
    )
    remitted_by: str | None = Field(default=None, description="the appeal that opened it again, the latest")
    decided_before: frozenset[str] = Field(
        default=frozenset(), description="who took part in what an appeal undid, and takes none any more"
    )
    term_from: date | None = Field(
        default=None,
        description="the day its term is reckoned from where that is another than the assessment's",
    )
    term_from_decision: bool = False

    @property
    def open(self) -> bool:
        return self.stage is not Stage.CLOSED

    @property
    def recused(self) -> frozenset[str]:
        return frozenset(recusal.member for recusal in self.recusals)

    @property
    def lead(self) -> str | None:
        """The lead expert: the first of the team."""
        return self.team[0].person if self.team else None

    @property
    def experts(self) -> tuple[str, ...]:
        return tuple(assignment.person for assignment in self.team)

    @property
    def accepted(self) -> frozenset[str]:
        """Experts who accepted their assignment."""
        return frozenset(assignment.person for assignment in self.team if assignment.accepted)

    @property
    def assessors(self) -> frozenset[str]:
        """Everyone who takes or took part in the assessment, replaced experts included."""
        interviewers = {interview.expert for interview in self.interviews}
        scorers = {sheet.expert for sheet in self.sheets}
        return frozenset({*self.experts, *interviewers, *scorers, *self.took_part})

    @property
    def on_site(self) -> bool:
        """Whether the case is assessed by an audit, not by the interview alone."""
        return self.level is not Level.BRONZE

    @property
    def assessment_day(self) -> date | None:
        """The day of the assessment a decision would rest on (R10): last day on site, or of the interview."""
        if self.on_site:
            return self.audit.last_day if self.audit else None
        return self.benchmark.interview_on if self.benchmark else None

    @property
    def assessed_on(self) -> date | None:
        """The day that says whether a renewal is in time (R12). Repeating a stale assessment does not undo it."""
        if self.on_site:
            # A visit held to its last day is an assessment already; concluding it is paperwork.
            held = self.audit.conducted[-1] if self.audit and self.audit.held else None
            return self.first_audited_on or held
        return self.interviews[0].held_on if self.interviews else None

    @property
    def marked(self) -> bool:
        """Whether the committee says if it audits again: an expert was replaced after the audit, or reported (R31)."""
        tied = any(self.reported(expert) for expert in self.assessors)
        return tied or self.replaced_after_audit or any(sheet.marked for sheet in self.sheets)

    @property
    def sheets_in(self) -> bool:
        """Whether every sheet that is owed was handed in; from here on the team may see them all."""
        return self.result is not None or Stage.CONSENSUS in (self.stage, self.resumes_at)

    @property
    def yet_to_score(self) -> tuple[str, ...]:
        """Experts who owe their sheet. A replaced expert's sheet counts for the seat (R31).

        So one who came after the audit owes a sheet only where fewer sheets than seats are left.
        """
        owing = [expert for expert in self.experts if self.sheet_of(expert) is None]
        scored = {sheet.seat for sheet in self.sheets}
        ordered = sorted(owing, key=lambda each: (each not in self.took_part, self.seat_of(each) in scored))
        return tuple(ordered[: max(len(self.team) - len(self.sheets), 0)])

    @property
    def lead_sheet(self) -> ScoreSheet | None:
        """The sheet of the lead's seat: the lead's own, or that of a lead they came after."""
        if self.lead is not None and (own := self.sheet_of(self.lead)):
            return own
        return next((sheet for sheet in self.sheets if sheet.seat == "lead"), None)

    @property
    def signed_before_final(self) -> tuple[str, ...]:
        """Who signed a report that is not final yet: their signatures fall when what they signed changes."""
        if self.report is not None:
            return ()
        return tuple(expert for expert in self.experts if expert in self.signatures)

    @property
    def standing_findings(self) -> tuple[Finding, ...]:
        """Findings that stand against an award."""
        return tuple(finding for finding in self.findings if finding.stands)

    @property
    def forming_team(self) -> bool:
        """Whether the path waits for a team: the first one, or a replaced expert's successor."""
        return self.stage in (Stage.SIGNED, Stage.TEAM_PROPOSED)

    @property
    def stage_with_team(self) -> Stage:
        """Where the path goes on once the team stands: after a replacement part of it is behind already."""
        if self.resumes_at is not None:
            return self.resumes_at
        if self.benchmark is not None and not self.on_site:
            return Stage.DRAFT
        return Stage.INTERVIEW_DUE if self.evidence_complete else Stage.EVIDENCE_OPEN

    def reported(self, person: str) -> bool:
        """Whether a tie of this person is reported and not resolved yet."""
        return any(each.person == person and each.resolution is None for each in self.conflicts)

    def finding(self, key: str) -> Finding | None:
        return next((finding for finding in self.findings if finding.finding == key), None)

    def seat_of(self, expert: str) -> Seat:
        """The seat on the team for which an expert scores."""
        return "lead" if expert == self.lead else "second"

    def limit_of(self, finding: Finding) -> Limit | None:
        """The limit within which the applicant takes care of a finding."""
        return self.limit("majors" if finding.grade == "major" else "minor_plan", finding.finding)

    def sheet_of(self, expert: str) -> ScoreSheet | None:
        return next((sheet for sheet in self.sheets if sheet.expert == expert), None)

    def endorsed(self, act: Endorsable, subject: str, *, not_by: str) -> Endorsement | None:
        """The endorsement of a second person: neither who acts now nor whom it is about."""
        return next(
            (
                each
                for each in self.endorsements
                if (each.act, each.subject) == (act, subject) and each.by not in (not_by, subject)
            ),
            None,
        )

    def accepting(self, conflict: str, of: str, *, not_by: frozenset[str]) -> Endorsement | None:
        """The endorsement that covers this soft conflict of the person, by none of those who act, nor by them."""
        return next(
            (
                each
                for each in self.endorsements
                if (each.act, each.subject) == ("soft-conflict", of)
                and conflict in each.covers
                and each.by not in not_by | {of}
            ),
            None,
        )

    def consented(self, to: Consentable, subject: str = "") -> bool:
        return Consent(to=to, subject=subject) in self.consents

    def limit(self, name: str, subject: str = "") -> Limit | None:
        return next((each for each in self.limits if (each.name, each.subject) == (name, subject)), None)

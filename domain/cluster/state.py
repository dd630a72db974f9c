"""A cluster as the rules see it: the fold of its stream."""

from uuid import UUID

from pydantic import Field

from domain.cluster.appeal import Appeal, Contestable
from domain.cluster.case import Case
from domain.cluster.case_parts import Endorsement
from domain.cluster.descent import Change, ContinuationBallot, Descent, End
from domain.cluster.events.approvals import ClusterAct
from domain.cluster.events.shared import Profile
from domain.cluster.measure import Measure
from domain.debts import FailedNotice
from domain.facts import AdHoc
from domain.frozen import Frozen
from domain.levels import Kind, Level
from domain.rejected import Rejected
from domain.standing import Debt
from domain.term_clock import TermClock
from domain.term_ladder import TermLadder
from domain.terms import Term


class Certificate(Frozen):
    """A certificate that was issued. One `replaced` was issued anew, one `void` fell with its term; both are kept."""

    event_id: UUID
    level: Level
    term: int
    number: str
    document: str
    replaced: bool = False
    void: bool = False


class Cluster(Frozen):
    """The fold of a cluster's stream."""

    cluster_id: str
    version: int = 0
    name: str = ""
    former_names: tuple[str, ...] = ()
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
    ladders: dict[Level, tuple[TermLadder, ...]] = Field(default_factory=dict)
    measures: tuple[Measure, ...] = ()
    endorsements: tuple[Endorsement, ...] = Field(
        default=(), description="what is about no case, and not used up yet"
    )
    descent: tuple[Descent, ...] = ()
    changes: tuple[Change, ...] = Field(
        default=(), description="which labels are kept subject to a review of"
    )
    ended: End | None = None
    continuation: tuple[ContinuationBallot, ...] = ()
    imported_rows: frozenset[str] = frozenset()
    certificates: tuple[Certificate, ...] = ()
    contestable: tuple[Contestable, ...] = ()
    appeals: tuple[Appeal, ...] = ()
    debts: tuple[Debt, ...] = ()
    failed: tuple[FailedNotice, ...] = ()

    @property
    def registered(self) -> bool:
        return bool(self.name)

    @property
    def open_cases(self) -> tuple[Case, ...]:
        return tuple(case for case in self.cases if case.open)

    @property
    def changes_under_review(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.under_review)

    def find_case(self, case_id: str) -> Case | None:
        return next((case for case in self.cases if case.case_id == case_id), None)

    def find_appeal(self, appeal_id: str) -> Appeal | None:
        return next((appeal for appeal in self.appeals if appeal.appeal_id == appeal_id), None)

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

    def ad_hoc_due(self, case_id: str) -> AdHoc | None:
        """That the open case waits for ad hoc members of the committee (R30); None when it does not."""
        case = self.still_open(case_id)
        if case is None or not case.ad_hoc_members_due:
            return None
        return AdHoc(edition=case.edition, recused=case.recused)

    def latest_term(self, level: Level) -> Term | None:
        terms = self.labels.get(level, ())
        return terms[-1] if terms else None

    def endorsed(self, act: ClusterAct, subject: str, *, not_by: str) -> Endorsement | None:
        """What a second person, not the one who acts now, endorsed of the cluster."""
        return next(
            (
                each
                for each in self.endorsements
                if (each.act, each.subject) == (act, subject) and each.by != not_by
            ),
            None,
        )

    def without_endorsements(self, act: ClusterAct, subject: str) -> "Cluster":
        """The cluster once such an act is done, or fell: doing it again takes another endorsement."""
        kept = tuple(each for each in self.endorsements if (each.act, each.subject) != (act, subject))
        return self.model_copy(update={"endorsements": kept})

    def measure(self, level: Level) -> Measure | None:
        """What is open against a label."""
        return next((measure for measure in self.measures if measure.level is level), None)

    def with_measure(self, measure: Measure) -> "Cluster":
        """The cluster with a measure, in place of another about the same label."""
        others = tuple(other for other in self.measures if other.level is not measure.level)
        return self.model_copy(update={"measures": (*others, measure)})

    def with_case(self, case: Case) -> "Cluster":
        """The cluster with one of its cases changed."""
        cases = tuple(case if other.case_id == case.case_id else other for other in self.cases)
        return self.model_copy(update={"cases": cases})

    def certificate_of(self, level: Level, term: int) -> Certificate | None:
        """The certificate of a term that counts: the latest issued."""
        issued = [each for each in self.certificates if (each.level, each.term) == (level, term)]
        counting = [each for each in issued if not each.void]
        return counting[-1] if counting else None

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

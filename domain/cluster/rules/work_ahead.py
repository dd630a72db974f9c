"""What comes next once the team stands: the limits of that stage, and the letters that tell of it."""

from collections.abc import Mapping

from domain.cluster.case import Case, Stage
from domain.cluster.rules.agenda import agenda_ahead
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.each_expert import letters_to_each, limits_of_each
from domain.levels import Level
from domain.limits import LimitName
from domain.procedure import Benchmark, EvidenceName, Improvement
from domain.running import Limit
from domain.standing import Notice, letters

Ahead = tuple[tuple[Limit, ...], tuple[Notice, ...]]

# What the experts owe from the interview on.
REPORTING: tuple[LimitName, ...] = ("draft", "final_report")
# Stage: its limits, and the letter about the first of them. A path that stopped goes on with all its time.
_AGAIN: Mapping[Stage, tuple[tuple[LimitName, ...], str | None]] = {
    Stage.EVIDENCE_OPEN: (("evidence_round",), "evidence-round-opened"),
    Stage.DESK_CHECK: ((), None),
    Stage.AUDIT_DUE: (("audit",), "audit-due"),
    Stage.AUDIT_SCHEDULED: (("audit",), None),
    Stage.AUDIT_INTERRUPTED: (("audit",), None),
    Stage.AUDIT_CONDUCTED: (("consensus", *REPORTING), None),
    Stage.CONSENSUS: (("consensus", *REPORTING), "consensus-due"),
    Stage.DRAFT: (REPORTING, None),
    Stage.FACT_CHECK: (("fact_check", "final_report"), "report-drafted"),
    Stage.FACTS_CHECKED: (("final_report",), "report-to-sign"),
    Stage.REPORT_FINAL: (("agenda",), None),
    Stage.ADJOURNED: (("adjournment",), None),
}
# The facts are checked once the draft is out; its letter and its limit come with it.
_AFTER_THE_DRAFT: tuple[tuple[LimitName, ...], None] = (("final_report",), None)
# Stage: what each expert owes by a day of their own calendar, and the letter about it.
_OF_EACH: Mapping[Stage, tuple[LimitName, str]] = {
    Stage.DESK_CHECK: ("desk_check", "desk-check-due"),
    Stage.AUDIT_CONDUCTED: ("scores", "scores-due"),
}


def work_ahead(case: Case, asked: Asked) -> Ahead:
    """Limits and letters of the stage at which the path goes on."""
    if case.on_site:
        return _again(case, asked) if case.resumes_at else _first_round(case, asked)
    match case.stage_with_team:
        case Stage.DRAFT:
            edition = asked.edition(case)
            return tuple(asked.limit(name, edition, expert=case.lead) for name in REPORTING), ()
        case Stage.INTERVIEW_DUE:
            return interview_ahead(case, asked)
        case _:
            # The letter asks for the documents: only while they are still to come.
            limits = (asked.abandonment(asked.edition(case)),)
            return limits, asked.to_managers("team-agreed", level=case.level)


def interview_ahead(case: Case, asked: Asked) -> Ahead:
    """The limit of the interview, and the letter that tells the experts of it."""
    audit = asked.limit("audit", asked.edition(case), expert=case.lead)
    due_on = audit.last_day.isoformat()
    return (audit,), letters(case.experts, "interview-due", level=case.level, due_on=due_on)


def areas_due(case: Case, asked: Asked) -> int:
    """How many improvement areas the applicant declares (R21)."""
    procedure = asked.edition(case).procedure(case.level, case.kind)
    if procedure.improvement.value not in (Improvement.THREE_AREAS, Improvement.THREE_NEW_AREAS):
        return 0
    return sum(each.count for each in procedure.evidence.value if each.name is EvidenceName.IMPROVEMENT_AREA)


def answers_due(case: Case, asked: Asked) -> tuple[str, ...]:
    """Every recommendation of the latest Gold report on record, which a Gold renewal answers (R21)."""
    procedure = asked.edition(case).procedure(case.level, case.kind)
    if procedure.improvement.value is not Improvement.ANSWERS:
        return ()
    reports = [
        other
        for other in asked.cluster.cases
        if other.level is Level.GOLD and other.case_id != case.case_id and other.report is not None
    ]
    return tuple(each.key for each in reports[-1].recommended) if reports else ()


def benchmark_due(case: Case, asked: Asked) -> bool:
    """Whether a benchmark interview is a part of the audit (R2)."""
    procedure = asked.edition(case).procedure(case.level, case.kind)
    return procedure.benchmark.value in (Benchmark.SECOND, Benchmark.REPEATED)


def _first_round(case: Case, asked: Asked) -> Ahead:
    edition = asked.edition(case)
    limit = asked.limit("evidence_round", edition)
    told = asked.to_managers("team-agreed", level=case.level, due_on=limit.last_day.isoformat())
    return (limit, asked.abandonment(edition)), told


def _again(case: Case, asked: Asked) -> Ahead:
    edition, stage = asked.edition(case), case.stage_with_team
    names, notice = _AFTER_THE_DRAFT if _draft_owed(stage, case, asked) else _AGAIN[stage]
    own, told_each = _of_each(stage, case, asked)
    alone = len(case.team) == 1
    limits = tuple(
        agenda_ahead(case, asked) if name == "agenda" else asked.limit(name, edition, expert=case.lead)
        for name in names
        if not (name == "consensus" and alone)
    )
    told = _letters(notice, limits[0], case, asked) if notice else ()
    # R29: the next act is the applicant's while a round is open.
    waiting = (asked.abandonment(edition),) if stage is Stage.EVIDENCE_OPEN else ()
    return (*own, *limits, *waiting), (*told_each, *told)


def _draft_owed(stage: Stage, case: Case, asked: Asked) -> bool:
    owed = [
        debt.document.kind for debt in asked.cluster.debts if debt.document and debt.case_id == case.case_id
    ]
    return stage is Stage.FACT_CHECK and "report-draft" in owed


def _of_each(stage: Stage, case: Case, asked: Asked) -> Ahead:
    if stage not in _OF_EACH:
        return (), ()
    name, notice = _OF_EACH[stage]
    owing = case.yet_to_score if name == "scores" else case.experts
    limits = limits_of_each(name, owing, case, asked)
    return limits, letters_to_each(limits, notice, case)


def _letters(notice: str, limit: Limit, case: Case, asked: Asked) -> tuple[Notice, ...]:
    number = {"round": str(case.evidence_round)} if notice == "evidence-round-opened" else {}
    due_on = limit.last_day.isoformat()
    recipients = _recipients(notice, case, asked)
    if notice == "report-to-sign" and not recipients:  # the lead is alone, or the last to sign
        notice, recipients = "facts-checked", case.experts[:1]
    return letters(recipients, notice, level=case.level, due_on=due_on, **number)


def _recipients(notice: str, case: Case, asked: Asked) -> tuple[str, ...]:
    match notice:
        case "evidence-round-opened" | "report-drafted":
            return asked.cluster.managers
        case "report-to-sign":
            return tuple(each for each in case.experts[1:] if each not in case.signatures)
        case _:
            return case.experts[:1]

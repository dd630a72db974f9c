"""Which work waits for whom at each stage of a case: what the inbox shows and deadline letters name."""

from collections.abc import Mapping
from datetime import datetime

from domain.cluster.appeal_tasks import tasks_of_appeals
from domain.cluster.case import Case, Stage
from domain.cluster.case_parts import Finding
from domain.cluster.descent import Change
from domain.cluster.ladders import tasks_of_reminders
from domain.cluster.measure_work import tasks_of_measures
from domain.cluster.state import Cluster
from domain.levels import Party
from domain.running import ABANDONMENT, Limit
from domain.standing import Task

# Stage: the task, who does it, and the limit it must be done by.
_WORK: Mapping[Stage, tuple[tuple[str, Party, str], ...]] = {
    Stage.APPLIED: (("decide-eligibility", Party.SECRETARIAT, "eligibility"),),
    Stage.TEST_DUE: (("submit-test", Party.APPLICANT, "test"),),
    Stage.TEST_FAILED: (("retry-test", Party.APPLICANT, "test_retry"),),
    Stage.TEST_PASSED: (("offer-agreement", Party.SECRETARIAT, "agreement"),),
    Stage.ACCEPTED: (("offer-agreement", Party.SECRETARIAT, "agreement"),),
    Stage.OFFERED: (("sign-agreement", Party.APPLICANT, "offer"),),
    Stage.SIGNED: (("propose-team", Party.SECRETARIAT, "team"),),
    Stage.TEAM_PROPOSED: (
        ("answer-assignment", Party.EXPERT, "assignment"),
        ("answer-team", Party.APPLICANT, "objection"),
    ),
    Stage.EVIDENCE_OPEN: (
        ("submit-evidence", Party.APPLICANT, "evidence_round"),
        ("declare-areas", Party.APPLICANT, "evidence_round"),
        ("answer-recommendations", Party.APPLICANT, "evidence_round"),
    ),
    Stage.DESK_CHECK: (("check-evidence", Party.EXPERT, "desk_check"),),
    Stage.AUDIT_DUE: (
        ("schedule-audit", Party.EXPERT, "audit"),
        ("set-new-date", Party.SECRETARIAT, "audit"),
    ),
    Stage.AUDIT_SCHEDULED: (
        ("conduct-audit", Party.EXPERT, "audit"),
        ("record-benchmark", Party.EXPERT, "audit"),
        ("set-new-date", Party.SECRETARIAT, "audit"),
    ),
    Stage.AUDIT_INTERRUPTED: (
        ("resume-audit", Party.EXPERT, "audit"),
        ("set-new-date", Party.SECRETARIAT, "audit"),
    ),
    Stage.AUDIT_CONDUCTED: (("submit-scores", Party.EXPERT, "scores"),),
    Stage.CONSENSUS: (
        ("agree-consensus", Party.EXPERT, "consensus"),
        ("confirm-consensus", Party.EXPERT, "consensus"),
    ),
    Stage.INTERVIEW_DUE: (("record-benchmark", Party.EXPERT, "audit"),),
    Stage.DRAFT: (("draft-report", Party.EXPERT, "draft"),),
    Stage.FACT_CHECK: (("check-facts", Party.APPLICANT, "fact_check"),),
    Stage.FACTS_CHECKED: (
        ("sign-report", Party.EXPERT, "final_report"),
        ("finalise-report", Party.EXPERT, "final_report"),
    ),
    Stage.REPORT_FINAL: (("place-on-agenda", Party.SECRETARIAT, "agenda"),),
    Stage.ON_AGENDA: (
        ("cast-votes", Party.COMMITTEE, "voting"),
        ("take-decision", Party.COMMITTEE, "voting"),
    ),
    Stage.ADJOURNED: (
        ("invite-members", Party.SECRETARIAT, "adjournment"),
        ("name-ad-hoc-members", Party.SCHEME_OWNER, "adjournment"),
    ),
    Stage.DEFERRED: (("answer-deferral", Party.EXPERT, "deferral"),),
    Stage.CLOSED: (),
}
# Work of the lead alone; what else is the experts' waits for each of them.
_LEADS = frozenset(
    {
        "schedule-audit",
        "conduct-audit",
        "resume-audit",
        "agree-consensus",
        "draft-report",
        "finalise-report",
        "answer-deferral",
    }
)
# An answered finding: a minor's plan is accepted, a major is closed.
_SETTLING = {"minor": "accept-plan", "major": "close-finding"}
_OF_LIMITS_BESIDE_A_STAGE = {
    "majors": "answer-finding",
    "minor_plan": "answer-finding",
    "certificate": "issue-certificate",
    "late_recording": "conduct-audit",
    "adjournment": "invite-members",
    "voting": "cast-votes",
}


def task_of_limit(limit: Limit, case: Case) -> str:
    """The work a limit is about, at the case's stage; of a limit that runs ahead, the work it will end with."""
    if limit.name == "late_recording" and not case.on_site:
        return "record-benchmark"
    if finding := answered_finding(limit, case):
        return _SETTLING[finding.grade]
    if beside := _OF_LIMITS_BESIDE_A_STAGE.get(limit.name):
        return beside
    here = [task for task, _, name in _WORK[case.stage] if name == limit.name]
    anywhere = [task for works in _WORK.values() for task, _, name in works if name == limit.name]
    return (here or anywhere)[0]


def answered_finding(limit: Limit, case: Case) -> Finding | None:
    """The finding a limit runs for, once the applicant did its part and another must settle it."""
    finding = case.finding(limit.subject)
    return finding if finding is not None and finding.corrective_action else None


def who_settles(finding: Finding, case: Case) -> tuple[str, ...]:
    """Experts who may settle an answered finding; none where the raiser is alone: the secretariat closes it (R46)."""
    if finding.grade == "minor":
        return case.experts
    return tuple(expert for expert in case.experts if expert != finding.raised_by)


def tasks_of(cluster: Cluster) -> tuple[Task, ...]:
    """Every human task open in the cluster's stream."""
    open_cases = cluster.open_cases
    of_cases = tuple(task for case in open_cases for task in _tasks_of_case(cluster, case))
    of_findings = tuple(task for case in open_cases for task in _tasks_of_findings(cluster, case))
    of_conflicts = tuple(task for case in cluster.cases for task in _tasks_of_conflicts(case))
    rechecks = tuple(_recheck(case) for case in open_cases if _judged_by_another(case, cluster))
    failed = tuple(_resolve_notice(failure.debt.case_id, failure.since) for failure in cluster.failed)
    return (
        of_cases
        + of_findings
        + of_conflicts
        + rechecks
        + tasks_of_reminders(cluster)
        + tasks_of_measures(cluster)
        + _tasks_of_changes(cluster)
        + tasks_of_appeals(cluster)
        + failed
    )


def _tasks_of_case(cluster: Cluster, case: Case) -> tuple[Task, ...]:
    return tuple(
        Task(
            task=task,
            party=party,
            persons=persons,
            case_id=case.case_id,
            since=case.since,
            due_at=due_at,
        )
        for task, party, name in _WORK[case.stage]
        if _waits(task, case)
        for due_at, persons in _by_due(_persons(task, party, cluster, case), name, party, case)
    )


def _by_due(
    persons: tuple[str, ...], limit_name: str, party: Party, case: Case
) -> tuple[tuple[datetime | None, tuple[str, ...]], ...]:
    """The same work of several experts is one task for each end it must come to: their calendars differ (R27)."""
    common = _due_at(limit_name, party, case)
    due = {each: own.due_at if (own := case.limit(limit_name, each)) else common for each in persons}
    ends = dict.fromkeys(due.values()) or {common: None}
    return tuple((end, tuple(each for each in persons if due[each] == end)) for end in ends)


def _due_at(limit_name: str, party: Party, case: Case) -> datetime | None:
    limit = case.limit(limit_name)
    if limit is None and party is Party.APPLICANT:
        limit = case.limit(ABANDONMENT)
    return limit.due_at if limit else None


def _waits(task: str, case: Case) -> bool:
    match task:
        case "answer-assignment":
            return not all(assignment.accepted for assignment in case.team)
        case "answer-team":
            return not case.objection_over
        case "declare-areas":
            return case.areas_due > 0 and not case.areas
        case "answer-recommendations":
            return bool(case.answers_due - case.answered)
        case "record-benchmark":
            return not case.on_site or (case.benchmark_due and case.benchmark is None)
        case "confirm-consensus":
            return case.proposal is not None
        case "check-facts":
            return case.limit("fact_check") is not None
        case "sign-report":
            return bool(_yet_to_sign(case))
        case "cast-votes":
            return bool(_yet_to_vote(case))
        case "name-ad-hoc-members":
            return case.ad_hoc_members_due
        case "place-on-agenda":
            return not _finding_in_time(case) and not case.held_up
        case "invite-members":
            return not case.held_up
        case "set-new-date":
            limit = case.limit("audit")
            return limit is not None and limit.overdue and not (case.audit and case.audit.held)
        case _:
            return True


def _finding_in_time(case: Case) -> bool:
    """Whether a finding may still be taken care of: until the clock has noted that its time is over (R28)."""
    limits = [case.limit_of(finding) for finding in case.standing_findings]
    return any(limit is not None and not limit.overdue for limit in limits)


def _persons(task: str, party: Party, cluster: Cluster, case: Case) -> tuple[str, ...]:
    match party:
        case Party.APPLICANT:
            return cluster.managers
        case Party.EXPERT:
            return _experts(task, case)
        case Party.COMMITTEE:
            # The members stand in their precedence: the first one presides (R30).
            return _yet_to_vote(case) if task == "cast-votes" else case.members[:1]
        case Party.SECRETARIAT | Party.SCHEME_OWNER | Party.PANEL:
            return ()


def _experts(task: str, case: Case) -> tuple[str, ...]:
    if task in _LEADS:
        return case.experts[:1]
    match task:
        case "answer-assignment":
            return tuple(each.person for each in case.team if not each.accepted)
        case "submit-scores":
            return case.yet_to_score
        case "confirm-consensus":
            return case.experts[1:]
        case "sign-report":
            return _yet_to_sign(case)
        case _:
            return case.experts


def _yet_to_sign(case: Case) -> tuple[str, ...]:
    return tuple(expert for expert in case.experts[1:] if expert not in case.signatures)


def _yet_to_vote(case: Case) -> tuple[str, ...]:
    voted = {ballot.member for ballot in case.ballots}
    return tuple(member for member in case.members if member not in voted)


def _tasks_of_findings(cluster: Cluster, case: Case) -> tuple[Task, ...]:
    return tuple(_task_of_finding(finding, cluster, case) for finding in case.standing_findings)


def _task_of_finding(finding: Finding, cluster: Cluster, case: Case) -> Task:
    limit = case.limit_of(finding)
    due_at = limit.due_at if limit else None
    if not finding.corrective_action:
        task, party, persons = "answer-finding", Party.APPLICANT, cluster.managers
    else:
        task, persons = _SETTLING[finding.grade], who_settles(finding, case)
        party = Party.EXPERT if persons else Party.SECRETARIAT
    return Task(
        task=task, party=party, persons=persons, case_id=case.case_id, since=case.since, due_at=due_at
    )


def _tasks_of_conflicts(case: Case) -> tuple[Task, ...]:
    """A reported tie waits for the secretariat; behind a decision that was told, for the committee (R31)."""
    waiting = [conflict.person for conflict in case.conflicts if conflict.resolution is None]
    if not waiting:
        return ()
    decided = case.decision is not None and not case.decision.annulled and not case.open
    took_part = case.assessors | {*case.members, *(ballot.member for ballot in case.ballots)}
    return tuple(
        _review_decision(person, case) if decided and person in took_part else _resolve_conflict(case)
        for person in waiting
    )


def _review_decision(reported: str, case: Case) -> Task:
    # In their precedence: the first of them who is seated and free of ties presides over the review (R30).
    reviewers = tuple(member for member in case.members if member != reported)
    return Task(
        task="review-decision",
        party=Party.COMMITTEE,
        persons=reviewers,
        case_id=case.case_id,
        since=case.since,
    )


def _resolve_conflict(case: Case) -> Task:
    return Task(task="resolve-conflict", party=Party.SECRETARIAT, case_id=case.case_id, since=case.since)


def task_of_change(change: Change) -> str:
    """The work the limit of a change is about."""
    return "hold-special-audit" if change.outcome else "review-change"


def _tasks_of_changes(cluster: Cluster) -> tuple[Task, ...]:
    return tuple(
        Task(
            task=task_of_change(change),
            party=Party.SECRETARIAT,
            since=change.since,
            due_at=change.limit.due_at,
        )
        for change in cluster.changes
        if change.limit
    )


def _judged_by_another(case: Case, cluster: Cluster) -> bool:
    """Whether eligibility was judged elsewhere or by an earlier profile: it is looked at once more here (R19)."""
    if case.eligibility is None:
        return case.judged_elsewhere
    return case.eligibility.profile_version != cluster.profile_version


def _recheck(case: Case) -> Task:
    return Task(task="recheck-eligibility", party=Party.SECRETARIAT, case_id=case.case_id, since=case.since)


def _resolve_notice(case_id: str | None, since: datetime) -> Task:
    return Task(task="resolve-notice", party=Party.SECRETARIAT, case_id=case_id, since=since)

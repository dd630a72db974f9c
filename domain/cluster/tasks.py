"""Which work waits for whom at each stage of a case: what the inbox shows and deadline letters name."""

from collections.abc import Mapping
from datetime import datetime

from domain.cluster.state import Case, Cluster, Stage
from domain.levels import Party
from domain.running import ABANDONMENT
from domain.standing import Task

# Stage: the task, who does it, and the limit it must be done by.
_WORK: Mapping[Stage, tuple[tuple[str, Party, str], ...]] = {
    Stage.APPLIED: (("decide-eligibility", Party.SECRETARIAT, "eligibility"),),
    Stage.ACCEPTED: (("offer-agreement", Party.SECRETARIAT, "agreement"),),
    Stage.OFFERED: (("sign-agreement", Party.APPLICANT, "offer"),),
    Stage.SIGNED: (("propose-team", Party.SECRETARIAT, "team"),),
    Stage.TEAM_PROPOSED: (
        ("answer-assignment", Party.EXPERT, "assignment"),
        ("answer-team", Party.APPLICANT, "objection"),
    ),
    Stage.EVIDENCE_OPEN: (("submit-evidence", Party.APPLICANT, ABANDONMENT),),
    Stage.INTERVIEW_DUE: (("record-benchmark", Party.EXPERT, "audit"),),
    Stage.DRAFT: (("draft-report", Party.EXPERT, "draft"),),
    Stage.FACT_CHECK: (("check-facts", Party.APPLICANT, "fact_check"),),
    Stage.FACTS_CHECKED: (("finalise-report", Party.EXPERT, "final_report"),),
    Stage.REPORT_FINAL: (("place-on-agenda", Party.SECRETARIAT, "agenda"),),
    Stage.ON_AGENDA: (
        ("cast-votes", Party.COMMITTEE, "voting"),
        ("take-decision", Party.COMMITTEE, "voting"),
    ),
    Stage.ADJOURNED: (
        ("invite-members", Party.SECRETARIAT, "adjournment"),
        ("name-ad-hoc-members", Party.SCHEME_OWNER, "adjournment"),
    ),
    Stage.CLOSED: (),
}
_TASK_OF_LIMIT = {limit: task for works in _WORK.values() for task, _, limit in works} | {
    "voting": "cast-votes",
    "adjournment": "invite-members",
}


def task_of_limit(limit: str) -> str:
    """The work a limit is about; a renewal that must be assessed in time is the interview's."""
    return _TASK_OF_LIMIT.get(limit, "record-benchmark")


def tasks_of(cluster: Cluster) -> tuple[Task, ...]:
    """Every human task open in the cluster's stream."""
    of_cases = tuple(task for case in cluster.open_cases for task in _tasks_of_case(cluster, case))
    failed = tuple(_resolve_notice(failure.debt.case_id, failure.since) for failure in cluster.failed)
    return of_cases + failed


def _tasks_of_case(cluster: Cluster, case: Case) -> tuple[Task, ...]:
    return tuple(
        Task(
            task=task,
            party=party,
            persons=_persons(task, party, cluster, case),
            case_id=case.case_id,
            since=case.since,
            due_at=limit.due_at if (limit := case.limit(name)) else None,
        )
        for task, party, name in _WORK[case.stage]
        if _waits(task, case)
    )


def _waits(task: str, case: Case) -> bool:
    match task:
        case "answer-assignment":
            return not all(assignment.accepted for assignment in case.team)
        case "answer-team":
            return not case.objection_over
        case "cast-votes":
            return bool(_yet_to_vote(case))
        case "name-ad-hoc-members":
            return case.ad_hoc_members_due
        case _:
            return True


def _persons(task: str, party: Party, cluster: Cluster, case: Case) -> tuple[str, ...]:
    match party:
        case Party.APPLICANT:
            return cluster.managers
        case Party.EXPERT:
            return tuple(a.person for a in case.team if task != "answer-assignment" or not a.accepted)
        case Party.COMMITTEE:
            # The members stand in their precedence: the first one presides (R30).
            return _yet_to_vote(case) if task == "cast-votes" else case.members[:1]
        case Party.SECRETARIAT | Party.SCHEME_OWNER:
            return ()


def _yet_to_vote(case: Case) -> tuple[str, ...]:
    voted = {ballot.member for ballot in case.ballots}
    return tuple(member for member in case.members if member not in voted)


def _resolve_notice(case_id: str | None, since: datetime) -> Task:
    return Task(task="resolve-notice", party=Party.SECRETARIAT, case_id=case_id, since=since)

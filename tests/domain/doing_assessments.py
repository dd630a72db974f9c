"""What is sensibly done about tasks of the audit, its findings, scores and report."""

from collections.abc import Iterator
from datetime import timedelta

from domain.cluster.case import Case
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.assessment import (
    CheckFacts,
    DraftReport,
    FinaliseReport,
    RecordBenchmark,
    SignReport,
)
from domain.cluster.commands.audit import (
    ConcludeAudit,
    InterruptAudit,
    RecordAuditDay,
    RescheduleAudit,
    ScheduleAudit,
    ValidateIndicator,
)
from domain.cluster.commands.findings import (
    AcceptActionPlan,
    CloseFinding,
    ProposeCorrection,
    ProposeCorrectiveAction,
)
from domain.cluster.commands.scores import AgreeConsensus, ConfirmConsensus, SubmitScores
from domain.standing import Task
from tests.domain.acting import Act
from tests.domain.cast import ANSWERS, OLGA
from tests.domain.setting import Setting
from tests.domain.teams import OTTO


def schedule_audit(here: Setting, task: Task, case: Case, n: int) -> Iterator[Act]:
    yield from visits(here, case, (OLGA, task.persons[0])[n % 2], n)
    yield Act(OTTO, EndorseAct(case_id=case.case_id, act="benchmark-interval", reason="Nobody was free."))


def visits(here: Setting, case: Case, by: str, n: int) -> Iterator[Act]:
    for weeks in (2, 3, 5, 8, 80):
        days = here.visit(here.today + timedelta(weeks=weeks, days=n))
        yield Act(by, ScheduleAudit(case_id=case.case_id, days=days))


def set_new_date(here: Setting, _: Task, case: Case, n: int) -> Iterator[Act]:
    held = len(case.audit.conducted) if case.audit else 0
    for weeks in (3, 5, 8):
        days = here.visit(here.today + timedelta(weeks=weeks, days=n), fewer=held)
        yield Act(OLGA, RescheduleAudit(case_id=case.case_id, days=days, reason="Nobody was free."))
    yield from visits(here, case, OLGA, n)


def conduct_audit(here: Setting, task: Task, case: Case, n: int) -> Iterator[Act]:
    audit, lead = case.audit, task.persons[0]
    if audit is None:
        return
    if audit.missing:
        day = audit.missing[0]
        if n == 5:
            resumes_on = max(day, here.today) + timedelta(days=3)
            stopped = InterruptAudit(case_id=case.case_id, resumes_on=resumes_on, reason="A storm.")
            yield Act(lead, stopped, not_before=audit.days[0])
        held = RecordAuditDay(case_id=case.case_id, day=day, experts=case.experts, observers=audit.observers)
        yield Act(lead, held, not_before=day)
        return
    if unjudged := tuple(code for code in here.scope if code not in audit.validated | audit.not_validated):
        found = ValidateIndicator(
            case_id=case.case_id,
            day=audit.conducted[-1],
            validated=unjudged[n == 5 :],
            not_validated=unjudged[: n == 5],
        )
        yield Act(case.experts[-1], found)
    yield Act(lead, ConcludeAudit(case_id=case.case_id, preliminary="About 130 points."))


def interview(here: Setting, task: Task, case: Case, _: int) -> Iterator[Act]:
    yield Act(
        task.persons[-1], RecordBenchmark(case_id=case.case_id, interview_on=here.today, values=ANSWERS)
    )


def score(here: Setting, task: Task, case: Case, n: int) -> Iterator[Act]:
    for place, expert in enumerate(task.persons):
        less = "4.3" if place and n % 2 else None
        areas = {area.key: n != 4 for area in case.areas}
        yield Act(expert, SubmitScores(case_id=case.case_id, scores=here.scores(n, less), areas=areas))


def agree(_: Setting, task: Task, case: Case, n: int) -> Iterator[Act]:
    if case.proposal is None and case.sheets:
        scores = case.sheets[n % len(case.sheets)].scores
        reasons = dict.fromkeys(scores, "We talked it over.")
        yield Act(task.persons[0], AgreeConsensus(case_id=case.case_id, scores=scores, reasons=reasons))


def confirm(_: Setting, task: Task, case: Case, __: int) -> Iterator[Act]:
    number = case.proposal.number if case.proposal else 1
    yield Act(task.persons[0], ConfirmConsensus(case_id=case.case_id, proposal=number))


def draft(here: Setting, task: Task, case: Case, _: int) -> Iterator[Act]:
    report = DraftReport(case_id=case.case_id, summary="A lively cluster.", recommendations=here.advice)
    yield Act(task.persons[0], report)


def check_facts(_: Setting, task: Task, case: Case, __: int) -> Iterator[Act]:
    yield Act(task.persons[0], CheckFacts(case_id=case.case_id))


def sign_report(_: Setting, task: Task, case: Case, __: int) -> Iterator[Act]:
    yield Act(task.persons[0], SignReport(case_id=case.case_id))


def finalise(_: Setting, task: Task, case: Case, __: int) -> Iterator[Act]:
    yield Act(task.persons[0], FinaliseReport(case_id=case.case_id))


def answer_finding(here: Setting, task: Task, case: Case, _: int) -> Iterator[Act]:
    by = task.persons[0]
    for each in case.standing_findings:
        if not each.corrected:
            yield Act(by, ProposeCorrection(case_id=case.case_id, finding=each.finding, correction="Mended."))
        if not each.corrective_action:
            done_by = here.today + timedelta(days=20)
            yield Act(
                by,
                ProposeCorrectiveAction(
                    case_id=case.case_id,
                    finding=each.finding,
                    cause="No rule.",
                    action="A rule.",
                    done_by=done_by,
                ),
            )


def accept_plan(_: Setting, task: Task, case: Case, __: int) -> Iterator[Act]:
    # Nobody may be on the team just then: the plan waits for the next expert.
    for by in task.persons[:1]:
        for each in case.standing_findings:
            if each.done_by is not None:
                plan = AcceptActionPlan(case_id=case.case_id, finding=each.finding, done_by=each.done_by)
                yield Act(by, plan)


def close_finding(here: Setting, task: Task, case: Case, _: int) -> Iterator[Act]:
    shown = tuple(item.document for item in here.documents(("2.1",)))
    for each in case.standing_findings:
        closing = CloseFinding(case_id=case.case_id, finding=each.finding, evidence=shown)
        yield Act(task.persons[0] if task.persons else OLGA, closing)

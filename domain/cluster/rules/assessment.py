"""Rules of the assessment: the benchmark interview and its comparison; the report has a module of its own."""

from datetime import date
from typing import assert_never

from domain.cluster.case import Case, Stage
from domain.cluster.commands.assessment import (
    AssessmentCommand,
    CheckFacts,
    DraftReport,
    FinaliseReport,
    RecordBenchmark,
    SignReport,
)
from domain.cluster.commands.effects import MakeComparison
from domain.cluster.events.assessment import BenchmarkRecorded, ComparisonMade
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.independence import require_independence
from domain.cluster.rules.report import check_facts, draft_report, finalise_report, sign_report
from domain.cluster.rules.scale import answer_exactly
from domain.cluster.rules.second_benchmark import require_not_too_soon
from domain.cluster.rules.shelf_life import stale
from domain.cluster.rules.work_ahead import REPORTING
from domain.levels import Kind
from domain.procedure import Benchmark
from domain.rejected import Rejected
from domain.running import Limit
from domain.terms import in_time


def decide(command: AssessmentCommand | MakeComparison, asked: Asked) -> Following:
    """The events that follow, or `Rejected`."""
    if isinstance(command, MakeComparison):
        return make_comparison(command, asked.cluster.still_open(command.case_id))
    case = asked.cluster.open_case(command.case_id)
    match command:
        case RecordBenchmark():
            return record_benchmark(command, case, asked)
        case DraftReport():
            return draft_report(command, case, asked)
        case CheckFacts():
            return check_facts(command, case, asked)
        case SignReport():
            return sign_report(case, asked)
        case FinaliseReport():
            return finalise_report(case, asked)
        case _:
            assert_never(command)


def record_benchmark(command: RecordBenchmark, case: Case, asked: Asked) -> list[BenchmarkRecorded]:
    edition = asked.edition(case)
    procedure = edition.procedure(case.level, case.kind)
    catalogue = asked.scheme.catalogue_of(edition)
    if procedure.benchmark.value is Benchmark.NONE:
        raise Rejected("not-bronze-or-silver", f"The {case.level} procedure has no benchmark interview (R2).")
    _held_when(command.interview_on, case, asked)
    if command.remote and not procedure.remote_allowed.value:
        raise Rejected("video-not-allowed", f"{edition.key} does not allow the interview by video.")
    _renewal_in_time(command, case, asked)
    answer_exactly("values", command.values, catalogue.bronze)
    require_independence(asked.actor, case, asked)
    return [
        BenchmarkRecorded(
            case_id=case.case_id,
            expert=asked.actor,
            interview_on=command.interview_on,
            remote=command.remote,
            catalogue=catalogue.key,
            values=command.values,
            complete=None not in command.values.values(),
            limits=() if case.on_site else _reporting(command.interview_on, case, asked),
        )
    ]


def _held_when(day: date, case: Case, asked: Asked) -> None:
    asked.not_in_future("interview_on", day)
    if day < case.opened_on:
        raise Rejected("interview-before-application", f"interview_on {day} is before the application.")
    if case.on_site:
        _part_of_an_audit(day, case, asked)
    # R14: once its assessment is too old a case is interviewed anew.
    elif case.stage is not Stage.INTERVIEW_DUE and not stale(case, asked):
        raise Rejected(
            "wrong-stage", f"Case {case.case_id} is at '{case.stage}' and its interview is recent enough."
        )
    if case.interviews and day <= case.interviews[-1].held_on:
        raise Rejected(
            "interview-not-newer", f"interview_on {day} is not after the interview that is too old."
        )


def _part_of_an_audit(day: date, case: Case, asked: Asked) -> None:
    """A Silver's benchmark belongs to its audit: one per audit, and not too soon after the earlier one (R20)."""
    if case.stage in (Stage.REPORT_FINAL, Stage.ADJOURNED):
        raise Rejected("audit-concluded", "The audit is over: an interview belongs to a new one.")
    if case.benchmark is not None:
        raise Rejected(
            "benchmark-recorded", f"The interview of {case.benchmark.interview_on} is recorded already."
        )
    require_not_too_soon(day, case, asked)


def _reporting(day: date, case: Case, asked: Asked) -> tuple[Limit, ...]:
    """Bronze: the report is due from the interview on."""
    edition = asked.edition(case)
    return tuple(asked.limit_after(name, edition, day, expert=asked.actor) for name in REPORTING)


def _renewal_in_time(command: RecordBenchmark, case: Case, asked: Asked) -> None:
    # R12 asks whether the renewal came in time; repeating a stale interview (R14) does not make it late.
    previous = asked.cluster.latest_term(case.level)
    if case.on_site or case.kind is Kind.FIRST or previous is None or case.assessed_on is not None:
        return
    if not in_time(previous, command.interview_on):
        raise Rejected(
            "renewal-out-of-time",
            f"interview_on {command.interview_on} is after the last day of grace, {previous.grace_until}.",
        )


def make_comparison(command: MakeComparison, case: Case | None) -> list[ComparisonMade]:
    """Nothing when the case was closed or compared meanwhile, or is to be assessed anew."""
    if case is None or case.compared or (case.benchmark is None and case.result is None):
        return []
    return [ComparisonMade(**command.model_dump(exclude={"type"}))]

"""Rules from the applicant's documents over the benchmark interview to the final report."""

from collections import Counter
from datetime import date
from typing import assert_never

from domain.catalogue import Catalogue
from domain.cluster.commands.assessment import (
    AssessmentCommand,
    CheckFacts,
    DraftReport,
    FinaliseReport,
    RecordBenchmark,
    SubmitEvidence,
)
from domain.cluster.commands.effects import MakeComparison
from domain.cluster.events.assessment import (
    BenchmarkRecorded,
    ComparisonMade,
    EvidenceSubmitted,
    FactsChecked,
    ReportDrafted,
    ReportFinalised,
)
from domain.cluster.events.shared import EvidenceItem
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.shelf_life import stale
from domain.cluster.rules.team import REPORTING, interview_ahead, require_independence
from domain.cluster.state import Case, Stage
from domain.levels import Kind
from domain.rejected import Rejected
from domain.terms import in_time


def decide(command: AssessmentCommand | MakeComparison, asked: Asked) -> Following:
    """The events that follow, or `Rejected`."""
    if isinstance(command, MakeComparison):
        return make_comparison(command, asked.cluster.still_open(command.case_id))
    case = asked.cluster.open_case(command.case_id)
    match command:
        case SubmitEvidence():
            return submit_evidence(command, case, asked)
        case RecordBenchmark():
            return record_benchmark(command, case, asked)
        case DraftReport():
            return draft_report(command, case, asked)
        case CheckFacts():
            return check_facts(command, case, asked)
        case FinaliseReport():
            return finalise_report(command, case, asked)
        case _:
            assert_never(command)


def submit_evidence(command: SubmitEvidence, case: Case, asked: Asked) -> list[EvidenceSubmitted]:
    if unknown := {item.document for item in command.items} - asked.facts.documents:
        raise Rejected("document-unknown", f"No document is stored under {', '.join(sorted(unknown))}.")
    items = (*case.evidence, *command.items)
    if repeated := [each for each, times in Counter(item.document for item in items).items() if times > 1]:
        raise Rejected("document-repeated", f"The document {repeated[0]} is handed in twice.")
    complete = _complete(items, case, asked)
    # R29: each act of the applicant's restarts the clock.
    limits, notices = (
        interview_ahead(case, asked) if complete else ((asked.abandonment(asked.edition(case)),), ())
    )
    return [
        EvidenceSubmitted(
            case_id=case.case_id, items=command.items, complete=complete, limits=limits, notices=notices
        )
    ]


def _complete(items: tuple[EvidenceItem, ...], case: Case, asked: Asked) -> bool:
    handed_in = Counter(str(item.item) for item in items)
    asked_for = asked.edition(case).procedure(case.level, case.kind).evidence.value
    return all(handed_in[required.name] >= required.count for required in asked_for)


def record_benchmark(command: RecordBenchmark, case: Case, asked: Asked) -> list[BenchmarkRecorded]:
    edition = asked.edition(case)
    catalogue = asked.scheme.catalogue_of(edition)
    _held_when(command.interview_on, case, asked)
    if command.remote and not edition.procedure(case.level, case.kind).remote_allowed.value:
        raise Rejected("video-not-allowed", f"{edition.key} does not allow the interview by video.")
    _renewal_in_time(command, case, asked)
    _values_on_scale(command, catalogue)
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
            limits=tuple(
                asked.limit_after(name, edition, command.interview_on, expert=asked.actor)
                for name in REPORTING
            ),
        )
    ]


def _held_when(day: date, case: Case, asked: Asked) -> None:
    asked.not_in_future("interview_on", day)
    if day < case.opened_on:
        raise Rejected("interview-before-application", f"interview_on {day} is before the application.")
    # R14: once its assessment is too old a case is interviewed anew.
    if case.stage is not Stage.INTERVIEW_DUE and not stale(case, asked):
        raise Rejected(
            "wrong-stage", f"Case {case.case_id} is at '{case.stage}' and its interview is recent enough."
        )
    if case.interviews and day <= case.interviews[-1].held_on:
        raise Rejected(
            "interview-not-newer", f"interview_on {day} is not after the interview that is too old."
        )


def _renewal_in_time(command: RecordBenchmark, case: Case, asked: Asked) -> None:
    # R12 asks whether the renewal came in time; repeating a stale interview (R14) does not make it late.
    previous = asked.cluster.latest_term(case.level)
    if case.kind is Kind.FIRST or previous is None or case.assessed_on is not None:
        return
    if not in_time(previous, command.interview_on):
        raise Rejected(
            "renewal-out-of-time",
            f"interview_on {command.interview_on} is after the last day of grace, {previous.grace_until}.",
        )


def _values_on_scale(command: RecordBenchmark, catalogue: Catalogue) -> None:
    asked_for = {indicator.code: indicator for indicator in catalogue.bronze}
    if missing := [code for code in asked_for if code not in command.values]:
        raise Rejected(
            "indicator-missing",
            f"values: not answered: {', '.join(missing)} (null says no answer was given).",
        )
    if unknown := sorted(command.values.keys() - asked_for.keys()):
        raise Rejected("indicator-unknown", f"values: catalogue {catalogue.key} has no {', '.join(unknown)}.")
    for code, value in command.values.items():
        if value is not None and not asked_for[code].admits(value):
            raise Rejected("off-scale", f"values: {value} is not on the scale of {code}.")


def make_comparison(command: MakeComparison, case: Case | None) -> list[ComparisonMade]:
    """Nothing when the case was closed or compared meanwhile, or is to be interviewed anew."""
    if case is None or case.benchmark is None or case.compared:
        return []
    return [ComparisonMade(**command.model_dump(exclude={"type"}))]


def draft_report(command: DraftReport, case: Case, asked: Asked) -> list[ReportDrafted]:
    if not case.compared:
        raise Rejected("comparison-missing", "The comparison with the portfolio is still being computed.")
    limit = asked.limit("fact_check", asked.edition(case))
    return [
        ReportDrafted(
            case_id=case.case_id,
            version=case.report_version + 1,
            summary=command.summary,
            recommendations=command.recommendations,
            limits=(limit,),
            notices=asked.to_managers("report-drafted", level=case.level, due_on=limit.last_day.isoformat()),
        )
    ]


def check_facts(command: CheckFacts, case: Case, asked: Asked) -> list[FactsChecked]:
    asked.not_over(case, "fact_check", "fact-check-late")
    return [FactsChecked(case_id=case.case_id, remarks=command.remarks)]


def finalise_report(_: FinaliseReport, case: Case, asked: Asked) -> list[ReportFinalised]:
    # R31: who signs is judged once more. An expert replaced since the interview signs no longer.
    for assignment in case.team:
        require_independence(assignment.person, case, asked)
    return [
        ReportFinalised(
            case_id=case.case_id,
            version=case.report_version,
            limits=(asked.limit("agenda", asked.edition(case)),),
            notices=asked.to_managers("report-final", level=case.level),
        )
    ]

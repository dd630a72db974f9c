"""How a case changes from the benchmark interview to the final report."""

from typing import Any, assert_never

from domain.cluster.case import Case, Stage
from domain.cluster.case_parts import Benchmark, Interview, Waiting
from domain.cluster.events.assessment import (
    AssessmentEvent,
    BenchmarkRecorded,
    ComparisonMade,
    FactsChecked,
    ReportDrafted,
    ReportFinalised,
    ReportSigned,
)
from domain.cluster.folding.moving import entered
from domain.happened import Happened
from domain.secretariat import secretariat_day


def evolve(case: Case, happened: Happened[Any], event: AssessmentEvent) -> Case:
    match event:
        case BenchmarkRecorded():
            return _interviewed(case, happened, event)
        case ComparisonMade():
            return case.model_copy(update={"compared": True})
        case ReportDrafted(version=version, recommended=recommended):
            told = {"report_version": version, "drafted": True, "recommended": recommended}
            drafted = entered(case, Stage.FACT_CHECK, happened, event.limits)
            return drafted.model_copy(update={**told, "signatures": frozenset()})
        case FactsChecked():
            return entered(case, Stage.FACTS_CHECKED, happened, event.limits)
        case ReportSigned(expert=expert):
            return case.model_copy(update={"signatures": case.signatures | {expert}})
        case ReportFinalised(dossier=dossier):
            final = entered(case, Stage.REPORT_FINAL, happened, event.limits)
            signed = {"report": happened.event_id, "reported_on": secretariat_day(happened.recorded_at)}
            return final.model_copy(update={**signed, "dossier": dossier})
        case _:
            assert_never(event)


def before_interview(case: Case) -> Case:
    """R14: behind a final report there is only a new interview, and everything that follows from it."""
    if case.report is None or case.on_site:
        return case
    undone = {"benchmark": None, "compared": False, "report": None, "round_id": None, "waiting": Waiting()}
    return case.model_copy(update={**undone, "members": (), "ballots": ()})


def _interviewed(case: Case, happened: Happened[Any], event: BenchmarkRecorded) -> Case:
    fields = {name: getattr(event, name) for name in Benchmark.model_fields if name != "event_id"}
    interview = Interview(expert=event.expert, held_on=event.interview_on)
    update = {
        "benchmark": Benchmark(event_id=happened.event_id, **fields),
        "interviews": (*case.interviews, interview),
        "compared": False,
    }
    if case.on_site:
        # A Silver's second benchmark is one part of its audit; the path goes on by the audit.
        return case.model_copy(update=update)
    return entered(before_interview(case), Stage.DRAFT, happened, event.limits).model_copy(update=update)

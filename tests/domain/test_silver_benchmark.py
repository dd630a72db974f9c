"""Silver's second benchmark is a part of its audit, 18 months after the first at the soonest (R2, R20)."""

from datetime import date

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.audit import ScheduleAudit
from domain.cluster.events.assessment import (
    BenchmarkRecorded,
    FactsChecked,
    ReportDrafted,
    ReportFinalised,
)
from domain.cluster.events.scores import ScoresSubmitted
from domain.levels import Kind, Level
from domain.person.state import TieKind
from domain.procedure import Benchmark
from domain.schemes import scheme
from tests.domain.audited import (
    SILVER_CODES,
    SILVER_VISIT,
    advised,
    gold_audit_due,
    gold_audited,
    silver_audit_due,
    silver_audited,
    silver_desk_check,
    silver_evidence_open,
    silver_scheduled,
    with_team,
)
from tests.domain.cast import ANSWERS, AURORA, CODES, EMIL, INCOMPLETE, MONDAY, interview, tie
from tests.domain.silver_gold import silver_after
from tests.domain.specification import World, given, sealed


def recorded(on: date = MONDAY, *, complete: bool = True) -> BenchmarkRecorded:
    return BenchmarkRecorded(
        case_id="silver-1",
        expert=EMIL,
        interview_on=on,
        remote=False,
        catalogue="2013",
        values=ANSWERS if complete else INCOMPLETE,
        complete=complete,
    )


@pytest.mark.parametrize("world", [silver_desk_check, silver_audit_due, silver_scheduled])
def test_the_second_benchmark_is_recorded_from_the_desk_check_to_the_visit(world: object) -> None:
    assert callable(world)
    given(world()).when(interview(MONDAY), by=EMIL).then(recorded()).with_letters().with_limits()


def test_the_path_of_a_silver_goes_on_by_its_audit_and_the_comparison_is_owed() -> None:
    world = silver_scheduled().does(EMIL, interview(MONDAY), on=AURORA)
    assert world.case("aurora", "silver-1").stage is Stage.AUDIT_SCHEDULED
    assert world.pay().case("aurora", "silver-1").compared


def test_it_asks_for_the_36_indicators_as_bronze_does() -> None:
    given(silver_scheduled()).when(interview(MONDAY, INCOMPLETE), by=EMIL).then(recorded(complete=False))
    given(silver_scheduled()).when(interview(MONDAY, {**ANSWERS, "2.1": 6}), by=EMIL).then_rejected(
        "off-scale"
    )
    given(silver_scheduled()).when(interview(MONDAY, {**ANSWERS, "9.9": 1}), by=EMIL).then_rejected(
        "indicator-unknown"
    )
    given(silver_scheduled()).when(interview(MONDAY, dict.fromkeys(CODES[1:], 1)), by=EMIL).then_rejected(
        "indicator-missing"
    )


def test_it_is_not_recorded_before_the_documents_are_in() -> None:
    given(silver_evidence_open()).when(interview(MONDAY), by=EMIL).then_rejected("wrong-stage")


def test_it_is_recorded_once_in_an_audit() -> None:
    world = silver_scheduled().does(EMIL, interview(MONDAY), on=AURORA).until(SILVER_VISIT[0])
    given(world).when(interview(SILVER_VISIT[0]), by=EMIL).then_rejected("benchmark-recorded")


def test_it_is_not_held_before_the_application_or_after_today() -> None:
    given(silver_scheduled()).when(interview(date(2026, 2, 1)), by=EMIL).then_rejected(
        "interview-before-application"
    )
    given(silver_scheduled()).when(interview(date(2026, 2, 3)), by=EMIL).then_rejected("date-in-future")


def test_silver_is_not_interviewed_by_video() -> None:
    given(silver_scheduled()).when(interview(MONDAY, remote=True), by=EMIL).then_rejected("video-not-allowed")


def early(day: date) -> World:
    """A Silver applied for in September 2025, fifteen months after the benchmark; it is `day` by now."""
    world = silver_after(advised().until(date(2025, 9, 1)), Stage.SIGNED)
    return with_team(world, "silver-1", EMIL, areas_due=3, benchmark_due=True).until(day)


def test_under_18_months_after_the_first_benchmark_the_second_is_refused() -> None:
    day = date(2025, 12, 2)
    world = early(day)
    assert world.case("aurora", "silver-1").stage is Stage.AUDIT_DUE
    given(world).when(interview(day), by=EMIL).then_rejected("benchmark-too-recent")


def test_after_18_months_the_second_benchmark_is_recorded() -> None:
    day = date(2025, 12, 3)
    given(early(day)).when(interview(day), by=EMIL).then(recorded(day))


def test_gold_has_no_benchmark_interview() -> None:
    given(gold_audit_due()).when(interview(MONDAY), by=EMIL).then_rejected("not-bronze-or-silver")
    assert all(
        scheme().on(MONDAY).procedure(Level.GOLD, kind).benchmark.value is Benchmark.NONE for kind in Kind
    )
    given(gold_audited()).when(interview(MONDAY), by=EMIL).then_rejected("wrong-stage")


def test_an_expert_who_got_tied_does_not_hold_it() -> None:
    world = silver_scheduled().does(EMIL, tie(TieKind.EMPLOYED), on=f"person-{EMIL}")
    given(world).when(interview(MONDAY), by=EMIL).then_rejected("hard-conflict")


def reported() -> World:
    """The report of the Silver audited is final."""
    scores = dict.fromkeys(SILVER_CODES, 1)
    return silver_audited().happens(
        AURORA,
        ScoresSubmitted(case_id="silver-1", expert=EMIL, scores=scores, agreed=True),
        ReportDrafted(case_id="silver-1", version=1, summary=sealed("Dedicated.")),
        FactsChecked(case_id="silver-1"),
        ReportFinalised(case_id="silver-1", version=1),
    )


def test_behind_the_report_it_is_not_repeated_by_itself() -> None:
    given(reported()).when(interview(SILVER_VISIT[0]), by=EMIL).then_rejected("audit-concluded")


def test_an_audit_held_anew_has_a_benchmark_of_its_own_later_than_the_one_before() -> None:
    day, again = date(2027, 2, 17), ScheduleAudit(days=(date(2027, 3, 1),))
    world = reported().until(day).does(EMIL, again, on=AURORA)
    assert world.case("aurora", "silver-1").benchmark is None
    given(world).when(interview(SILVER_VISIT[0]), by=EMIL).then_rejected("interview-not-newer")
    given(world).when(interview(day), by=EMIL).then(recorded(day))


def test_after_the_audit_it_is_recorded_no_more() -> None:
    given(silver_audited()).when(interview(SILVER_VISIT[0]), by=EMIL).then_rejected("wrong-stage")

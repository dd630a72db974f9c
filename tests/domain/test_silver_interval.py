"""A first Silver is visited 18 to 24 months after the earlier benchmark, here of 3 June 2024 (R20, R39)."""

from datetime import date, timedelta

import pytest

from domain.cluster.case import Case, ClosedAs, Stage
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.audit import RecordAuditDay, ScheduleAudit
from domain.cluster.commands.clock import ExtendDeadline
from domain.cluster.commands.evidence import AcceptEvidence
from domain.cluster.commands.organisation import ImportLabel
from domain.cluster.events.application import BenchmarkOutdated
from domain.cluster.events.audit import AuditScheduled
from domain.levels import Kind, Level
from domain.person.state import Office
from domain.standing import letters
from domain.terms import Interval
from tests.domain.audited import (
    AREAS,
    DECLARE,
    SILVER_CODES,
    SILVER_VISIT,
    advised,
    area,
    booked,
    handing_in,
    reschedule,
    silver_audit_due,
    silver_scheduled,
    with_team,
)
from tests.domain.cast import (
    AURORA,
    CLARA,
    EMIL,
    OLGA,
    person,
    stage_set,
)
from tests.domain.silver_gold import elsewhere, silver_after
from tests.domain.specification import World, at_midnight_ending, document, given

OTTO = "otto-operator"


def unhurried(world: World | None = None) -> World:
    """Silver's audit is due, and the secretariat has given it all the time a long interval takes."""
    longer = ExtendDeadline(limit="audit", until_on=date(2027, 12, 31), reason="The cluster is rebuilt.")
    return (world or silver_audit_due()).does(OLGA, longer, on=AURORA)


def silver_visited(day: date, world: World | None = None) -> AuditScheduled:
    world = world or unhurried()
    outcome = given(world).when(ScheduleAudit(days=(day,)), by=EMIL)
    assert outcome.rejected is None, outcome.rejected
    event = outcome.events[0]
    assert isinstance(event, AuditScheduled)
    return event


def autumn() -> World:
    """The same Silver, applied for in September 2025: fifteen months after the benchmark."""
    world = silver_after(advised().until(date(2025, 9, 1)), Stage.SIGNED)
    with_team(world, "silver-1", EMIL, areas_due=3, benchmark_due=True)
    items = tuple(
        each.model_copy(update={"speaks_of": date(2025, 8, 1)})
        for each in handing_in(*SILVER_CODES, *AREAS).items
    )
    evidence = handing_in().model_copy(update={"items": items})
    world.does(CLARA, DECLARE, evidence, on=AURORA)
    return world.does(EMIL, AcceptEvidence(subjects=(*SILVER_CODES, *AREAS)), on=AURORA)


def test_a_silver_visit_records_the_whole_months_since_the_earlier_benchmark() -> None:
    given(silver_audit_due()).when(ScheduleAudit(days=SILVER_VISIT), by=EMIL).then(
        AuditScheduled(case_id="silver-1", days=SILVER_VISIT, sequence=0, interval_months=20),
        *booked(SILVER_VISIT, EMIL, case="aurora/silver-1"),
    )


def test_under_18_months_after_the_earlier_benchmark_silver_is_not_visited() -> None:
    given(autumn()).when(ScheduleAudit(days=(date(2025, 12, 2),)), by=EMIL).then_rejected(
        "benchmark-too-recent"
    )
    assert silver_visited(date(2025, 12, 3), unhurried(autumn())).interval_months == 18


def test_up_to_24_months_silver_needs_no_second_person() -> None:
    assert silver_visited(date(2026, 6, 3)).interval_months == 24


ENDORSE = EndorseAct(act="benchmark-interval", reason="The cluster was rebuilt.")


def test_over_24_months_a_second_person_endorses_the_interval() -> None:
    late = ScheduleAudit(days=(date(2026, 6, 4),))
    given(silver_audit_due()).when(late, by=EMIL).then_rejected("interval-not-endorsed")
    world = unhurried().does(OLGA, ENDORSE, on=AURORA)
    assert silver_visited(date(2026, 6, 4), world).interval_months == 24


def test_who_plans_a_long_interval_does_not_endorse_it() -> None:
    world = unhurried().does(OLGA, ENDORSE, on=AURORA)
    late = ScheduleAudit(days=(date(2026, 6, 4),))
    given(world).when(late, by=OLGA).then_rejected("interval-not-endorsed")
    world.does(OLGA, person(OTTO, Office.OPERATOR), on=f"person-{OTTO}").does(OTTO, ENDORSE, on=AURORA)
    given(world).when(late, by=OLGA).then(
        AuditScheduled(case_id="silver-1", days=late.days, sequence=0, interval_months=24),
        *booked(late.days, EMIL, case="aurora/silver-1"),
    )


def test_over_36_months_the_first_benchmark_is_repeated() -> None:
    world = unhurried().does(OLGA, ENDORSE, on=AURORA)
    assert silver_visited(date(2027, 6, 3), world.copy()).interval_months == 36
    given(world).when(ScheduleAudit(days=(date(2027, 6, 4),)), by=EMIL).then_rejected("benchmark-too-old")


def test_a_visit_moved_too_far_needs_the_second_person_too() -> None:
    given(silver_scheduled()).when(reschedule(date(2026, 6, 4)), by=EMIL).then_rejected(
        "interval-not-endorsed"
    )


def test_an_earlier_benchmark_of_no_certain_day_is_confirmed_first() -> None:
    imported = ImportLabel(
        name="Aurora",
        country="DK",
        level=Level.BRONZE,
        kind=Kind.FIRST,
        assessed=Interval(earliest=date(2024, 3, 1), latest=date(2024, 12, 31)),
        awarded=Interval.exactly(date(2025, 1, 15)),
        valid_until=Interval.exactly(date(2026, 12, 31)),
        source="a page of the holder",
        row_key=document("Aurora bronze"),
    )
    world = silver_after(stage_set().does(OLGA, imported, on=AURORA), Stage.SIGNED)
    with_team(world, "silver-1", EMIL, areas_due=3, benchmark_due=True)
    areas = DECLARE.model_copy(update={"areas": (area("2.2.1"), area("4.5"), area("5.1"))})
    world.does(CLARA, areas, handing_in(*SILVER_CODES, *AREAS), on=AURORA)
    world.does(EMIL, AcceptEvidence(subjects=(*SILVER_CODES, *AREAS)), on=AURORA)
    given(world).when(ScheduleAudit(days=SILVER_VISIT), by=EMIL).then_rejected("benchmark-unconfirmed")
    late = ScheduleAudit(days=(date(2026, 7, 1),))
    given(world).when(late, by=EMIL).then_rejected("interval-not-endorsed")
    assert (
        silver_visited(date(2026, 7, 1), unhurried(world).does(OLGA, ENDORSE, on=AURORA)).interval_months
        is None
    )


# What becomes of a case whose first benchmark has aged

LAST = date(2027, 6, 3)  # 36 months after the earlier benchmark
TEN_WORKING_DAYS_LATER = at_midnight_ending(date(2027, 6, 17))


def aging() -> World:
    """Silver's audit is due, a second person has endorsed a long interval, and its last day has come."""
    return unhurried().does(OLGA, ENDORSE, on=AURORA).until(date(2027, 5, 20))


def case_of(world: World) -> Case:
    return world.case("aurora", "silver-1")


def test_a_silver_nobody_visits_in_36_months_ends_so_that_the_first_benchmark_is_repeated() -> None:
    world = aging()
    assert case_of(world.until(TEN_WORKING_DAYS_LATER - timedelta(seconds=1))).stage is Stage.AUDIT_DUE
    world.until(TEN_WORKING_DAYS_LATER)
    assert world.events(AURORA)[-1] == BenchmarkOutdated(
        case_id="silver-1",
        interval_until=LAST,
        notices=(
            *letters((CLARA,), "benchmark-outdated", level="silver"),
            *letters((EMIL,), "assignment-ended", level="silver"),
        ),
    )
    assert case_of(world).closed_as is ClosedAs.OUT_OF_TIME


def test_a_visit_that_was_planned_and_not_held_by_then_is_called_off() -> None:
    world = aging().does(EMIL, ScheduleAudit(days=(LAST,)), on=AURORA).until(TEN_WORKING_DAYS_LATER)
    (closed,) = (event for event in world.events(AURORA) if isinstance(event, BenchmarkOutdated))
    assert [notice.notice for notice in closed.notices][2:] == ["audit-cancelled", "audit-cancelled"]
    assert world.person(EMIL).bookings == ()


def test_a_visit_of_the_last_day_may_be_recorded_afterwards() -> None:
    world = aging().does(EMIL, ScheduleAudit(days=(LAST,)), on=AURORA).until(date(2027, 6, 16))
    world.does(EMIL, RecordAuditDay(day=LAST, experts=(EMIL,)), on=AURORA).until(date(2027, 8, 1))
    assert case_of(world).stage is Stage.AUDIT_SCHEDULED


@pytest.mark.parametrize(
    ("assessed", "last_day"),
    [
        (Interval.exactly(date(2024, 3, 1)), date(2027, 3, 15)),
        (Interval(earliest=date(2024, 3, 1), latest=date(2024, 6, 3)), date(2027, 6, 17)),
        (Interval(earliest=date(2024, 3, 1), latest=None), None),
    ],
)
def test_the_end_runs_from_the_last_day_the_earlier_benchmark_may_be_of(
    assessed: Interval, last_day: date | None
) -> None:
    imported = elsewhere(Level.BRONZE, assessed=assessed, until=Interval.exactly(date(2026, 12, 31)))
    world = silver_after(stage_set().does(OLGA, imported, on=AURORA), Stage.APPLIED)
    limit = case_of(world).limit("late_recording")
    assert (limit and limit.last_day) == last_day

"""An interrupted visit goes on with the days still missing, within thirty days, its experts booked (R32)."""

from datetime import date

from domain.cluster.case import Stage
from domain.cluster.commands.audit import InterruptAudit
from domain.cluster.events.audit import AuditInterrupted, AuditRescheduled
from domain.person.events import DaysBooked
from tests.domain.audited import (
    ILL,
    NEXT_WEEK,
    VISIT,
    booked,
    details,
    gold_on_site,
    gold_scheduled,
    held,
    reschedule,
)
from tests.domain.cast import (
    AURORA,
    CLARA,
    EMIL,
    ESTHER,
)
from tests.domain.specification import given, sealed


def interruption(resumes_on: date) -> InterruptAudit:
    return InterruptAudit(resumes_on=resumes_on, reason=ILL)


def interrupted(*days: date) -> AuditInterrupted:
    return AuditInterrupted(case_id="gold-1", days=days, resumes_on=days[0], sequence=1, reason=sealed(ILL))


def test_an_interrupted_visit_goes_on_with_the_days_still_missing() -> None:
    world, again = gold_on_site(), date(2026, 3, 3)
    given(world).when(interruption(again), by=EMIL).then(
        interrupted(again), *booked((VISIT[0], again), EMIL, ESTHER)
    ).with_letters((CLARA, "audit-interrupted"), (EMIL, "audit-interrupted"), (ESTHER, "audit-interrupted"))
    assert details(world)["days"] == "2026-02-16,2026-03-03"
    world.until(again).does(EMIL, held(again), on=AURORA)
    assert world.case("aurora", "gold-1").stage is Stage.AUDIT_SCHEDULED


def test_a_visit_interrupted_before_its_first_day_was_held_goes_on_with_both_days() -> None:
    world = gold_scheduled().until(VISIT[0])
    given(world).when(interruption(NEXT_WEEK[0]), by=EMIL).then(
        interrupted(*NEXT_WEEK), *booked(NEXT_WEEK, EMIL, ESTHER)
    )


def test_a_visit_goes_on_at_most_30_days_after_its_last_day_held() -> None:
    given(gold_on_site()).when(interruption(date(2026, 3, 19)), by=EMIL).then_rejected("resumes-too-late")
    given(gold_on_site()).when(interruption(date(2026, 3, 18)), by=EMIL).then(
        interrupted(date(2026, 3, 18)), *booked((VISIT[0], date(2026, 3, 18)), EMIL, ESTHER)
    )


def test_the_rest_of_a_visit_is_not_moved_further_either() -> None:
    world = gold_on_site().does(EMIL, interruption(date(2026, 3, 3)), on=AURORA)
    given(world).when(reschedule(date(2026, 3, 19)), by=EMIL).then_rejected("resumes-too-late")
    given(world).when(reschedule(date(2026, 3, 18)), by=EMIL).then(
        AuditRescheduled(case_id="gold-1", days=(date(2026, 3, 18),), sequence=2, reason=sealed(ILL)),
        *booked((VISIT[0], date(2026, 3, 18)), EMIL, ESTHER),
    )


def test_a_visit_goes_on_later_than_the_day_that_falls_out() -> None:
    given(gold_on_site()).when(interruption(VISIT[1]), by=EMIL).then_rejected("resumes-too-soon")


def test_a_visit_goes_on_on_a_working_day() -> None:
    given(gold_on_site()).when(interruption(date(2026, 2, 21)), by=EMIL).then_rejected("not-consecutive")


def test_a_visit_does_not_go_on_while_an_expert_is_booked() -> None:
    taken = DaysBooked(days=NEXT_WEEK, case="polaris/silver-1")
    world = gold_on_site().happens(f"person-{EMIL}", taken)
    given(world).when(interruption(NEXT_WEEK[0]), by=EMIL).then_rejected("expert-booked")


def test_a_visit_that_has_not_begun_is_rescheduled_not_interrupted() -> None:
    given(gold_scheduled()).when(interruption(NEXT_WEEK[0]), by=EMIL).then_rejected("audit-not-begun")


def test_a_visit_of_which_no_day_is_missing_is_not_interrupted() -> None:
    world = gold_on_site().does(EMIL, held(VISIT[1]), on=AURORA)
    given(world).when(interruption(NEXT_WEEK[0]), by=EMIL).then_rejected("no-day-missing")


def test_only_the_lead_interrupts_a_visit() -> None:
    given(gold_on_site()).when(interruption(NEXT_WEEK[0]), by=ESTHER).then_rejected("not-permitted")

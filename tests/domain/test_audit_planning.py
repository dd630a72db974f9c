"""The visit is planned and moved on consecutive working days, in time, and its experts are booked (R12, R14, R32)."""

from datetime import date

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.application import OfferAgreement, SignAgreement, SubmitApplication
from domain.cluster.commands.audit import ConcludeAudit, ScheduleAudit, ValidateIndicator
from domain.cluster.commands.evidence import AcceptEvidence
from domain.cluster.events.assessment import FactsChecked, ReportDrafted, ReportFinalised
from domain.cluster.events.audit import AuditRescheduled, AuditScheduled
from domain.cluster.events.scores import ConsensusReached
from domain.levels import Kind, Level
from domain.person.events import DaysBooked
from domain.person.state import TieKind
from domain.terms import Interval
from tests.domain.audited import (
    GOLD_CODES,
    ILL,
    NEXT_WEEK,
    VISIT,
    booked,
    details,
    gold_audit_due,
    gold_audited,
    gold_desk_check,
    gold_scheduled,
    handing_in,
    held,
    reschedule,
    with_team,
)
from tests.domain.cast import (
    ACCEPT,
    AURORA,
    CARL,
    CLARA,
    EMIL,
    ESTHER,
    OLGA,
    bronze,
    gold_elsewhere,
    stage_set,
    tie,
)
from tests.domain.silver_gold import BEST, PASSING
from tests.domain.specification import World, given, sealed

GRACE_ENDS = date(2026, 3, 31)


def scheduled(*days: date, sequence: int = 0) -> AuditScheduled:
    return AuditScheduled(case_id="gold-1", days=days, sequence=sequence)


def test_the_lead_plans_gold_on_two_consecutive_working_days_and_both_experts_are_booked() -> None:
    given(gold_audit_due()).when(ScheduleAudit(days=VISIT), by=EMIL).then(
        scheduled(*VISIT), *booked(VISIT, EMIL, ESTHER)
    ).with_letters(
        (CLARA, "audit-scheduled"), (EMIL, "audit-scheduled"), (ESTHER, "audit-scheduled")
    ).with_limits()


def test_a_planned_visit_is_told_as_a_calendar_entry() -> None:
    world = gold_audit_due().does(EMIL, ScheduleAudit(days=VISIT), on=AURORA)
    assert details(world) == {
        "level": "gold",
        "days": "2026-02-16,2026-02-17",
        "first_day": "2026-02-16",
        "last_day": "2026-02-17",
        "sequence": "0",
        "method": "REQUEST",
        "uid": "aurora/gold-1",
    }


def test_an_operator_may_plan_it_too() -> None:
    given(gold_audit_due()).when(ScheduleAudit(days=VISIT), by=OLGA).then(
        scheduled(*VISIT), *booked(VISIT, EMIL, ESTHER)
    )


@pytest.mark.parametrize("actor", [ESTHER, CLARA, CARL])
def test_nobody_else_plans_the_visit(actor: str) -> None:
    given(gold_audit_due()).when(ScheduleAudit(days=VISIT), by=actor).then_rejected("not-permitted")


def test_a_visit_over_a_weekend_is_on_consecutive_working_days() -> None:
    days = (date(2026, 2, 20), date(2026, 2, 23))
    given(gold_audit_due()).when(ScheduleAudit(days=days), by=EMIL).then(
        scheduled(*days), *booked(days, EMIL, ESTHER)
    )


def test_a_visit_over_the_holidays_of_the_clusters_country_is_on_consecutive_working_days() -> None:
    days = (date(2026, 4, 1), date(2026, 4, 7))  # Maundy Thursday is a holiday in Denmark, not in Germany
    given(gold_audit_due()).when(ScheduleAudit(days=days), by=EMIL).then(
        scheduled(*days), *booked(days, EMIL, ESTHER)
    )


@pytest.mark.parametrize(
    "days",
    [
        (date(2026, 2, 16), date(2026, 2, 18)),
        (date(2026, 2, 17), date(2026, 2, 16)),
        (date(2026, 2, 16), date(2026, 2, 16)),
        (date(2026, 2, 21), date(2026, 2, 23)),
        (date(2026, 4, 1), date(2026, 4, 2)),
    ],
)
def test_other_than_consecutive_working_days_are_refused(days: tuple[date, ...]) -> None:
    given(gold_audit_due()).when(ScheduleAudit(days=days), by=EMIL).then_rejected("not-consecutive")


@pytest.mark.parametrize(
    ("days", "saying"),
    [
        (
            (date(2026, 2, 21), date(2026, 2, 23)),
            "2026-02-21 is no working day in DK; consecutive working days would be 2026-02-23, 2026-02-24.",
        ),
        (
            (date(2026, 4, 1), date(2026, 4, 2)),
            "2026-04-02 is no working day in DK; consecutive working days would be 2026-04-01, 2026-04-07.",
        ),
        (
            (date(2026, 2, 16), date(2026, 2, 18)),
            "these do not follow; consecutive working days would be 2026-02-16, 2026-02-17.",
        ),
    ],
)
def test_of_other_days_it_is_said_which_would_do(days: tuple[date, ...], saying: str) -> None:
    given(gold_audit_due()).when(ScheduleAudit(days=days), by=EMIL).then_rejected(
        "not-consecutive", f"days: {saying}"
    )


@pytest.mark.parametrize("days", [VISIT[:1], (*VISIT, date(2026, 2, 18))])
def test_a_first_gold_takes_two_days_on_site(days: tuple[date, ...]) -> None:
    given(gold_audit_due()).when(ScheduleAudit(days=days), by=EMIL).then_rejected(
        "wrong-number", f"days: a gold first visit takes 2 days; {len(days)} given (R2)."
    )


def test_a_visit_is_not_planned_in_the_past() -> None:
    world = gold_audit_due().until(VISIT[1])
    given(world).when(ScheduleAudit(days=VISIT), by=EMIL).then_rejected("day-past")


def test_a_visit_may_begin_on_the_day_it_is_planned() -> None:
    given(gold_audit_due().until(VISIT[0])).when(ScheduleAudit(days=VISIT), by=EMIL).then(
        scheduled(*VISIT), *booked(VISIT, EMIL, ESTHER)
    )


def test_all_data_is_there_14_days_before_the_visit() -> None:
    days = (date(2026, 2, 13), date(2026, 2, 16))
    saying = (
        "days: all data was there on 2026-02-02, and must be 14 days before the visit: "
        "2026-02-16 is the first possible day (R28)."
    )
    given(gold_audit_due()).when(ScheduleAudit(days=days), by=EMIL).then_rejected("data-too-late", saying)


def test_gold_is_not_audited_by_video() -> None:
    given(gold_audit_due()).when(ScheduleAudit(days=VISIT, remote=True), by=EMIL).then_rejected(
        "video-not-allowed"
    )


def test_an_expert_is_never_booked_twice() -> None:
    taken = DaysBooked(days=VISIT[1:], case="polaris/silver-1")
    world = gold_audit_due().happens(f"person-{ESTHER}", taken)
    given(world).when(ScheduleAudit(days=VISIT), by=EMIL).then_rejected("expert-booked")
    given(world).when(ScheduleAudit(days=NEXT_WEEK), by=EMIL).then(
        scheduled(*NEXT_WEEK), *booked(NEXT_WEEK, EMIL, ESTHER)
    )


def test_a_visit_is_not_planned_with_an_expert_who_got_tied() -> None:
    world = gold_audit_due().does(ESTHER, tie(TieKind.CONSULTED), on=f"person-{ESTHER}")
    given(world).when(ScheduleAudit(days=VISIT), by=EMIL).then_rejected("hard-conflict")


def test_a_visit_is_not_planned_before_the_desk_check_is_over() -> None:
    given(gold_desk_check()).when(ScheduleAudit(days=VISIT), by=EMIL).then_rejected("wrong-stage")


def renewal() -> World:
    """Gold ended in March 2025 and is in its year of grace; the renewal's desk check is over."""
    imported = gold_elsewhere("Aurora", "DK", until=Interval.exactly(date(2025, 3, 31)))
    world = stage_set().does(OLGA, imported, on=AURORA)
    world.does(CLARA, SubmitApplication(level=Level.GOLD, kind=Kind.RENEWAL), on=AURORA)
    world.does(OLGA, ACCEPT, on=AURORA).does(CLARA, PASSING, on=AURORA)
    world.does(OLGA, OfferAgreement(), on=AURORA).does(CLARA, SignAgreement(), on=AURORA)
    with_team(world, "gold-1", EMIL, ESTHER).does(CLARA, handing_in(*GOLD_CODES), on=AURORA)
    return world.does(EMIL, AcceptEvidence(subjects=GOLD_CODES), on=AURORA).pay()


def test_a_gold_renewal_takes_one_day_in_time_on_the_last_day_of_grace() -> None:
    given(renewal()).when(ScheduleAudit(days=(GRACE_ENDS,)), by=EMIL).then(
        scheduled(GRACE_ENDS), *booked((GRACE_ENDS,), EMIL, ESTHER)
    )


def test_a_renewal_is_not_visited_after_grace() -> None:
    given(renewal()).when(ScheduleAudit(days=(date(2026, 4, 1),)), by=EMIL).then_rejected(
        "renewal-out-of-time"
    )


def test_a_renewals_visit_is_not_moved_behind_grace() -> None:
    world = renewal().does(EMIL, ScheduleAudit(days=(GRACE_ENDS,)), on=AURORA)
    given(world).when(reschedule(date(2026, 4, 1)), by=EMIL).then_rejected("renewal-out-of-time")


def reported(world: World) -> World:
    """The report is final."""
    return world.happens(
        AURORA,
        ConsensusReached(case_id="gold-1", scores=BEST),
        ReportDrafted(case_id="gold-1", version=1, summary=sealed("Proven.")),
        FactsChecked(case_id="gold-1"),
        ReportFinalised(case_id="gold-1", version=1),
    )


def test_a_recent_audit_is_not_repeated() -> None:
    given(reported(gold_audited())).when(ScheduleAudit(days=NEXT_WEEK), by=EMIL).then_rejected("audit-recent")


def test_an_audit_too_old_is_planned_anew_and_nothing_that_followed_from_it_is_left() -> None:
    world = reported(gold_audited()).until(date(2027, 2, 18))
    days = (date(2027, 3, 1), date(2027, 3, 2))
    given(world).when(ScheduleAudit(days=days), by=EMIL).then(
        scheduled(*days, sequence=1), *booked(days, EMIL, ESTHER)
    ).with_limits(("audit", date(2027, 5, 19)))
    case = world.case("aurora", "gold-1")
    assert (case.stage, case.report, case.result, case.first_audited_on) == (
        Stage.AUDIT_SCHEDULED,
        None,
        None,
        VISIT[1],
    )


def test_an_audit_held_anew_does_not_make_a_renewal_late() -> None:
    world = renewal().does(EMIL, ScheduleAudit(days=(GRACE_ENDS,)), on=AURORA).until(GRACE_ENDS)
    validated = ValidateIndicator(day=GRACE_ENDS, validated=GOLD_CODES)
    world.does(EMIL, held(GRACE_ENDS), validated, ConcludeAudit(), on=AURORA)
    again = date(2027, 4, 12)
    given(reported(world).until(date(2027, 4, 1))).when(ScheduleAudit(days=(again,)), by=EMIL).then(
        scheduled(again, sequence=1), *booked((again,), EMIL, ESTHER)
    )


def test_a_visit_is_moved_with_a_reason_and_so_are_the_bookings() -> None:
    world = gold_scheduled()
    given(world).when(reschedule(*NEXT_WEEK), by=EMIL).then(
        AuditRescheduled(case_id="gold-1", days=NEXT_WEEK, sequence=1, reason=sealed(ILL)),
        *booked(NEXT_WEEK, EMIL, ESTHER),
    ).with_letters((CLARA, "audit-rescheduled"), (EMIL, "audit-rescheduled"), (ESTHER, "audit-rescheduled"))
    assert [booking.days for booking in world.person(EMIL).bookings] == [NEXT_WEEK]
    assert (details(world)["days"], details(world)["sequence"]) == ("2026-02-23,2026-02-24", "1")


def test_a_moved_visit_keeps_to_the_same_rules() -> None:
    when = given(gold_scheduled()).when
    when(reschedule(date(2026, 2, 23)), by=EMIL).then_rejected("wrong-number")
    when(reschedule(date(2026, 2, 23), date(2026, 2, 25)), by=EMIL).then_rejected("not-consecutive")
    when(reschedule(date(2026, 2, 12), date(2026, 2, 13)), by=EMIL).then_rejected("data-too-late")
    when(reschedule(*NEXT_WEEK, remote=True), by=EMIL).then_rejected("video-not-allowed")


def test_a_bronze_whose_interview_is_too_old_has_no_visit() -> None:
    world = bronze(Stage.REPORT_FINAL).until(date(2027, 3, 1))
    given(world).when(ScheduleAudit(days=(date(2027, 3, 15),)), by=OLGA).then_rejected("no-audit")

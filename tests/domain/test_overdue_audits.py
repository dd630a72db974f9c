"""A visit that may not go on any more begins anew, and an audit that is overdue gets a new date (R28)."""

from datetime import date

import pytest

from domain.cluster.case import Stage
from domain.cluster.case_parts import Audit
from domain.cluster.commands.audit import InterruptAudit, ScheduleAudit, ValidateIndicator
from domain.cluster.commands.clock import ExtendDeadline
from domain.cluster.commands.team import AgreeTeam
from domain.cluster.events.audit import AuditScheduled
from domain.cluster.tasks import tasks_of
from domain.levels import Party
from tests.domain.audited import (
    GOLD_CODES,
    ILL,
    VISIT,
    booked,
    details,
    gold_audit_due,
    gold_audited,
    gold_on_site,
    gold_scheduled,
    held,
    reschedule,
)
from tests.domain.cast import AURORA, CLARA, EMIL, ESTHER, OLGA
from tests.domain.specification import World, given
from tests.domain.teams import ACCEPT_IT, INGA, replacing, staffed
from tests.domain.test_audit_planning import reported

LAST, BEHIND = date(2026, 3, 18), date(2026, 3, 19)  # thirty days after the first day of the visit
ANEW = (date(2026, 3, 30), date(2026, 3, 31))
LAST_DAY, OVERDUE = date(2026, 5, 4), date(2026, 5, 5)  # the audit is due by 4 May
NEW_DATE = (date(2026, 5, 18), date(2026, 5, 19))
AGAIN = ScheduleAudit(days=ANEW)


def interrupted() -> World:
    return gold_on_site().does(EMIL, InterruptAudit(resumes_on=date(2026, 3, 3), reason=ILL), on=AURORA)


def anew(sequence: int) -> AuditScheduled:
    return AuditScheduled(case_id="gold-1", days=ANEW, sequence=sequence)


def waiting(world: World) -> list[tuple[str, Party, tuple[str, ...]]]:
    return [(task.task, task.party, task.persons) for task in tasks_of(world.cluster("aurora"))]


@pytest.mark.parametrize(("world", "sequence"), [(gold_on_site, 1), (interrupted, 2), (gold_scheduled, 1)])
def test_a_visit_that_may_not_go_on_any_more_is_planned_anew(world: object, sequence: int) -> None:
    assert callable(world)
    given(world().until(BEHIND)).when(AGAIN, by=EMIL).then(
        anew(sequence), *booked(ANEW, EMIL, ESTHER)
    ).with_letters((CLARA, "audit-rescheduled"), (EMIL, "audit-rescheduled"), (ESTHER, "audit-rescheduled"))


def test_its_calendar_entry_is_the_next_version() -> None:
    world = interrupted().until(BEHIND).does(EMIL, AGAIN, on=AURORA)
    assert (details(world)["days"], details(world)["sequence"]) == ("2026-03-30,2026-03-31", "2")


def test_of_a_visit_begun_anew_no_day_is_held_and_nothing_validated() -> None:
    world = gold_on_site().does(EMIL, ValidateIndicator(day=VISIT[1], validated=GOLD_CODES), on=AURORA)
    world.until(BEHIND).does(EMIL, AGAIN, on=AURORA)
    case = world.case("aurora", "gold-1")
    assert (case.stage, case.audit) == (Stage.AUDIT_SCHEDULED, Audit(days=ANEW, sequence=1))


def test_whoever_held_a_day_of_it_took_part_in_the_assessment() -> None:
    world = staffed(gold_on_site()).does(OLGA, replacing(ESTHER, INGA), on=AURORA)
    world.does(INGA, ACCEPT_IT, on=AURORA).does(CLARA, AgreeTeam(), on=AURORA)
    assert world.case("aurora", "gold-1").marked
    world.until(BEHIND).does(EMIL, AGAIN, on=AURORA)
    case = world.case("aurora", "gold-1")
    assert (case.took_part, case.assessors) == (
        frozenset({EMIL, ESTHER}),
        frozenset({EMIL, ESTHER, INGA}),
    )
    assert not case.marked


@pytest.mark.parametrize("world", [gold_on_site, interrupted, gold_scheduled])
def test_a_visit_that_may_still_go_on_is_rescheduled_not_planned_anew(world: object) -> None:
    assert callable(world)
    given(world().until(LAST)).when(AGAIN, by=EMIL).then_rejected("visit-planned")


def test_a_visit_of_which_no_day_is_missing_is_concluded_not_planned_anew() -> None:
    world = gold_on_site().does(EMIL, held(VISIT[1]), on=AURORA).until(BEHIND)
    given(world).when(AGAIN, by=EMIL).then_rejected("no-day-missing")


def test_an_audit_that_is_overdue_waits_for_the_secretariat_too() -> None:
    lead = ("schedule-audit", Party.EXPERT, (EMIL,))
    world = gold_audit_due()
    assert waiting(world) == [lead]
    assert waiting(world.until(OVERDUE)) == [lead, ("set-new-date", Party.SECRETARIAT, ())]


def test_the_new_date_is_the_limit_of_the_audit() -> None:
    world = gold_audit_due().until(OVERDUE)
    given(world).when(ScheduleAudit(days=NEW_DATE), by=OLGA).with_limits(("audit", NEW_DATE[1]))
    conduct = ("conduct-audit", Party.EXPERT, (EMIL,))
    assert waiting(world) == [conduct]
    assert waiting(world.until(date(2026, 5, 20))) == [conduct, ("set-new-date", Party.SECRETARIAT, ())]


AUDIT_LATE = "days: 2026-05-05 is after the last day for the audit: "


def test_a_visit_is_not_planned_behind_its_limit_before_that_is_extended() -> None:
    late, last = ScheduleAudit(days=(LAST_DAY, OVERDUE)), (date(2026, 5, 1), LAST_DAY)
    for actor in (EMIL, OLGA):
        given(gold_audit_due()).when(late, by=actor).then_rejected(
            "audit-late",
            f"{AUDIT_LATE}extend the limit audit first (ExtendDeadline), "
            "or plan the visit by 2026-05-04 (R28).",
        )
    given(gold_audit_due()).when(ScheduleAudit(days=last), by=EMIL).then(
        AuditScheduled(case_id="gold-1", days=last, sequence=0), *booked(last, EMIL, ESTHER)
    )
    longer = ExtendDeadline(limit="audit", until_on=OVERDUE, reason=ILL)
    world = gold_audit_due().does(OLGA, longer, on=AURORA)
    given(world.copy()).when(ScheduleAudit(days=NEW_DATE), by=EMIL).then_rejected(
        "audit-late",
        "days: 2026-05-19 is after the last day for the audit: plan the visit by 2026-05-05 (R28).",
    )
    given(world).when(late, by=EMIL).then(
        AuditScheduled(case_id="gold-1", days=late.days, sequence=0), *booked(late.days, EMIL, ESTHER)
    )


def test_nor_is_it_moved_behind_its_limit() -> None:
    given(gold_scheduled()).when(reschedule(LAST_DAY, OVERDUE), by=EMIL).then_rejected("audit-late")


def test_a_visit_planned_anew_lies_within_the_limit_that_then_begins() -> None:
    world = reported(gold_audited()).until(date(2027, 2, 18))
    late = (date(2027, 5, 19), date(2027, 5, 20))
    given(world).when(ScheduleAudit(days=late), by=EMIL).then_rejected(
        "audit-late",
        "days: 2027-05-20 is after the last day for the audit: plan the visit by 2027-05-19 (R28).",
    )


def test_a_visit_that_has_begun_goes_on_whatever_its_limit_says() -> None:
    world = gold_audit_due().does(EMIL, ScheduleAudit(days=(date(2026, 5, 1), LAST_DAY)), on=AURORA)
    world.until(date(2026, 5, 1)).does(EMIL, held(date(2026, 5, 1)), on=AURORA)
    given(world).when(reschedule(date(2026, 5, 7)), by=EMIL).with_limits()


def test_a_visit_moved_in_time_keeps_its_limit_and_one_moved_later_has_its_date_as_limit() -> None:
    given(gold_scheduled()).when(reschedule(*ANEW), by=OLGA).with_limits()
    world = gold_scheduled().until(OVERDUE)
    given(world).when(reschedule(*NEW_DATE), by=OLGA).with_limits(("audit", NEW_DATE[1]))
    assert waiting(world) == [("conduct-audit", Party.EXPERT, (EMIL,))]


def test_a_visit_interrupted_behind_its_limit_has_its_last_day_as_limit() -> None:
    days = (date(2026, 5, 1), LAST_DAY)
    world = gold_audit_due().does(EMIL, ScheduleAudit(days=days), on=AURORA).until(OVERDUE)
    world.does(EMIL, held(days[0]), on=AURORA)
    assert waiting(world)[-1] == ("set-new-date", Party.SECRETARIAT, ())
    stop = InterruptAudit(resumes_on=NEW_DATE[0], reason=ILL)
    given(world).when(stop, by=EMIL).with_limits(("audit", NEW_DATE[0]))
    assert waiting(world) == [("resume-audit", Party.EXPERT, (EMIL,))]


def test_the_secretariat_may_extend_the_limit_instead() -> None:
    longer = ExtendDeadline(limit="audit", until_on=date(2026, 6, 1), reason=ILL)
    world = gold_audit_due().until(OVERDUE).does(OLGA, longer, on=AURORA)
    assert waiting(world) == [("schedule-audit", Party.EXPERT, (EMIL,))]


def test_a_visit_that_was_held_needs_no_new_date() -> None:
    world = gold_on_site().does(EMIL, held(VISIT[1]), on=AURORA).until(OVERDUE)
    assert waiting(world) == [("conduct-audit", Party.EXPERT, (EMIL,))]

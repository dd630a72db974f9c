"""A renewal's visit held by the last day of grace is in time, though nobody has concluded it yet (R12, R13)."""

from datetime import date

from domain.cluster.case import Stage
from domain.cluster.commands.audit import ConcludeAudit, ValidateIndicator
from domain.cluster.events.label import LabelLapsed
from domain.levels import Level
from domain.status import Status, StatusState, status_on
from tests.domain.audited import GOLD_CODES
from tests.domain.cast import AURORA, EMIL, MONDAY
from tests.domain.specification import World
from tests.domain.test_conversion import VISIT, with_a_visit

TO_RECORD = date(2026, 2, 16)  # the time to record an audit held in grace is over by then


def status(world: World) -> Status:
    aurora = world.cluster("aurora")
    return status_on(aurora.labels, Level.GOLD, world.today, pending=aurora.pending(Level.GOLD))


def test_the_label_is_pending_and_not_lapsed() -> None:
    assert status(with_a_visit(VISIT)).state is StatusState.PENDING
    assert status(with_a_visit()).state is StatusState.LAPSED


def test_nor_does_it_lapse_when_the_time_to_record_the_audit_is_over() -> None:
    world = with_a_visit(VISIT).until(TO_RECORD)
    assert world.case("aurora", "gold-1").stage is Stage.AUDIT_SCHEDULED
    assert status(world).state is StatusState.PENDING
    assert [each for each in world.events(AURORA) if isinstance(each, LabelLapsed)] == []


def test_the_day_it_was_held_is_the_day_of_the_assessment_whenever_it_is_concluded() -> None:
    world = with_a_visit(VISIT)
    assert world.case("aurora", "gold-1").assessed_on == VISIT
    world.does(EMIL, ValidateIndicator(day=VISIT, validated=GOLD_CODES), ConcludeAudit(), on=AURORA)
    case = world.case("aurora", "gold-1")
    assert (case.first_audited_on, case.assessed_on, world.today) == (VISIT, VISIT, MONDAY)
    assert status(world).state is StatusState.PENDING

"""Terms, renewal, grace and lapse in whole cases (R8 to R18, R23)."""

from datetime import date

from domain.cluster.case import ClosedAs, Stage
from domain.cluster.commands.assessment import FinaliseReport
from domain.cluster.events.application import RenewalOutOfTime
from domain.cluster.events.label import LabelExpired, LabelLapsed, LabelRenewed
from domain.cluster.events.reminders import ReminderSent
from domain.levels import Level
from domain.standing import letters
from domain.status import Status, StatusState, status_on
from tests.domain.cast import (
    AURORA,
    AWARD,
    CARL,
    CLARA,
    EMIL,
    MONA,
    NO,
    OLGA,
    REFUSE,
    VERA,
    YES,
    gold_elsewhere,
    interview,
    labelled,
    walk,
)
from tests.domain.specification import World, at_midnight_ending, given

MARCH_2024 = date(2024, 3, 12)  # worked case 1


def status(world: World, day: date) -> Status:
    cluster = world.cluster("aurora")
    return status_on(cluster.labels, Level.BRONZE, day, pending=cluster.pending(Level.BRONZE))


def last_days(world: World) -> list[date | None]:
    return [term.last_day.day for term in world.cluster("aurora").labels[Level.BRONZE]]


def renewing(interviewed_on: date, *, to: Stage = Stage.DRAFT) -> World:
    """The renewal of the label of March 2024, walked without delay on one day."""
    return walk(labelled(MARCH_2024).until(interviewed_on), to).pay()


def test_an_interview_of_12_march_2024_makes_the_label_valid_to_31_march_2026() -> None:
    assert last_days(labelled(MARCH_2024)) == [date(2026, 3, 31)]


def test_a_renewal_assessed_on_10_february_2027_is_valid_to_31_march_2029() -> None:
    assert last_days(renewing(date(2027, 2, 10), to=Stage.CLOSED)) == [date(2026, 3, 31), date(2029, 3, 31)]


def test_a_renewal_assessed_on_the_last_day_of_grace_is_in_time() -> None:
    assert last_days(renewing(date(2027, 3, 31), to=Stage.CLOSED)) == [date(2026, 3, 31), date(2029, 3, 31)]


def test_a_renewal_assessed_on_1_april_2027_is_too_late() -> None:
    world = renewing(date(2027, 3, 31), to=Stage.INTERVIEW_DUE).until(date(2027, 4, 1))
    given(world).when(interview(date(2027, 4, 1)), by=EMIL).then_rejected("renewal-out-of-time")


def test_under_the_old_edition_an_interview_of_25_july_2019_is_valid_to_25_july_2021() -> None:
    assert last_days(labelled(date(2019, 7, 25))) == [date(2021, 7, 25)]


def test_such_a_label_renewed_under_the_new_edition_is_valid_to_31_july_2024() -> None:
    world = walk(labelled(date(2019, 7, 25)).until(date(2021, 3, 1)), Stage.CLOSED)
    assert last_days(world) == [date(2021, 7, 25), date(2024, 7, 31)]


def test_a_label_expires_with_its_last_day_in_the_clusters_time_zone() -> None:
    world = labelled(MARCH_2024).until(at_midnight_ending(date(2026, 3, 31), "DK"))
    assert world.events(AURORA)[-1] == LabelExpired(
        level=Level.BRONZE,
        term=1,
        renewable_until=date(2027, 3, 31),
    )


def test_a_label_not_renewed_lapses_when_grace_is_over() -> None:
    world = labelled(MARCH_2024).until(at_midnight_ending(date(2027, 3, 31), "DK"))
    assert world.events(AURORA)[-1] == LabelLapsed(level=Level.BRONZE, term=1)


def test_assessed_in_time_and_undecided_the_renewal_is_pending_and_nothing_lapses() -> None:
    world = renewing(date(2027, 3, 30), to=Stage.REPORT_FINAL).until(date(2027, 4, 20))
    assert status(world, date(2027, 4, 20)) == Status(state=StatusState.PENDING)
    assert [event for event in world.events(AURORA) if isinstance(event, LabelLapsed)] == []


def test_an_interview_of_the_last_days_of_grace_may_be_recorded_afterwards_without_a_lapse() -> None:
    world = renewing(date(2027, 3, 29), to=Stage.INTERVIEW_DUE).until(date(2027, 4, 7))
    world.does(EMIL, interview(date(2027, 3, 30)), on=AURORA).pay()
    walk(world, Stage.CLOSED, after=Stage.DRAFT)
    assert last_days(world) == [date(2026, 3, 31), date(2029, 3, 31)]
    assert [event for event in world.events(AURORA) if isinstance(event, LabelLapsed)] == []


def test_a_renewal_without_interview_ends_out_of_time_and_the_label_lapses_with_it() -> None:
    world = renewing(date(2027, 3, 29), to=Stage.INTERVIEW_DUE).until(date(2027, 5, 3))
    assert world.events(AURORA)[-3:] == [
        RenewalOutOfTime(
            case_id="bronze-2",
            grace_until=date(2027, 3, 31),
            notices=(
                *letters((CLARA,), "renewal-out-of-time", level="bronze"),
                *letters((EMIL,), "assignment-ended", level="bronze"),
            ),
        ),
        LabelLapsed(level=Level.BRONZE, term=1),
        ReminderSent(
            level=Level.BRONZE,
            term=1,
            rung="renewal-ended",
            notices=letters((CLARA,), "label-lapsed", level="bronze"),
        ),
    ]
    assert world.case("aurora", "bronze-2").closed_as is ClosedAs.OUT_OF_TIME


def refused_renewal(on: date) -> World:
    world = renewing(on, to=Stage.ON_AGENDA)
    for member in (CARL, VERA, MONA):
        world.does(member, NO, on=AURORA)
    return world.does(CARL, REFUSE, on=AURORA)


def test_a_refused_renewal_leaves_the_running_term_and_its_grace_untouched() -> None:
    world = refused_renewal(date(2025, 9, 1))
    assert last_days(world) == [date(2026, 3, 31)]
    assert status(world, date(2025, 9, 2)).state is StatusState.DUE
    assert status(world, date(2026, 6, 1)) == Status(state=StatusState.EXPIRED, until=date(2027, 3, 31))


def test_a_renewal_refused_after_grace_lets_the_label_lapse_at_once() -> None:
    world = renewing(date(2027, 3, 30), to=Stage.ON_AGENDA).until(date(2027, 4, 12))
    for member in (CARL, VERA, MONA):
        world.does(member, NO, on=AURORA)
    world.does(CARL, REFUSE, on=AURORA).until(date(2027, 4, 13))
    last = [type(event).__name__ for event in world.events(AURORA)[-3:]]
    assert last == ["DecisionTaken", "LabelLapsed", "ReminderSent"]


def test_the_days_between_the_old_end_and_a_late_decision_were_valid_as_known_now() -> None:
    world = renewing(date(2027, 2, 10), to=Stage.ON_AGENDA)
    assert status(world, date(2026, 12, 24)).state is StatusState.EXPIRED
    for member in (CARL, VERA, MONA):
        world.does(member, YES, on=AURORA)
    world.does(CARL, AWARD, on=AURORA)
    assert status(world, date(2026, 12, 24)).state is StatusState.VALID
    renewed = [event for event in world.events(AURORA) if isinstance(event, LabelRenewed)]
    assert [(event.term.number, event.term.first_day.day) for event in renewed] == [(2, date(2026, 4, 1))]


def test_a_stale_interview_repeated_after_grace_leaves_the_renewal_in_time() -> None:
    world = renewing(date(2027, 3, 30), to=Stage.FACTS_CHECKED).until(date(2027, 11, 2))
    world.does(EMIL, FinaliseReport(), on=AURORA).does(EMIL, interview(date(2027, 11, 2)), on=AURORA).pay()
    assert status(world, date(2027, 11, 2)).state is StatusState.PENDING
    walk(world, Stage.CLOSED, after=Stage.DRAFT)
    assert last_days(world) == [date(2026, 3, 31), date(2029, 3, 31)]


def test_a_label_that_sleeps_below_gold_expires_and_lapses_without_a_letter() -> None:
    world = labelled(MARCH_2024).does(OLGA, gold_elsewhere("Aurora", "DK"), on=AURORA)
    assert status(world, date(2025, 1, 1)).state is StatusState.DORMANT
    world.until(date(2030, 1, 1))
    assert [e for e in world.events(AURORA) if isinstance(e, LabelExpired | LabelLapsed | ReminderSent)] == []

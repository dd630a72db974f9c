"""A measure about a label: announced, heard, dropped; who may read of it; when the clock speaks (R24)."""

from datetime import date, timedelta

from domain.cluster.commands.measures import AnnounceMeasure, AnswerMeasure, DropMeasure
from domain.cluster.events.clock import DeadlineEscalated, DeadlineExtended, DeadlinePassed, DeadlineWarned
from domain.cluster.events.measures import MeasureAnnounced, MeasureAnswered, MeasureDropped
from domain.cluster.tasks import tasks_of
from domain.levels import Level, Party
from domain.person.state import TieKind
from domain.secretariat import SECRETARIAT
from domain.standing import Task
from tests.domain.cast import AURORA, CARL, CLARA, EMIL, OLGA, RENEW, stage_set, tie
from tests.domain.measuring import (
    ANNOUNCE,
    ANNOUNCED,
    ANSWER,
    DECIDE_BY,
    HEARD_UNTIL,
    MORE_TIME,
    SUSPEND,
    SUSPENSION,
    announced,
    heard,
    held,
    suspended,
    withdrawn,
)
from tests.domain.silver_gold import elsewhere
from tests.domain.specification import World, at_midnight_ending, at_nine, given, sealed
from tests.domain.teams import OTTO

ANSWERED = MeasureAnswered(level=Level.BRONZE, answer=sealed(ANSWER.answer))
DROP = DropMeasure(level=Level.BRONZE, reasons="The logo was a mistake.")


def waiting(world: World) -> list[tuple[str, Party, tuple[str, ...]]]:
    return [(task.task, task.party, task.persons) for task in tasks_of(world.cluster("aurora"))]


# Announcing


def test_the_holder_is_heard_for_ten_working_days_of_its_own_calendar() -> None:
    outcome = given(held()).when(ANNOUNCE, by=OLGA)
    outcome.then(MeasureAnnounced(level=Level.BRONZE, term=1, cause=sealed(ANNOUNCE.cause), limits=()))
    outcome.with_limits(("hearing", HEARD_UNTIL)).with_letters((CLARA, "measure-announced"))


def test_easter_is_no_time_to_be_heard() -> None:
    outcome = given(held()).when(ANNOUNCE, by=OLGA, at=date(2026, 3, 30))
    outcome.with_limits(("hearing", date(2026, 4, 16)))


def test_only_operators_announce_a_measure() -> None:
    for name in (CLARA, EMIL, CARL):
        given(held()).when(ANNOUNCE, by=name).then_rejected("not-permitted")


def test_nobody_tied_to_the_cluster_announces_a_measure_about_it() -> None:
    world = held().does(OLGA, tie(TieKind.FAMILY), on=f"person-{OLGA}")
    given(world).when(ANNOUNCE, by=OLGA).then_rejected("decider-tied")


def test_of_a_label_one_measure_is_open_at_a_time() -> None:
    given(announced()).when(ANNOUNCE, by=OLGA).then_rejected("measure-open")


def test_no_measure_is_announced_about_a_label_that_was_never_held() -> None:
    given(stage_set()).when(ANNOUNCE, by=OLGA).then_rejected("label-unknown")


def test_no_measure_is_announced_about_a_label_that_lapsed_or_ended() -> None:
    given(held().until(date(2029, 3, 2))).when(ANNOUNCE, by=OLGA).then_rejected("label-over")
    given(withdrawn()).when(ANNOUNCE, by=OLGA).then_rejected("label-over")


def test_a_measure_needs_somebody_who_can_be_heard() -> None:
    brought_in = elsewhere(Level.GOLD).model_copy(update={"name": "Zenith", "row_key": "0" * 64})
    world = held().does(OLGA, brought_in, on="cluster-zenith")
    measure = AnnounceMeasure(level=Level.GOLD, cause="Misuse.")
    given(world).when(measure, by=OLGA, on="cluster-zenith").then_rejected("nobody-to-hear")


# Hearing


def test_who_acts_for_the_cluster_answers_and_the_secretariat_hears_of_it() -> None:
    outcome = given(announced()).when(ANSWER, by=CLARA)
    outcome.then(ANSWERED)
    outcome.with_letters((SECRETARIAT, "measure-answered"))


def test_nobody_else_answers_for_the_holder() -> None:
    for name in (OLGA, EMIL, CARL):
        given(announced()).when(ANSWER, by=name).then_rejected("not-permitted")


def test_there_is_nothing_to_answer_without_a_measure() -> None:
    given(held()).when(ANSWER, by=CLARA).then_rejected("measure-missing")
    of_gold = AnswerMeasure(level=Level.GOLD, answer="We hold no Gold.")
    given(announced()).when(of_gold, by=CLARA).then_rejected("measure-missing")


def test_the_time_to_be_heard_ends_with_its_last_day() -> None:
    last_moment = at_midnight_ending(HEARD_UNTIL, "DK")
    given(announced()).when(ANSWER, by=CLARA, at=last_moment - timedelta(seconds=1)).then(ANSWERED)
    given(announced()).when(ANSWER, by=CLARA, at=last_moment).then_rejected("hearing-over")


def test_the_clock_warns_the_holder_and_tells_both_when_the_hearing_is_over() -> None:
    world = announced().until(date(2026, 3, 17))
    noted = [
        (type(event).__name__, [notice.recipient for notice in event.notices])
        for event in world.events(AURORA)
        if isinstance(event, DeadlineWarned | DeadlinePassed) and event.limit == "hearing"
    ]
    assert noted == [("DeadlineWarned", [CLARA]), ("DeadlinePassed", [CLARA, SECRETARIAT])]


def test_the_clock_never_decides_on_a_measure() -> None:
    world = announced().until(date(2027, 3, 1))
    kinds = {type(event).__name__ for event in world.events(AURORA)}
    assert not kinds & {"LabelSuspended", "MeasureDropped", "LabelWithdrawn"}
    assert waiting(world) == [("decide-measure", Party.SECRETARIAT, ())]


# Whose turn it is


def test_a_hearing_waits_for_the_holder() -> None:
    assert tasks_of(announced().cluster("aurora")) == (
        Task(
            task="answer-measure",
            party=Party.APPLICANT,
            persons=(CLARA,),
            since=at_nine(ANNOUNCED),
            due_at=at_midnight_ending(HEARD_UNTIL, "DK"),
        ),
    )


def test_behind_the_hearing_the_secretariat_decides() -> None:
    assert waiting(heard()) == [("decide-measure", Party.SECRETARIAT, ())]
    assert waiting(announced().until(date(2026, 3, 17))) == [("decide-measure", Party.SECRETARIAT, ())]


def test_a_suspension_waits_for_the_secretariat_and_for_the_committee() -> None:
    tasks = tasks_of(suspended().cluster("aurora"))
    end = at_midnight_ending(DECIDE_BY)
    assert [(task.task, task.party, task.due_at) for task in tasks] == [
        ("decide-suspension", Party.SECRETARIAT, end),
        ("decide-withdrawal", Party.COMMITTEE, end),
    ]


def test_six_months_behind_a_suspension_a_decision_is_overdue_and_then_escalates() -> None:
    world = suspended().until(date(2026, 10, 1))
    noted = [
        (type(event).__name__, [notice.recipient for notice in event.notices])
        for event in world.events(AURORA)
        if isinstance(event, DeadlineWarned | DeadlinePassed | DeadlineEscalated)
        and event.limit == "measure_decision"
    ]
    assert noted == [
        ("DeadlineWarned", [SECRETARIAT]),
        ("DeadlineWarned", [SECRETARIAT]),
        ("DeadlinePassed", [SECRETARIAT]),
        ("DeadlineEscalated", [SECRETARIAT]),
    ]


def test_nothing_waits_once_a_measure_is_over() -> None:
    for world in (heard().does(OLGA, DROP, on=AURORA), withdrawn()):
        assert waiting(world) == []


# Dropping


def test_a_hearing_may_end_without_a_measure() -> None:
    outcome = given(heard()).when(DROP, by=OTTO)
    outcome.then(MeasureDropped(level=Level.BRONZE, reasons=sealed(DROP.reasons)))
    outcome.with_letters((CLARA, "measure-dropped"))


def test_the_holder_is_heard_before_a_measure_is_dropped() -> None:
    given(announced()).when(DROP, by=OLGA).then_rejected("hearing-open")


def test_a_suspended_label_is_restored_not_dropped() -> None:
    given(suspended()).when(DROP, by=OLGA).then_rejected("label-suspended")


def test_what_was_endorsed_falls_with_the_measure() -> None:
    world = heard()
    world.does(OTTO, SUSPENSION, on=AURORA).does(OLGA, DROP, on=AURORA)
    world.does(OLGA, ANNOUNCE, on=AURORA).does(CLARA, ANSWER, on=AURORA)
    given(world).when(SUSPEND, by=OLGA).then_rejected("second-person-missing")


def test_a_measure_ends_when_its_label_lapses() -> None:
    world = announced().until(date(2029, 3, 2))
    assert world.cluster("aurora").measures == ()


# More time to be heard


def test_a_hearing_is_extended_once_with_a_reason() -> None:
    world = announced()
    extended = DeadlineExtended(
        limit="hearing",
        subject="bronze",
        last_day=date(2026, 3, 27),
        due_at=at_midnight_ending(date(2026, 3, 27)),
        warn_at=(at_nine(date(2026, 3, 24)),),
        escalate_at=None,
        reason=sealed(MORE_TIME.reason),
    )
    given(world.copy()).when(MORE_TIME, by=OLGA).then(extended)
    later = MORE_TIME.model_copy(update={"until_on": date(2026, 4, 10)})
    given(world.does(OLGA, MORE_TIME, on=AURORA)).when(later, by=OLGA).then_rejected("extended-already")


def test_the_holder_of_an_extended_hearing_answers_until_its_last_day() -> None:
    world = announced().does(OLGA, MORE_TIME, on=AURORA).until(date(2026, 3, 27))
    given(world.copy()).when(SUSPEND, by=OLGA).then_rejected("hearing-open")
    world.does(CLARA, ANSWER, on=AURORA)
    assert waiting(world) == [("decide-measure", Party.SECRETARIAT, ())]


def test_a_hearing_is_extended_while_the_label_is_being_renewed() -> None:
    world = announced(held().until(date(2027, 4, 1)).does(CLARA, RENEW, on=AURORA))
    later = MORE_TIME.model_copy(update={"until_on": date(2027, 5, 3)})
    (hearing,) = world.does(OLGA, later, on=AURORA).cluster("aurora").measures[0].limits
    assert (hearing.last_day, hearing.extended) == (date(2027, 5, 3), True)


def test_an_extended_hearing_ends_later_and_not_at_the_same_day_or_sooner() -> None:
    sooner = MORE_TIME.model_copy(update={"until_on": HEARD_UNTIL})
    given(announced()).when(sooner, by=OLGA).then_rejected("not-later")


def test_of_a_measure_the_hearing_alone_is_extended() -> None:
    decision = MORE_TIME.model_copy(update={"limit": "measure_decision", "until_on": date(2027, 1, 4)})
    given(suspended()).when(decision, by=OLGA).then_rejected("not-extendable")
    given(announced()).when(decision, by=OLGA).then_rejected("limit-unknown")


def test_without_a_measure_no_hearing_is_extended() -> None:
    given(held()).when(MORE_TIME, by=OLGA).then_rejected("measure-missing")


def test_a_hearing_is_of_no_case() -> None:
    of_a_case = MORE_TIME.model_copy(update={"case_id": "bronze-1"})
    given(announced()).when(of_a_case, by=OLGA).then_rejected("case-needless")


def test_only_an_operator_without_a_tie_extends_a_hearing() -> None:
    given(announced()).when(MORE_TIME, by=CLARA).then_rejected("not-permitted")
    tied = announced().does(OTTO, tie(TieKind.FAMILY), on=f"person-{OTTO}")
    given(tied).when(MORE_TIME, by=OTTO).then_rejected("decider-tied")

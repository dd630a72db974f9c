"""Reminders of a term's end (R26): when each comes, when there is none, what an operator may do about them."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.application import WithdrawApplication
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.measures import AnnounceMeasure, CorrectTerm, RelinquishLabel, SuspendLabel
from domain.cluster.commands.organisation import ChangeManager
from domain.cluster.commands.reminders import (
    PlanLadder,
    RecordReply,
    RemindHolder,
    SnoozeReminder,
    StopReminders,
)
from domain.cluster.events.label import LabelAnnulled, LabelAwarded, LabelExpired
from domain.cluster.events.organisation import LabelImported
from domain.cluster.events.reminders import (
    LadderPlanned,
    ReminderSent,
    ReminderSkipped,
    ReminderSnoozed,
    RemindersStopped,
    ReplyRecorded,
)
from domain.cluster.ladders import next_reminder
from domain.cluster.tasks import tasks_of
from domain.levels import Level, Party
from domain.rungs import in_words
from domain.standing import Task
from domain.terms import Interval
from tests.domain.cast import (
    AURORA,
    CLARA,
    EMIL,
    KNUD,
    OLGA,
    RENEW,
    gold_elsewhere,
    labelled,
    stage_set,
    walk,
)
from tests.domain.silver_gold import elsewhere
from tests.domain.specification import World, at_nine, given, sealed
from tests.domain.teams import OTTO, staffed

ZENITH = "cluster-zenith"
INTERVIEWED = date(2024, 3, 12)  # the term ends on 31 March 2026, its grace on 31 March 2027
WHY = "They asked for it."
RUNGS = [
    ("before-end-12", date(2025, 3, 31)),
    ("before-end-6", date(2025, 9, 30)),
    ("before-end-3", date(2025, 12, 31)),
    ("before-end-1", date(2026, 2, 27)),  # the 28th is a Saturday
    ("after-end-1", date(2026, 4, 1)),
    ("into-grace-3", date(2026, 6, 30)),
    ("into-grace-6", date(2026, 9, 30)),
    ("into-grace-9", date(2026, 12, 31)),
    ("into-grace-11", date(2027, 3, 1)),  # 28 February is a Sunday
    ("lapse", date(2027, 4, 1)),
]
FIRST, SECOND = RUNGS[0][1], RUNGS[1][1]


def held(until: date = date(2026, 3, 31), level: Level = Level.BRONZE, on: date = date(2024, 3, 12)) -> World:
    """Aurora holds a label that was brought in, on a day."""
    world = stage_set(on)
    row = elsewhere(level, awarded=Interval.exactly(date(2022, 3, 1)), until=Interval.exactly(until))
    return world.does(OLGA, row, on=AURORA)


def reminders(world: World, level: Level = Level.BRONZE) -> list[tuple[date, str, str]]:
    """Every reminder given or skipped: the day, the rung, and the letter or the reason for none."""
    return [
        (happened.recorded_at.date(), event.rung, _became(event))
        for happened in world.histories[AURORA]
        if isinstance(event := happened.event, ReminderSent | ReminderSkipped) and event.level is level
    ]


def _became(event: ReminderSent | ReminderSkipped) -> str:
    return event.why if isinstance(event, ReminderSkipped) else event.notices[0].notice


def sent(rung: str, *, term: int = 1, escalated: bool = False) -> ReminderSent:
    return ReminderSent(level=Level.BRONZE, term=term, rung=rung, escalated=escalated)


def skipped(rung: str, why: Any, *, term: int = 1) -> ReminderSkipped:
    return ReminderSkipped(level=Level.BRONZE, term=term, rung=rung, why=why)


def remind(rung: str, *, term: int = 1, level: Level = Level.BRONZE) -> RemindHolder:
    return RemindHolder(level=level, term=term, rung=rung)


def snooze(until: date, rung: str | None = None) -> SnoozeReminder:
    return SnoozeReminder(level=Level.BRONZE, rung=rung, until_on=until, reason=WHY)


STOP = StopReminders(level=Level.BRONZE, reason=WHY)
REPLY = RecordReply(level=Level.BRONZE, reply="will-renew", text="We will.")


# The ladder


def test_a_term_left_alone_climbs_its_whole_ladder_with_one_letter_for_each_moment() -> None:
    notices = [*["renewal-reminder"] * 4, "label-expired", *["grace-reminder"] * 4, "label-lapsed"]
    world = labelled(INTERVIEWED).until(date(2028, 1, 3))
    assert reminders(world) == [
        (day, rung, letter) for (rung, day), letter in zip(RUNGS, notices, strict=True)
    ]


def test_a_reminder_comes_at_nine_in_the_holders_zone() -> None:
    aurora = labelled(INTERVIEWED).cluster("aurora")
    assert next_reminder(aurora, Level.BRONZE) == at_nine(FIRST, "DK")


def test_a_reminder_says_until_when_the_label_is_valid_and_renewable() -> None:
    world = labelled(INTERVIEWED).until(at_nine(FIRST, "DK"))
    last = world.events(AURORA)[-1]
    assert isinstance(last, ReminderSent)
    (letter,) = last.notices
    until = {"valid_until": "2026-03-31", "renewable_until": "2027-03-31"}
    assert (letter.recipient, letter.details) == (CLARA, {"level": "bronze", **until})


def test_who_acts_for_the_cluster_on_the_day_is_reminded() -> None:
    world = labelled(INTERVIEWED).does(OLGA, ChangeManager(managers=(KNUD, CLARA)), on=AURORA)
    outcome = given(world).when(remind("before-end-12"), by=None, at=at_nine(FIRST, "DK"))
    outcome.then(sent("before-end-12")).with_letters((KNUD, "renewal-reminder"), (CLARA, "renewal-reminder"))


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("before-end-12", "12 months before the end"),
        ("before-end-1", "1 month before the end"),
        ("after-end-1", "1 day after the end"),
        ("into-grace-3", "3 months into grace"),
        ("lapse", "on lapse"),
        ("renewal-ended", "after a renewal without award"),
    ],
)
def test_a_rung_is_called(key: str, words: str) -> None:
    assert in_words(key) == words


def test_a_reminder_is_given_once_in_a_term() -> None:
    world = labelled(INTERVIEWED).until(at_nine(FIRST, "DK"))
    given(world).when(remind("before-end-12"), by=None).then_nothing()


@pytest.mark.parametrize(
    "early", [remind("before-end-12"), remind("before-end-12", term=2), remind("renewal-ended")]
)
def test_nothing_is_given_before_its_moment_or_for_another_term(early: RemindHolder) -> None:
    day = at_nine(FIRST, "DK") - timedelta(minutes=0 if early.term == 2 or early.about_a_renewal else 1)
    given(labelled(INTERVIEWED)).when(early, by=None, at=day).then_nothing()


def test_a_label_of_unknown_end_has_no_ladder() -> None:
    world = stage_set().does(OLGA, gold_elsewhere("Aurora", "DK", until=Interval.unknown()), on=AURORA)
    assert world.cluster("aurora").ladders == {}
    assert world.stands[AURORA].due is None


# What is past


def test_rungs_more_than_14_days_past_when_a_term_is_brought_in_are_not_made_up_for() -> None:
    world = held(on=date(2025, 10, 14)).until(date(2026, 1, 5))
    assert reminders(world) == [
        (date(2025, 10, 14), "before-end-6", "renewal-reminder"),
        (date(2025, 12, 31), "before-end-3", "renewal-reminder"),
    ]
    later = held(on=date(2025, 10, 15)).until(date(2026, 1, 5))
    assert reminders(later) == [(date(2025, 12, 31), "before-end-3", "renewal-reminder")]


def test_a_term_brought_in_has_its_past_rungs_on_record() -> None:
    (imported,) = [e for e in held(on=date(2026, 2, 2)).events(AURORA) if isinstance(e, LabelImported)]
    assert imported.clock is not None
    assert [(rung.key, rung.past) for rung in imported.clock.rungs][:4] == [
        ("before-end-12", True),
        ("before-end-6", True),
        ("before-end-3", True),
        ("before-end-1", False),
    ]


def test_after_an_outage_only_the_latest_reminder_is_given() -> None:
    world = labelled(INTERVIEWED)
    given(world).when(remind("before-end-12"), by=None, at=date(2026, 1, 5)).then(
        skipped("before-end-12", "overtaken"), skipped("before-end-6", "overtaken"), sent("before-end-3")
    )


def test_no_reminder_of_the_time_before_the_end_comes_behind_it() -> None:
    world = held(until=date(2026, 3, 27), on=date(2024, 3, 12))  # a Friday
    late = given(world).when(remind("before-end-12"), by=None, at=date(2026, 3, 28))
    late.then(*[skipped(f"before-end-{n}", "overtaken") for n in (12, 6, 3, 1)])


# Renewals


def test_none_is_given_while_the_label_is_being_renewed() -> None:
    world = labelled(INTERVIEWED).until(date(2025, 9, 1)).does(CLARA, RENEW, on=AURORA)
    given(world).when(remind("before-end-6"), by=None, at=at_nine(SECOND, "DK")).then(
        skipped("before-end-6", "renewal-open")
    )


def test_none_of_a_term_is_given_behind_its_renewal() -> None:
    world = walk(labelled(INTERVIEWED).until(date(2025, 9, 1)), Stage.CLOSED).pay().until(date(2026, 6, 1))
    assert reminders(world) == [(FIRST, "before-end-12", "renewal-reminder")]
    assert [each.renewal_ended_at for each in world.cluster("aurora").ladders[Level.BRONZE]] == [None] * 2
    assert world.next_due() == at_nine(date(2028, 3, 31), "DK")  # of the next term, 12 months before its end


def test_a_renewal_that_ends_without_award_is_answered_with_what_remains() -> None:
    world = labelled(INTERVIEWED).until(date(2025, 9, 1)).does(CLARA, RENEW, on=AURORA)
    world.does(CLARA, WithdrawApplication(), on=AURORA)
    given(world).when(remind("renewal-ended"), by=None).then(sent("renewal-ended")).with_letters(
        (CLARA, "renewal-ended")
    )
    given(world).when(remind("renewal-ended"), by=None).then_nothing()


def test_in_grace_what_remains_is_the_time_to_renew() -> None:
    world = labelled(INTERVIEWED).until(date(2026, 5, 4)).does(CLARA, RENEW, on=AURORA)
    world.does(CLARA, WithdrawApplication(), on=AURORA).until(date(2026, 6, 30))
    assert reminders(world)[-2:] == [
        (date(2026, 5, 4), "renewal-ended", "renewal-ended-in-grace"),
        (date(2026, 6, 30), "into-grace-3", "grace-reminder"),
    ]


def test_behind_grace_nothing_remains_and_the_holder_hears_once_that_the_label_has_lapsed() -> None:
    world = walk(labelled(INTERVIEWED).until(date(2027, 3, 29)), Stage.INTERVIEW_DUE).pay()
    world.until(date(2028, 1, 3))
    assert reminders(world)[-2:] == [
        (date(2027, 4, 1), "lapse", "renewal-open"),
        (date(2027, 4, 14), "renewal-ended", "label-lapsed"),
    ]


def test_a_renewal_applied_for_again_at_once_leaves_nothing_to_be_told() -> None:
    world = labelled(INTERVIEWED).until(date(2025, 9, 1)).does(CLARA, RENEW, on=AURORA)
    world.does(CLARA, WithdrawApplication(), RENEW, on=AURORA)
    given(world).when(remind("renewal-ended"), by=None).then_nothing()


def test_an_annulled_renewal_gives_no_reminder_twice() -> None:
    world = walk(labelled(INTERVIEWED).until(date(2025, 9, 1)), Stage.CLOSED).pay()
    former = world.cluster("aurora").ladders[Level.BRONZE][0]
    awarded = next(event for event in world.events(AURORA) if isinstance(event, LabelAwarded))
    world.happens(AURORA, LabelAnnulled(level=Level.BRONZE, term=2, clock=awarded.clock))
    (again,) = world.cluster("aurora").ladders[Level.BRONZE]
    assert (again.term, again.dealt) == (1, former.dealt)
    assert former.dealt == {"before-end-12"}


# Sleeping, nobody there


def test_none_is_given_while_a_higher_label_is_valid() -> None:
    world = (
        labelled(INTERVIEWED).does(OLGA, gold_elsewhere("Aurora", "DK"), on=AURORA).until(date(2028, 1, 3))
    )
    assert reminders(world) == [(day, rung, "dormant") for rung, day in RUNGS]


def test_a_label_below_one_in_its_term_is_not_reminded_in_its_grace_either() -> None:
    world = labelled(INTERVIEWED).until(date(2026, 5, 4)).pay()
    gold = elsewhere(
        Level.GOLD, awarded=Interval.exactly(date(2026, 5, 4)), until=Interval.exactly(date(2028, 5, 31))
    )
    world.does(OLGA, gold, on=AURORA).until(date(2026, 7, 1))
    assert reminders(world)[-2:] == [
        (date(2026, 4, 1), "after-end-1", "label-expired"),
        (date(2026, 6, 30), "into-grace-3", "dormant"),
    ]


def test_a_label_that_slept_at_its_end_is_never_spoken_of_again() -> None:
    gold = elsewhere(
        Level.GOLD, awarded=Interval.exactly(date(2024, 5, 6)), until=Interval.exactly(date(2026, 4, 30))
    )
    world = labelled(INTERVIEWED).until(date(2024, 5, 7)).does(OLGA, gold, on=AURORA)
    assert reminders(world.until(date(2027, 4, 2))) == [(day, rung, "dormant") for rung, day in RUNGS]


def test_where_nobody_acts_for_the_cluster_the_secretariat_has_to_name_somebody() -> None:
    row = gold_elsewhere("Zenith", until=Interval.exactly(date(2026, 3, 31)))
    world = stage_set(date(2025, 9, 1)).does(OLGA, row, on=ZENITH)
    assert tasks_of(world.cluster("zenith")) == ()
    outcome = given(world).when(
        remind("before-end-6", level=Level.GOLD), by=None, on=ZENITH, at=at_nine(SECOND)
    )
    outcome.then(skipped("before-end-6", "no-recipient").model_copy(update={"level": Level.GOLD}))
    task = Task(task="name-manager", party=Party.SECRETARIAT, since=world.now)
    assert tasks_of(world.cluster("zenith")) == (task,)
    world.does(OLGA, ChangeManager(managers=(CLARA,)), on=ZENITH)
    assert tasks_of(world.cluster("zenith")) == ()


# Suspended, ended


def suspended(on: date) -> World:
    """Aurora's Bronze is suspended on a day, at once."""
    world = staffed(labelled(INTERVIEWED).until(on))
    world.does(OLGA, AnnounceMeasure(level=Level.BRONZE, cause="Misuse."), on=AURORA)
    endorsed = EndorseAct(act="suspension", subject=Level.BRONZE, reason="So it is.")
    world.does(OTTO, endorsed, on=AURORA)
    return world.does(
        OLGA, SuspendLabel(level=Level.BRONZE, reasons="Misuse.", urgency="It goes on."), on=AURORA
    ).pay()


def test_a_suspended_label_is_reminded_of_the_end_of_its_term_but_not_behind_it() -> None:
    world = suspended(date(2026, 2, 2)).until(date(2026, 7, 1))
    assert reminders(world)[3:] == [
        (date(2026, 2, 27), "before-end-1", "renewal-reminder"),
        (date(2026, 4, 1), "after-end-1", "suspended"),
        (date(2026, 6, 30), "into-grace-3", "suspended"),
    ]


def test_a_label_given_up_has_no_reminders_any_more_and_nothing_waits() -> None:
    world = unanswered().does(CLARA, RelinquishLabel(level=Level.BRONZE), on=AURORA)
    assert tasks_of(world.cluster("aurora")) == ()
    given_before = reminders(world)
    assert reminders(world.until(date(2028, 1, 3))) == given_before
    given(world).when(STOP, by=OLGA).then_rejected("no-future-rung")
    given(world).when(remind("after-end-1"), by=None).then_nothing()


# Put off, stopped


def test_a_reminder_is_put_off_to_a_later_day() -> None:
    world = labelled(INTERVIEWED)
    given(world).when(snooze(date(2025, 4, 26)), by=OLGA).then(
        ReminderSnoozed(
            level=Level.BRONZE,
            term=1,
            rung="before-end-12",
            until_on=date(2025, 4, 26),
            due_at=at_nine(date(2025, 4, 25), "DK"),  # the 26th is a Saturday
            reason=sealed(WHY),
        )
    )
    world.until(date(2025, 10, 1))
    assert [day for day, _, _ in reminders(world)] == [date(2025, 4, 25), SECOND]


def test_one_to_come_may_be_put_off_before_it_is_the_next() -> None:
    world = labelled(INTERVIEWED).does(OLGA, snooze(date(2025, 10, 6), "before-end-6"), on=AURORA)
    world.until(date(2025, 12, 1))
    assert [day for day, _, _ in reminders(world)] == [FIRST, date(2025, 10, 6)]


@pytest.mark.parametrize("day", [FIRST, FIRST - timedelta(days=1)])
def test_a_reminder_is_not_put_off_to_its_own_day_or_an_earlier_one(day: date) -> None:
    given(labelled(INTERVIEWED)).when(snooze(day), by=OLGA).then_rejected("not-later")


def test_a_reminder_is_not_put_off_as_far_as_the_next() -> None:
    given(labelled(INTERVIEWED)).when(snooze(SECOND), by=OLGA).then_rejected(
        "past-next-reminder",
        "until_on: the reminder 6 months before the end comes on 2025-09-30: put this one off to a day before it.",
    )
    given(labelled(INTERVIEWED)).when(snooze(SECOND - timedelta(days=1)), by=OLGA).then(
        ReminderSnoozed(
            level=Level.BRONZE,
            term=1,
            rung="before-end-12",
            until_on=SECOND - timedelta(days=1),
            due_at=at_nine(SECOND - timedelta(days=1), "DK"),
            reason=sealed(WHY),
        )
    )


def test_a_reminder_put_off_stays_put_off_where_the_term_is_corrected_and_its_end_is_not() -> None:
    world = staffed(labelled(INTERVIEWED)).does(OLGA, snooze(date(2025, 9, 1)), on=AURORA)
    ends = RUNGS[4][1] - timedelta(days=1)
    endorsed = EndorseAct(act="term-correction", subject=f"bronze/1/{ends}", reason="I looked it up.")
    corrected = CorrectTerm(
        level=Level.BRONZE, term=1, first_day=date(2024, 3, 1), last_day=ends, rule="R9", reasons="It was so."
    )
    world.until(date(2025, 5, 5)).does(OTTO, endorsed, on=AURORA).does(OLGA, corrected, on=AURORA)
    assert reminders(world.until(date(2025, 10, 1))) == [
        (date(2025, 9, 1), "before-end-12", "renewal-reminder"),
        (SECOND, "before-end-6", "renewal-reminder"),
    ]


def test_the_last_reminder_has_none_behind_it_and_may_be_put_off_freely() -> None:
    world = labelled(INTERVIEWED).until(date(2027, 3, 2)).does(OLGA, snooze(date(2027, 6, 1)), on=AURORA)
    assert reminders(world.until(date(2027, 7, 1)))[-1] == (date(2027, 6, 1), "lapse", "label-lapsed")


def test_a_reminder_that_was_given_is_not_put_off() -> None:
    world = labelled(INTERVIEWED).until(date(2025, 4, 1))
    given(world).when(snooze(date(2025, 5, 2), "before-end-12"), by=OLGA).then_rejected("no-future-rung")


def test_reminders_of_a_term_are_stopped_for_good() -> None:
    world = labelled(INTERVIEWED)
    given(world).when(STOP, by=OLGA).then(RemindersStopped(level=Level.BRONZE, term=1, reason=sealed(WHY)))
    assert reminders(world.until(date(2028, 1, 3))) == []
    given(labelled(INTERVIEWED).does(OLGA, STOP, on=AURORA)).when(
        remind("before-end-12"), by=None, at=at_nine(FIRST, "DK")
    ).then_nothing()


def test_a_term_that_follows_has_its_own_reminders_whatever_was_stopped_before() -> None:
    world = labelled(INTERVIEWED).does(OLGA, STOP, on=AURORA).until(date(2025, 9, 1))
    walk(world, Stage.CLOSED).pay().until(date(2028, 4, 3))
    assert reminders(world) == [(date(2028, 3, 31), "before-end-12", "renewal-reminder")]


@pytest.mark.parametrize("command", [STOP, snooze(date(2025, 4, 30))])
def test_without_a_reminder_to_come_there_is_none_to_put_off_or_stop(
    command: StopReminders | SnoozeReminder,
) -> None:
    given(stage_set().does(OLGA, gold_elsewhere("Aurora", "DK"), on=AURORA)).when(
        command, by=OLGA
    ).then_rejected("no-future-rung")
    given(labelled(INTERVIEWED).does(OLGA, STOP, on=AURORA)).when(command, by=OLGA).then_rejected(
        "no-future-rung"
    )
    given(labelled(INTERVIEWED).until(date(2027, 4, 2))).when(command, by=OLGA).then_rejected(
        "no-future-rung"
    )


# Answers


def unanswered(number: int = 4) -> World:
    """So many reminders were given without an answer."""
    return labelled(INTERVIEWED).until(at_nine(RUNGS[number - 1][1], "DK")).pay()


def test_the_fourth_reminder_behind_three_unanswered_tells_the_secretariat() -> None:
    outcome = given(unanswered(3)).when(remind("before-end-1"), by=None, at=at_nine(RUNGS[3][1], "DK"))
    outcome.then(sent("before-end-1", escalated=True)).with_letters(
        (CLARA, "renewal-reminder"), ("secretariat", "reminders-unanswered")
    )


def test_unanswered_reminders_wait_for_the_secretariat_until_there_is_an_answer() -> None:
    world = unanswered()
    since = at_nine(RUNGS[3][1], "DK")
    task = Task(task="follow-up-reminders", party=Party.SECRETARIAT, since=since)
    assert tasks_of(world.cluster("aurora")) == (task,)
    assert tasks_of(unanswered(3).cluster("aurora")) == ()
    for answer, by in ((REPLY, OLGA), (STOP, OLGA)):
        assert tasks_of(world.copy().does(by, answer, on=AURORA).cluster("aurora")) == ()
    applied = world.copy().does(CLARA, RENEW, on=AURORA).cluster("aurora")
    assert [task.task for task in tasks_of(applied)] == ["decide-eligibility"]
    assert tasks_of(world.copy().until(date(2027, 4, 2)).cluster("aurora")) == ()


def test_nothing_waits_for_an_answer_about_a_label_that_sleeps_at_its_end() -> None:
    world = unanswered().until(date(2026, 3, 3))
    gold = elsewhere(
        Level.GOLD, awarded=Interval.exactly(date(2026, 3, 2)), until=Interval.exactly(date(2029, 3, 31))
    )
    assert tasks_of(world.does(OLGA, gold, on=AURORA).cluster("aurora")) == ()


def test_the_secretariat_is_told_once_until_there_is_an_answer() -> None:
    told = [event.escalated for event in unanswered(9).events(AURORA) if isinstance(event, ReminderSent)]
    assert told == [False, False, False, True, False, False, False, False, False]


def test_behind_a_reply_reminders_are_counted_anew() -> None:
    world = unanswered()
    given(world).when(REPLY, by=OLGA).then(
        ReplyRecorded(level=Level.BRONZE, term=1, reply="will-renew", text=sealed("We will."))
    )
    world.until(at_nine(RUNGS[8][1], "DK"))
    told = [event.escalated for event in world.events(AURORA) if isinstance(event, ReminderSent)]
    assert told == [False, False, False, True, False, False, False, True, False]


def test_that_a_label_has_lapsed_asks_nothing_and_is_nothing_to_follow_up() -> None:
    world = unanswered(6).does(OLGA, REPLY, on=AURORA).until(date(2027, 4, 2))
    told = [event.escalated for event in world.events(AURORA) if isinstance(event, ReminderSent)]
    assert told == [False, False, False, True, *[False] * 6]


def test_a_renewal_applied_for_counts_as_an_answer() -> None:
    world = unanswered(3).does(CLARA, RENEW, on=AURORA)
    world.does(CLARA, WithdrawApplication(), on=AURORA).until(at_nine(RUNGS[5][1], "DK"))
    told = [event.escalated for event in world.events(AURORA) if isinstance(event, ReminderSent)]
    assert told == [False] * 7


def test_what_was_not_asked_cannot_be_answered() -> None:
    given(labelled(INTERVIEWED)).when(REPLY, by=OLGA).then_rejected("no-reminder")
    given(stage_set()).when(REPLY, by=OLGA).then_rejected("no-reminder")


def test_only_an_operator_deals_with_reminders() -> None:
    for command in (REPLY, STOP, snooze(date(2025, 4, 30))):
        for by in (CLARA, EMIL):
            given(unanswered(1)).when(command, by=by).then_rejected("not-permitted")


# Terms recorded without a ladder


def without_a_ladder(on: date, *, expired: bool = False) -> World:
    """Aurora's label as it was recorded before there were reminders."""
    world = held(on=on)
    (imported,) = [each for each in world.events(AURORA) if isinstance(each, LabelImported)]
    assert imported.clock is not None
    clock = imported.clock.model_copy(update={"rungs": (), "expired": expired})
    return stage_set(on).happens(AURORA, imported.model_copy(update={"clock": clock}))


def test_a_term_recorded_without_its_reminders_is_planned_at_once() -> None:
    world = without_a_ladder(date(2026, 1, 5))
    stream, due = world.what_is_due()
    assert (stream, due.at, due.command) == (
        AURORA,
        world.now,
        PlanLadder(level=Level.BRONZE, term=1).model_dump(mode="json"),
    )
    world.until(date(2027, 4, 2))
    planned = [event for event in world.events(AURORA) if isinstance(event, LadderPlanned)]
    assert [[(rung.key, rung.past) for rung in event.rungs if rung.past] for event in planned] == [
        [("before-end-12", True), ("before-end-6", True)]
    ]
    assert [(day, rung) for day, rung, _ in reminders(world)] == [
        (date(2026, 1, 5), "before-end-3"),
        *[(day, rung) for rung, day in RUNGS[3:]],
    ]


def test_a_ladder_is_planned_once() -> None:
    plan = PlanLadder(level=Level.BRONZE, term=1)
    given(labelled(INTERVIEWED)).when(plan, by=None).then_nothing()
    given(stage_set()).when(plan, by=None, on=AURORA).then_nothing()


def test_what_was_told_as_a_label_expired_is_not_told_again_by_its_ladder() -> None:
    world = without_a_ladder(date(2026, 4, 3), expired=True).until(date(2026, 7, 1))
    assert [event for event in world.events(AURORA) if isinstance(event, LabelExpired)] == []
    assert reminders(world) == [(date(2026, 6, 30), "into-grace-3", "grace-reminder")]

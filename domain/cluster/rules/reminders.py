"""Reminders of a term's end: given by the clock once per term, put off, stopped, answered (R26)."""

from datetime import date
from typing import assert_never

from domain.calendar import Calendar
from domain.cluster.commands.reminders import (
    PlanLadder,
    RecordReply,
    ReminderClockCommand,
    ReminderCommand,
    RemindHolder,
    SnoozeReminder,
    StopReminders,
)
from domain.cluster.events.reminders import (
    LadderPlanned,
    ReminderEvent,
    ReminderSent,
    ReminderSkipped,
    ReminderSnoozed,
    RemindersStopped,
    ReplyRecorded,
    Skipped,
)
from domain.cluster.ladders import renewal_open, running_ladder, sleeps
from domain.cluster.rules.asked import Asked
from domain.levels import Level, Party
from domain.rejected import Rejected
from domain.rungs import AFTER_END, INTO_GRACE, LAPSE, RENEWAL_ENDED, Rung, due_on, in_words, rungs_of
from domain.secretariat import SECRETARIAT
from domain.standing import Notice, letters
from domain.status import StatusState, status_on
from domain.term_ladder import TermLadder


def decide(command: ReminderCommand | ReminderClockCommand, asked: Asked) -> list[ReminderEvent]:
    """The events that follow; `Rejected` for an operator's command only."""
    match command:
        case RemindHolder():
            return remind_holder(command, asked)
        case PlanLadder():
            return plan_ladder(command, asked)
        case SnoozeReminder():
            return [snooze_reminder(command, asked)]
        case StopReminders():
            return [stop_reminders(command, asked)]
        case RecordReply():
            return [record_reply(command, asked)]
        case _:
            assert_never(command)


def plan_ladder(command: PlanLadder, asked: Asked) -> list[ReminderEvent]:
    """The rungs of a term recorded without: by the edition that computed it, and by what was told of it already."""
    clock, ladder = asked.cluster.clocks.get(command.level), running_ladder(asked.cluster, command.level)
    term = asked.cluster.latest_term(command.level)
    if clock is None or term is None or ladder is None or ladder.planned or clock.term != command.term:
        return []
    rule = asked.scheme.edition(term.edition).ladder
    rungs = rungs_of(clock.last_day, clock.grace_until, rule, _calendar(asked), asked.at)
    told = tuple(
        rung.model_copy(update={"past": True}) if clock.expired and rung.step == AFTER_END else rung
        for rung in rungs
    )
    return [LadderPlanned(level=command.level, term=command.term, rungs=told)]


def remind_holder(command: RemindHolder, asked: Asked) -> list[ReminderEvent]:
    """The reminder, or why there is none; of several that have come, after an outage, the latest alone."""
    ladder = running_ladder(asked.cluster, command.level)
    if ladder is None or ladder.stopped or ladder.term != command.term:
        return []
    if command.about_a_renewal:
        due = ladder.renewal_ended_at
        come = due is not None and due <= asked.at
        return [_reminder(command.level, ladder, RENEWAL_ENDED, asked)] if come else []
    reached = ladder.reached(asked.at)
    if command.rung not in [rung.key for rung in reached]:
        return []
    *earlier, latest = reached
    if ladder.too_late(latest, _calendar(asked).day_of(asked.at)):
        return [_skipped(command.level, ladder, rung.key, "overtaken") for rung in reached]
    overtaken = [_skipped(command.level, ladder, rung.key, "overtaken") for rung in earlier]
    return [*overtaken, _reminder(command.level, ladder, latest.key, asked)]


def snooze_reminder(command: SnoozeReminder, asked: Asked) -> ReminderSnoozed:
    ladder = _with_rungs_ahead(command.level, asked)
    rung, follower = _chosen(command, ladder)
    due_at = due_on(command.until_on, ladder.last_day, _calendar(asked))
    if due_at <= rung.due_at or due_at <= asked.at:
        raise Rejected("not-later", f"until_on: the reminder {in_words(rung.key)} is put off to a later day.")
    if follower is not None and due_at >= follower.due_at:
        day = _calendar(asked).day_of(follower.due_at)
        raise Rejected(
            "past-next-reminder",
            f"until_on: the reminder {in_words(follower.key)} comes on {day}: put this one off to a day before it.",
        )
    return ReminderSnoozed(
        level=command.level,
        term=ladder.term,
        rung=rung.key,
        until_on=command.until_on,
        due_at=due_at,
        reason=command.reason,
    )


def stop_reminders(command: StopReminders, asked: Asked) -> RemindersStopped:
    ladder = _with_rungs_ahead(command.level, asked)
    return RemindersStopped(level=command.level, term=ladder.term, reason=command.reason)


def record_reply(command: RecordReply, asked: Asked) -> ReplyRecorded:
    ladder = running_ladder(asked.cluster, command.level)
    if ladder is None or not ladder.reminded:
        raise Rejected(
            "no-reminder", f"No reminder of the present term of the {command.level} label was sent."
        )
    return ReplyRecorded(level=command.level, term=ladder.term, reply=command.reply, text=command.text)


def _with_rungs_ahead(level: Level, asked: Asked) -> TermLadder:
    ladder = running_ladder(asked.cluster, level)
    if ladder is None or ladder.stopped or not ladder.ahead:
        raise Rejected("no-future-rung", f"No reminder of the {level} label is to come.")
    return ladder


def _chosen(command: SnoozeReminder, ladder: TermLadder) -> tuple[Rung, Rung | None]:
    """The reminder meant, and the one after it."""
    ahead = ladder.ahead
    keys = [rung.key for rung in ahead]
    if command.rung is not None and command.rung not in keys:
        raise Rejected("no-future-rung", f"rung: to come are {', '.join(keys)}.")
    place = keys.index(command.rung) if command.rung else 0
    return ahead[place], next(iter(ahead[place + 1 :]), None)


def _reminder(level: Level, ladder: TermLadder, key: str, asked: Asked) -> ReminderSent | ReminderSkipped:
    day = _calendar(asked).day_of(asked.at)
    if why := _why_not(level, ladder, day, asked):
        return _skipped(level, ladder, key, why)
    escalated = _escalates(level, ladder, key, asked)
    notices = (
        *_to_holder(level, ladder, key, day, asked),
        *(_to_secretariat(level, ladder) if escalated else ()),
    )
    return ReminderSent(level=level, term=ladder.term, rung=key, escalated=escalated, notices=notices)


def _skipped(level: Level, ladder: TermLadder, key: str, why: Skipped) -> ReminderSkipped:
    return ReminderSkipped(level=level, term=ladder.term, rung=key, why=why)


def _why_not(level: Level, ladder: TermLadder, day: date, asked: Asked) -> Skipped | None:
    """R26: none while the label is being renewed, sleeps, or is suspended behind its end."""
    cluster = asked.cluster
    if renewal_open(cluster, level):
        return "renewal-open"
    if sleeps(cluster, level, ladder, day):
        return "dormant"
    status = status_on(cluster.labels, level, day)
    if status.state is StatusState.SUSPENDED and status.expired:
        return "suspended"
    return None if cluster.managers else "no-recipient"


def _escalates(level: Level, ladder: TermLadder, key: str, asked: Asked) -> bool:
    """Whether so many reminders found no answer that the secretariat takes over: told once, until there is one."""
    term = asked.cluster.latest_term(level)
    if term is None or key in (LAPSE, RENEWAL_ENDED) or ladder.escalated_at is not None:
        return False
    return ladder.unanswered >= asked.scheme.edition(term.edition).ladder.escalates_after_unanswered.value


def _to_holder(level: Level, ladder: TermLadder, key: str, day: date, asked: Asked) -> tuple[Notice, ...]:
    """The letter by what is so on the day: in the term, in grace, or lapsed."""
    ends, renewable = ladder.last_day.isoformat(), ladder.grace_until.isoformat()
    if day > ladder.grace_until:
        return asked.to_managers("label-lapsed", level=level)
    if day > ladder.last_day:
        return asked.to_managers(_in_grace(key), level=level, renewable_until=renewable)
    notice = "renewal-ended" if key == RENEWAL_ENDED else "renewal-reminder"
    return asked.to_managers(notice, level=level, valid_until=ends, renewable_until=renewable)


def _in_grace(key: str) -> str:
    if key == RENEWAL_ENDED:
        return "renewal-ended-in-grace"
    return "grace-reminder" if key.startswith(INTO_GRACE) else "label-expired"


def _to_secretariat(level: Level, ladder: TermLadder) -> tuple[Notice, ...]:
    until = ladder.grace_until.isoformat()
    return letters((SECRETARIAT,), "reminders-unanswered", level=level, renewable_until=until)


def _calendar(asked: Asked) -> Calendar:
    return asked.calendar(Party.APPLICANT)

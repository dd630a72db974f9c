"""What became of a term's reminders (R26)."""

from datetime import date, datetime
from typing import Literal

from domain.cluster.events.shared import ClusterEvent
from domain.levels import Level
from domain.rungs import Rung, RungKey
from domain.sealed import Commitment

Reply = Literal["will-renew", "will-not-renew", "undecided"]
# Why a reminder was not sent. `overtaken`: a later one had come before it could be.
Skipped = Literal["renewal-open", "dormant", "suspended", "overtaken", "no-recipient"]


class LadderPlanned(ClusterEvent):
    """A term that was recorded without its reminders has them from here on."""

    type: Literal["LadderPlanned"] = "LadderPlanned"
    level: Level
    term: int
    rungs: tuple[Rung, ...]


class ReminderSent(ClusterEvent):
    """Who acts for the cluster is reminded. `escalated`: too many went unanswered, and the secretariat hears of it."""

    type: Literal["ReminderSent"] = "ReminderSent"
    level: Level
    term: int
    rung: RungKey | Literal["renewal-ended"]
    escalated: bool = False


class ReminderSkipped(ClusterEvent):
    type: Literal["ReminderSkipped"] = "ReminderSkipped"
    level: Level
    term: int
    rung: RungKey | Literal["renewal-ended"]
    why: Skipped


class ReminderSnoozed(ClusterEvent):
    """A reminder comes later, at `due_at`, UTC."""

    type: Literal["ReminderSnoozed"] = "ReminderSnoozed"
    level: Level
    term: int
    rung: RungKey
    until_on: date
    due_at: datetime
    reason: Commitment


class RemindersStopped(ClusterEvent):
    type: Literal["RemindersStopped"] = "RemindersStopped"
    level: Level
    term: int
    reason: Commitment


class ReplyRecorded(ClusterEvent):
    type: Literal["ReplyRecorded"] = "ReplyRecorded"
    level: Level
    term: int
    reply: Reply
    text: Commitment


ReminderEvent = (
    LadderPlanned | ReminderSent | ReminderSkipped | ReminderSnoozed | RemindersStopped | ReplyRecorded
)

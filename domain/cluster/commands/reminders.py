"""What the clock asks about a term's reminders, and how an operator deals with them (R26)."""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.cluster.events.reminders import Reply
from domain.frozen import Frozen
from domain.levels import Level
from domain.rungs import RENEWAL_ENDED, RungKey
from domain.sealed import FreeText


class RemindHolder(Frozen):
    """The clock: a reminder of a term is due, a rung or the letter behind a renewal without award.

    Does nothing when overtaken.
    """

    type: Literal["RemindHolder"] = "RemindHolder"
    level: Level
    term: int
    rung: RungKey | Literal["renewal-ended"]

    @property
    def about_a_renewal(self) -> bool:
        """Whether it is no rung, but tells what remains after a renewal that ended without award."""
        return self.rung == RENEWAL_ENDED


class PlanLadder(Frozen):
    """The clock: a term was recorded without its reminders. Does nothing when overtaken."""

    type: Literal["PlanLadder"] = "PlanLadder"
    level: Level
    term: int


class SnoozeReminder(Frozen):
    """Puts a reminder to come off to a later day, with a reason; never as far as the reminder after it."""

    type: Literal["SnoozeReminder"] = "SnoozeReminder"
    level: Level
    rung: RungKey | None = Field(default=None, description="the next one, where none is named")
    until_on: date
    reason: FreeText


class StopReminders(Frozen):
    """Ends the reminders of the present term, with a reason; a term that follows has its own."""

    type: Literal["StopReminders"] = "StopReminders"
    level: Level
    reason: FreeText


class RecordReply(Frozen):
    """Records what the holder answered to the reminders; they go on, and are counted anew."""

    type: Literal["RecordReply"] = "RecordReply"
    level: Level
    reply: Reply
    text: FreeText


ReminderClockCommand = RemindHolder | PlanLadder
ReminderCommand = SnoozeReminder | StopReminders | RecordReply

"""What the clock asks when a moment has come, and how an operator may extend a limit (R27)."""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.cluster.commands.appeals import ResumeCase
from domain.cluster.commands.reminders import ReminderClockCommand
from domain.cluster.commands.shared import CaseCommand
from domain.frozen import Frozen
from domain.levels import Level
from domain.sealed import FreeText


class ExtendDeadline(CaseCommand):
    """Extends a running limit, once, with a reason; never grace, and never a term.

    A hearing about a label belongs to no case: its subject is the level.
    """

    type: Literal["ExtendDeadline"] = "ExtendDeadline"
    limit: str
    subject: str = Field(
        default="", description="the person, finding or level, where several limits of a name run"
    )
    until_on: date
    reason: FreeText


class PassDeadline(Frozen):
    """The clock: a limit's next moment has come. Does nothing when overtaken."""

    type: Literal["PassDeadline"] = "PassDeadline"
    case_id: str | None = None
    limit: str
    subject: str = ""


class PassExpiry(Frozen):
    """The clock: a term's last day is over. Does nothing when overtaken."""

    type: Literal["PassExpiry"] = "PassExpiry"
    level: Level
    term: int


class PassLapse(Frozen):
    """The clock: a term's grace is over. Does nothing when overtaken."""

    type: Literal["PassLapse"] = "PassLapse"
    level: Level
    term: int


PassCommand = PassDeadline | PassExpiry | PassLapse
ClockCommand = PassCommand | ResumeCase | ReminderClockCommand

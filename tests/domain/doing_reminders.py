"""What the secretariat does about reminders: asked in stories, and done where a task waits for it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from domain.cluster.case import Case
from domain.cluster.commands.organisation import ChangeManager
from domain.cluster.commands.reminders import RecordReply, SnoozeReminder, StopReminders
from domain.commands import PersonCommand
from domain.levels import Level
from domain.standing import Task
from tests.domain.acting import Act
from tests.domain.cast import CLARA, OLGA
from tests.domain.setting import Setting

OF_REMINDERS: Mapping[str, Callable[[Setting, int], PersonCommand]] = {
    "SnoozeReminder": lambda here, n: SnoozeReminder(
        level=(*Level,)[n % 3], until_on=here.today + timedelta(days=40 * n), reason="They move house."
    ),
    "StopReminders": lambda _, n: StopReminders(level=(*Level,)[n % 3], reason="They give it up."),
    "RecordReply": lambda _, n: RecordReply(level=(*Level,)[n % 3], reply="undecided", text="Perhaps."),
}


def follow_up(here: Setting, _: Task, __: Case, n: int) -> Iterator[Act]:
    """The holder is asked, and answers; of which label, a refusal tells."""
    for level in [*Level][n % 3 :] + [*Level][: n % 3]:
        ladders = here.cluster.ladders.get(level, ())
        if any(ladder.escalated_at for ladder in ladders):
            yield Act(OLGA, RecordReply(level=level, reply="will-renew", text="We will."))


def name_manager(_: Setting, __: Task, ___: Case, n: int) -> Iterator[Act]:
    del n
    yield Act(OLGA, ChangeManager(managers=(CLARA,)))

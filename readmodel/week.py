"""What the secretariat has before it in a week, from the rows: due, overdue, ending, in grace, failed, unanswered."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from domain.frozen import Frozen
from domain.levels import Level
from domain.secretariat import secretariat_day
from domain.status import StatusState
from ledger.connection import Connection
from readmodel.inquiries import ClusterRow, InboxRow, clusters, inbox

_WEEK = timedelta(days=7)
_FAILED, _UNANSWERED = "resolve-notice", "follow-up-reminders"


class Work(Frozen):
    """A task, whose cluster or stream it is about, and until when it is to be done."""

    about: str
    task: str
    until: date | None


class Ends(Frozen):
    """A label and the last day of its term or, in grace, of that."""

    about: str
    level: Level
    until: date | None


class Week(Frozen):
    """Everything worth a line. `ending`: in their term, up for renewal within twelve months."""

    overdue: tuple[Work, ...] = ()
    due: tuple[Work, ...] = ()
    ending: tuple[Ends, ...] = ()
    in_grace: tuple[Ends, ...] = ()
    failed: tuple[Work, ...] = ()
    unanswered: tuple[Work, ...] = ()

    @property
    def empty(self) -> bool:
        return self == Week()


async def week_from(connection: Connection, now: datetime) -> Week:
    """The week that begins now."""
    rows = await clusters(connection, secretariat_day(now), now)
    return week_of(rows, await inbox(connection, now), now)


def week_of(rows: Sequence[ClusterRow], tasks: Sequence[InboxRow], now: datetime) -> Week:
    """Nearest first; a letter that failed, or reminders without an answer, have a list of their own."""
    limited = [task for task in tasks if task.due_at and task.task not in (_FAILED, _UNANSWERED)]
    return Week(
        overdue=tuple(_work(task) for task in limited if task.overdue),
        due=tuple(
            _work(task) for task in limited if not task.overdue and task.due_at and task.due_at < now + _WEEK
        ),
        ending=_labels(rows, StatusState.DUE),
        in_grace=_labels(rows, StatusState.EXPIRED),
        failed=tuple(_work(task) for task in tasks if task.task == _FAILED),
        unanswered=tuple(_work(task) for task in tasks if task.task == _UNANSWERED),
    )


def _work(task: InboxRow) -> Work:
    until = secretariat_day(task.due_at - timedelta(seconds=1)) if task.due_at else None
    return Work(about=task.name or task.stream, task=task.task, until=until)


def _labels(rows: Sequence[ClusterRow], state: StatusState) -> tuple[Ends, ...]:
    found = (
        Ends(about=row.name, level=level, until=status.until)
        for row in rows
        for level, status in row.statuses.items()
        if status.state is state
    )
    return tuple(sorted(found, key=lambda ends: (ends.until or date.max, ends.about)))

"""What the secretariat has before it in a week: which task and which label stands in which list."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.levels import Level
from domain.status import Status, StatusState
from readmodel.inquiries import ClusterRow, InboxRow
from readmodel.week import Ends, Week, Work, week_of

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)


def task(name: str = "check-facts", due_at: datetime | None = None) -> InboxRow:
    return InboxRow(
        stream="cluster-aurora",
        cluster_id="aurora",
        name="Aurora",
        case_id=None,
        task=name,
        commands=(),
        party="secretariat",
        persons=(),
        since=NOW,
        due_at=due_at,
        overdue=due_at is not None and due_at < NOW,
    )


def cluster(**statuses: Status) -> ClusterRow:
    known: dict[str, Any] = dict.fromkeys(
        ("cluster_id", "name", "country", "region", "sector", "stage"), "aurora"
    )
    return ClusterRow(
        **known,
        due_at=None,
        overdue=False,
        stalled=(),
        statuses={Level(level): status for level, status in statuses.items()},
    )


@pytest.mark.parametrize(
    ("due_in", "listed"),
    [(timedelta(days=-1), "overdue"), (timedelta(days=6), "due"), (timedelta(days=7), None)],
)
def test_a_task_is_overdue_due_this_week_or_not_told_of(due_in: timedelta, listed: str | None) -> None:
    due_at = NOW + due_in
    work = Work(about="Aurora", task="check-facts", until=due_at.date())
    expected = Week(**{listed: (work,)}) if listed else Week()  # type: ignore[arg-type]
    assert week_of([], [task(due_at=due_at)], NOW) == expected


def test_a_task_without_a_limit_makes_no_week() -> None:
    assert week_of([], [task()], NOW).empty


def test_failed_letters_and_unanswered_reminders_have_lists_of_their_own() -> None:
    failed, unanswered = task("resolve-notice"), task("follow-up-reminders")
    assert week_of([], [failed, unanswered], NOW) == Week(
        failed=(Work(about="Aurora", task="resolve-notice", until=None),),
        unanswered=(Work(about="Aurora", task="follow-up-reminders", until=None),),
    )


def test_labels_that_are_due_or_in_grace_are_listed_by_their_day() -> None:
    last, grace = date(2026, 10, 31), date(2026, 12, 31)
    rows = [
        cluster(
            gold=Status(state=StatusState.DUE, until=last),
            silver=Status(state=StatusState.EXPIRED, until=grace),
            bronze=Status(state=StatusState.VALID, until=date(2028, 1, 31)),
        ),
        cluster(silver=Status(state=StatusState.DUE, until=date(2026, 4, 30))),
    ]
    assert week_of(rows, [], NOW) == Week(
        ending=(
            Ends(about="aurora", level=Level.SILVER, until=date(2026, 4, 30)),
            Ends(about="aurora", level=Level.GOLD, until=last),
        ),
        in_grace=(Ends(about="aurora", level=Level.SILVER, until=grace),),
    )

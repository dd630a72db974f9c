"""Rules of a change under which labels are kept subject to a review, and of what the review brings (R37)."""

from datetime import date

from domain.cluster.commands.clock import PassDeadline
from domain.cluster.commands.lineage import ConcludeSpecialAudit, ReviewChange
from domain.cluster.descent import Change
from domain.cluster.events.clock import DeadlineEscalated, DeadlinePassed, DeadlineWarned
from domain.cluster.events.lineage import ChangeReviewed, SpecialAuditConcluded
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.endorsement import require_untied
from domain.cluster.state import Cluster
from domain.cluster.tasks import task_of_change
from domain.rejected import Rejected
from domain.running import Limit
from domain.secretariat import SECRETARIAT
from domain.standing import Notice, letters
from domain.status import StatusState, status_on

NOT_HELD = frozenset({StatusState.NONE, StatusState.LAPSED, StatusState.ENDED})
Noted = DeadlineWarned | DeadlinePassed | DeadlineEscalated


def review_due(cluster: Cluster, asked: Asked) -> tuple[tuple[Limit, ...], tuple[Notice, ...]]:
    """The limit within which the secretariat reviews a change of the cluster, and the letter that says so."""
    name = f"change-{len(cluster.changes) + 1}"
    limit = asked.limit("change_review", asked.edition_today).of(name)
    told = letters(cluster.managers, "change-under-review", due_on=limit.last_day.isoformat())
    return (limit,), told


def review_due_of_carrier(asked: Asked) -> tuple[tuple[Limit, ...], tuple[Notice, ...]]:
    """The same for another legal carrier, whom a label that is held was not given; nothing where none is."""
    cluster, today = asked.cluster, asked.today
    held = (
        status_on(cluster.labels, level, today, pending=cluster.pending(level)).state
        for level in cluster.labels
    )
    return review_due(cluster, asked) if any(state not in NOT_HELD for state in held) else ((), ())


def review_change(command: ReviewChange, asked: Asked) -> list[ChangeReviewed]:
    """What became of open cases and labels held follows from the outcome: nothing, a recheck, or a special audit."""
    change = _meant(command.change, asked.cluster.changes_under_review, "change", asked)
    if not change.under_review:
        raise Rejected("change-reviewed", f"change: {change.change} was reviewed already: {change.outcome}.")
    require_untied(asked)
    limits: tuple[Limit, ...] = ()
    if command.outcome == "special-audit":
        limits = (asked.limit("special_audit", asked.edition_today).of(change.change),)
    return [
        ChangeReviewed(
            change=change.change,
            outcome=command.outcome,
            reason=command.reason,
            limits=limits,
            notices=_told(command, limits, asked),
        )
    ]


def _told(command: ReviewChange, limits: tuple[Limit, ...], asked: Asked) -> tuple[Notice, ...]:
    match command.outcome:
        case "no-effect":
            return asked.to_managers("change-reviewed")
        case "recheck-eligibility":
            return asked.to_managers("change-recheck")
        case "special-audit":
            return asked.to_managers("special-audit-ordered", due_on=limits[0].last_day.isoformat())


def conclude_special_audit(command: ConcludeSpecialAudit, asked: Asked) -> list[SpecialAuditConcluded]:
    due = tuple(change for change in asked.cluster.changes if change.under_audit)
    change = _meant(command.change, due, "special audit", asked)
    if not change.under_audit:
        raise Rejected("no-special-audit", f"change: no special audit of {change.change} is due.")
    require_untied(asked)
    asked.not_in_future("held_on", command.held_on)
    _after_the_change(command.held_on, change)
    told = () if command.upheld else letters((SECRETARIAT,), "special-audit-failed")
    return [
        SpecialAuditConcluded(
            change=change.change,
            held_on=command.held_on,
            upheld=command.upheld,
            reason=command.reason,
            notices=(*asked.to_managers("special-audit-concluded"), *told),
        )
    ]


def pass_change_deadline(command: PassDeadline, asked: Asked) -> list[Noted]:
    """The clock: a moment of a review's or a special audit's limit has come. Overdue work stays the secretariat's."""
    change = next((each for each in asked.cluster.changes if each.change == command.subject), None)
    limit = change.limit if change else None
    if change is None or limit is None or limit.name != command.limit:
        return []
    reached = limit.reached(asked.at)
    if not reached:
        return []
    moments = limit.passed + len(reached)
    match reached[-1]:
        case "warning":
            told = _secretariat_told("deadline-near", change, limit)
            return [DeadlineWarned(limit=limit.name, subject=limit.subject, moments=moments, notices=told)]
        case "due":
            told = _secretariat_told("deadline-passed", change, limit)
            return [DeadlinePassed(limit=limit.name, subject=limit.subject, moments=moments, notices=told)]
        case "escalation":
            told = _secretariat_told("deadline-escalated", change, limit)
            return [DeadlineEscalated(limit=limit.name, subject=limit.subject, moments=moments, notices=told)]


def _secretariat_told(notice: str, change: Change, limit: Limit) -> tuple[Notice, ...]:
    due_on = limit.last_day.isoformat()
    return letters((SECRETARIAT,), notice, task=task_of_change(change), due_on=due_on)


def _meant(key: str | None, waiting: tuple[Change, ...], what: str, asked: Asked) -> Change:
    if key is not None:
        found = next((change for change in asked.cluster.changes if change.change == key), None)
        if found is None:
            raise Rejected("change-unknown", f"change: {asked.cluster.name} has no {key}.")
        return found
    match waiting:
        case (only,):
            return only
        case ():
            raise Rejected("change-unknown", f"No {what} of {asked.cluster.name} waits.")
        case several:
            names = ", ".join(change.change for change in several)
            raise Rejected("change-unclear", f"Several wait ({names}): name one as change.")


def _after_the_change(held_on: date, change: Change) -> None:
    if held_on < change.since.date():
        raise Rejected("audit-before-change", f"held_on: {held_on} lies before {change.change}.")

"""What follows when a moment of an appeal's limit has come: who is late is told, and the secretariat (R34 to R36)."""

from typing import assert_never

from domain.cluster.appeal import Appeal
from domain.cluster.appeal_tasks import TASK_OF_LIMIT
from domain.cluster.commands.clock import PassDeadline
from domain.cluster.events.clock import DeadlineEscalated, DeadlinePassed, DeadlineWarned
from domain.cluster.rules.asked import Asked, Following
from domain.levels import Party
from domain.running import Limit
from domain.secretariat import SECRETARIAT
from domain.standing import Notice, letters


def pass_appeal_deadline(command: PassDeadline, asked: Asked) -> Following:
    """The event of the latest moment that has come; nothing when overtaken."""
    appeal = asked.cluster.find_appeal(command.subject)
    limits = appeal.limits if appeal else ()
    limit = next((each for each in limits if each.name == command.limit), None)
    if appeal is None or limit is None or not (reached := limit.reached(asked.at)):
        return []
    moments = limit.passed + len(reached)
    match reached[-1]:
        case "warning":
            told = _about("deadline-near", limit, _who_must_act(limit, appeal), appeal)
            return [DeadlineWarned(limit=limit.name, subject=limit.subject, moments=moments, notices=told)]
        case "due":
            both = tuple(dict.fromkeys((*_who_must_act(limit, appeal), SECRETARIAT)))
            told = _about("deadline-passed", limit, both, appeal)
            return [DeadlinePassed(limit=limit.name, subject=limit.subject, moments=moments, notices=told)]
        case "escalation":
            told = _about("deadline-escalated", limit, (SECRETARIAT,), appeal)
            return [DeadlineEscalated(limit=limit.name, subject=limit.subject, moments=moments, notices=told)]
        case _:
            assert_never(reached[-1])


def _who_must_act(limit: Limit, appeal: Appeal) -> tuple[str, ...]:
    return appeal.panel if limit.party is Party.PANEL else (SECRETARIAT,)


def _about(notice: str, limit: Limit, recipients: tuple[str, ...], appeal: Appeal) -> tuple[Notice, ...]:
    task, due_on = TASK_OF_LIMIT[limit.name], limit.last_day.isoformat()
    return letters(recipients, notice, level=appeal.level, appeal=appeal.appeal_id, task=task, due_on=due_on)

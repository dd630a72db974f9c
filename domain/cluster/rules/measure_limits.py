"""What follows when a moment of a measure's limit has come: letters, never a decision (R24, R28)."""

from domain.cluster.commands.clock import PassDeadline
from domain.cluster.events.clock import DeadlineEscalated, DeadlinePassed, DeadlineWarned
from domain.cluster.measure_work import task_of_measure_limit
from domain.cluster.rules.asked import Asked
from domain.levels import Party
from domain.running import Limit
from domain.secretariat import SECRETARIAT
from domain.standing import Notice, letters

Noted = DeadlineWarned | DeadlinePassed | DeadlineEscalated


def pass_measure_deadline(command: PassDeadline, asked: Asked) -> list[Noted]:
    """The latest of the moments that have come; nothing where the limit runs no more."""
    limit = _limit(command, asked)
    reached = limit.reached(asked.at) if limit else ()
    if limit is None or not reached:
        return []
    moments = limit.passed + len(reached)
    match reached[-1]:
        case "warning":
            told = _about(limit, "deadline-near", _who_must_act(limit, asked))
            return [DeadlineWarned(limit=limit.name, subject=limit.subject, moments=moments, notices=told)]
        case "due":
            everybody = tuple(dict.fromkeys((*_who_must_act(limit, asked), SECRETARIAT)))
            told = _about(limit, "deadline-passed", everybody)
            return [DeadlinePassed(limit=limit.name, subject=limit.subject, moments=moments, notices=told)]
        case "escalation":
            told = _about(limit, "deadline-escalated", (SECRETARIAT,))
            return [DeadlineEscalated(limit=limit.name, subject=limit.subject, moments=moments, notices=told)]


def _limit(command: PassDeadline, asked: Asked) -> Limit | None:
    measures = (each for each in asked.cluster.measures if each.level == command.subject)
    return next((limit for each in measures if (limit := each.limit(command.limit))), None)


def _who_must_act(limit: Limit, asked: Asked) -> tuple[str, ...]:
    return asked.cluster.managers if limit.party is Party.APPLICANT else (SECRETARIAT,)


def _about(limit: Limit, notice: str, recipients: tuple[str, ...]) -> tuple[Notice, ...]:
    task, due_on = task_of_measure_limit(limit), limit.last_day.isoformat()
    return letters(recipients, notice, level=limit.subject, task=task, due_on=due_on)

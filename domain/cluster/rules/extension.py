"""How an operator extends a limit: once, with a reason, and never a right of the label's (R27)."""

from domain.cluster.case import Case
from domain.cluster.commands.clock import ExtendDeadline
from domain.cluster.events.clock import DeadlineExtended
from domain.cluster.rules.agenda import agenda_ahead
from domain.cluster.rules.asked import Asked
from domain.rejected import Rejected
from domain.running import ABANDONMENT, Limit

# Not a limit of somebody's work but a right of the label's: it is never extended.
_NEVER_EXTENDED = frozenset({"late_recording", "voting"})


def extend_deadline(command: ExtendDeadline, case: Case, asked: Asked) -> list[DeadlineExtended]:
    limit = _limit_meant(command, case)
    if limit.name in _NEVER_EXTENDED or limit.name == ABANDONMENT:
        raise Rejected("not-extendable", f"The limit {limit.name} is never extended.")
    if limit.extended:
        raise Rejected("extended-already", "A limit is extended once.")
    if command.until_on <= limit.last_day or command.until_on < asked.today:
        raise Rejected(
            "not-later", f"until_on {command.until_on} is past, or not after the last day {limit.last_day}."
        )
    expert = limit.subject if limit.subject in case.experts else case.lead
    later = asked.limit_until(limit.name, asked.edition(case), command.until_on, expert=expert)
    return [
        DeadlineExtended(
            case_id=case.case_id,
            limit=limit.name,
            subject=limit.subject,
            last_day=later.last_day,
            due_at=later.due_at,
            warn_at=later.warn_at,
            escalate_at=later.escalate_at,
            reason=command.reason,
            limits=_agenda_behind(later.of(limit.subject), case, asked),
        )
    ]


def _agenda_behind(later: Limit, case: Case, asked: Asked) -> tuple[Limit, ...]:
    """The time to place a case begins when its last finding's is over: it ends no sooner than that lets it (R28)."""
    agenda = case.limit("agenda")
    if agenda is None or case.finding(later.subject) is None:
        return ()
    others = tuple(
        limit for limit in case.limits if (limit.name, limit.subject) != (later.name, later.subject)
    )
    behind = agenda_ahead(case.model_copy(update={"limits": (*others, later)}), asked)
    return (behind,) if behind.last_day > agenda.last_day else ()


def _limit_meant(command: ExtendDeadline, case: Case) -> Limit:
    """The subject may be left out where one limit of the name runs."""
    if limit := case.limit(command.limit, command.subject):
        return limit
    named = [limit for limit in case.limits if limit.name == command.limit]
    if len(named) == 1 and not command.subject:
        return named[0]
    if named:
        subjects = ", ".join(limit.subject for limit in named)
        raise Rejected("limit-unclear", f"subject: {command.limit} runs for {subjects}.")
    running = ", ".join(limit.name for limit in case.limits) or "none"
    raise Rejected("limit-unknown", f"limit: {command.limit} does not run in this case; running: {running}.")

"""How an operator extends a limit: once, with a reason, and never a right of the label's (R27)."""

from domain.cluster.case import Case
from domain.cluster.commands.clock import ExtendDeadline
from domain.cluster.events.clock import DeadlineExtended
from domain.cluster.measure import DECISION
from domain.cluster.rules.agenda import agenda_ahead
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.endorsement import require_untied
from domain.cluster.rules.held import open_measure
from domain.levels import Level
from domain.limits import LimitName
from domain.rejected import Rejected
from domain.running import ABANDONMENT, Limit

# Not a limit of somebody's work but a right of the label's, or the end of what is in suspense: it is never extended.
_NEVER_EXTENDED = frozenset({"late_recording", "voting", DECISION})


def extend_deadline(command: ExtendDeadline, case: Case, asked: Asked) -> list[DeadlineExtended]:
    limit = _limit_meant(command, case)
    name = _extendable(limit, command, asked)
    expert = limit.subject if limit.subject in case.experts else case.lead
    later = asked.limit_until(name, asked.edition(case), command.until_on, expert=expert).of(limit.subject)
    extended = _extended(later, command)
    return [
        extended.model_copy(
            update={"case_id": case.case_id, "limits": _agenda_behind(later, case, asked)},
        )
    ]


def extend_hearing(command: ExtendDeadline, asked: Asked) -> list[DeadlineExtended]:
    """R24: the holder is given more time to be heard; nothing else about a measure waits longer."""
    require_untied(asked)
    if command.case_id is not None:
        raise Rejected("case-needless", "case_id: a hearing is about the label, not about a case.")
    measure = open_measure(Level(command.subject), asked)
    limit = measure.limit(command.limit)
    if limit is None:
        running = ", ".join(each.name for each in measure.limits) or "none"
        raise Rejected(
            "limit-unknown", f"limit: {command.limit} does not run in this measure; running: {running}."
        )
    name = _extendable(limit, command, asked)
    later = asked.limit_until(name, asked.edition_today, command.until_on).of(limit.subject)
    return [_extended(later, command)]


def _extendable(limit: Limit, command: ExtendDeadline, asked: Asked) -> LimitName:
    """The limit's name; `Rejected` where it is not extended, not once more, or not to that day."""
    if limit.name == ABANDONMENT or limit.name in _NEVER_EXTENDED:
        raise Rejected("not-extendable", f"The limit {limit.name} is never extended.")
    if limit.extended:
        raise Rejected("extended-already", "A limit is extended once.")
    if command.until_on <= limit.last_day or command.until_on < asked.today:
        raise Rejected(
            "not-later", f"until_on {command.until_on} is past, or not after the last day {limit.last_day}."
        )
    return limit.name


def _extended(later: Limit, command: ExtendDeadline) -> DeadlineExtended:
    return DeadlineExtended(
        limit=later.name,
        subject=later.subject,
        last_day=later.last_day,
        due_at=later.due_at,
        warn_at=later.warn_at,
        escalate_at=later.escalate_at,
        reason=command.reason,
    )


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

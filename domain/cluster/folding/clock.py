"""How the clock's notes and extensions change a case's limits."""

from typing import assert_never

from domain.cluster.case import Case
from domain.cluster.events.clock import (
    ClockEvent,
    DeadlineEscalated,
    DeadlineExtended,
    DeadlinePassed,
    DeadlineWarned,
)
from domain.cluster.folding.moving import with_limits
from domain.running import Limit, with_moments


def evolve(case: Case, event: ClockEvent) -> Case:
    match event:
        case DeadlineWarned() | DeadlinePassed() | DeadlineEscalated():
            limits = with_moments(case.limits, event.limit, event.moments, event.subject)
            return case.model_copy(update={"limits": limits})
        case DeadlineExtended():
            later = case.model_copy(update={"limits": extended(case.limits, event)})
            return with_limits(later, event.limits)
        case _:
            assert_never(event)


def extended(limits: tuple[Limit, ...], event: DeadlineExtended) -> tuple[Limit, ...]:
    """The limits with the one that was extended running anew, for the last time."""
    instants = {name: getattr(event, name) for name in ("last_day", "due_at", "warn_at", "escalate_at")}
    update = {**instants, "passed": 0, "extended": True}
    named = (event.limit, event.subject)
    return tuple(
        limit.model_copy(update=update) if (limit.name, limit.subject) == named else limit for limit in limits
    )

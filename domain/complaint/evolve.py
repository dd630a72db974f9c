"""How each event changes a complaint's state."""

from typing import assert_never

from domain.cluster.events.clock import DeadlineEscalated, DeadlinePassed, DeadlineWarned
from domain.cluster.events.effects import EffectEvent
from domain.complaint.events import (
    ComplaintAcknowledged,
    ComplaintClosed,
    ComplaintEvent,
    ComplaintInvestigated,
    ComplaintLodged,
)
from domain.complaint.state import Complaint, ComplaintState
from domain.debts import letters_owed, settled
from domain.erasure import TextRedacted
from domain.happened import Happened
from domain.running import with_moments


def evolve(complaint: Complaint, happened: Happened[ComplaintEvent]) -> Complaint:
    """The complaint after the event; never refuses."""
    event = happened.event
    if isinstance(event, TextRedacted):
        return complaint.model_copy(update={"version": complaint.version + 1})
    owed = letters_owed(happened, event.notices, None)
    after = complaint.model_copy(update={"version": complaint.version + 1, "debts": complaint.debts + owed})
    if isinstance(event, EffectEvent):
        debts, failed = settled(after.debts, after.failed, event, happened.recorded_at)
        return after.model_copy(update={"debts": debts, "failed": failed})
    match event:
        case ComplaintLodged():
            names = ("about", "subject", "complainant", "lodged_on", "edition", "limits")
            facts = {name: getattr(event, name) for name in names}
            sets = {name: frozenset(getattr(event, name)) for name in ("concerned", "organisations")}
            return after.model_copy(update={**facts, **sets, "since": happened.recorded_at})
        case ComplaintAcknowledged():
            left = tuple(limit for limit in after.limits if limit.name != "complaint_acknowledgement")
            return _moved(after, happened, ComplaintState.ACKNOWLEDGED, limits=left)
        case ComplaintInvestigated(investigator=investigator):
            return _moved(after, happened, ComplaintState.INVESTIGATED, investigator=investigator)
        case ComplaintClosed(finding=finding, measure=measure):
            return _moved(after, happened, ComplaintState.CLOSED, limits=(), finding=finding, measure=measure)
        case DeadlineWarned() | DeadlinePassed() | DeadlineEscalated():
            return after.model_copy(update={"limits": with_moments(after.limits, event.limit, event.moments)})
        case _:
            assert_never(event)


def _moved(
    complaint: Complaint, happened: Happened[ComplaintEvent], state: ComplaintState, **update: object
) -> Complaint:
    return complaint.model_copy(update={"state": state, "since": happened.recorded_at, **update})

"""What a desk sees to beside its clusters: rounds that end, complaints that are looked into."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from console.simulation.desk import Desk
from console.simulation.office_days import opening_on
from console.simulation.people import FIRST_OPERATOR
from console.simulation.scene import Act
from domain.complaint.commands import CloseComplaint, InvestigateComplaint
from domain.complaint.standing import tasks_of
from domain.complaint.state import Complaint
from domain.permissions import State
from domain.round.commands import CloseRound
from domain.round.state import Round
from domain.secretariat import secretariat_day

_DAYS_AFTER_THE_VOTE = 2
_DAYS_FOR_A_COMPLAINT = 9
_DAYS_TILL_THE_NEXT_LOOK = 14


def seen_to_at(state: State | None, now: datetime) -> datetime | None:
    """When somebody sees to the stream next; None where nothing is left to do."""
    match state:
        case Round(closes_on=closes_on, closed=False) if closes_on is not None:
            first = opening_on(closes_on + timedelta(days=_DAYS_AFTER_THE_VOTE))
        case Complaint() if work := tasks_of(state):
            first = opening_on(secretariat_day(work[0].since) + timedelta(days=_DAYS_FOR_A_COMPLAINT))
        case _:
            return None
    return first if now < first else opening_on(now.date() + timedelta(days=_DAYS_TILL_THE_NEXT_LOOK))


def acts_beside(state: State | None, desk: Desk) -> Iterator[Act]:
    """What is done now, by the first operator who may."""
    operators = (*(each.person_id for each in desk.operators), FIRST_OPERATOR)
    match state:
        case Round(round_id=round_id, unconcluded=()):
            yield Act(by=operators[0], command=CloseRound(), on=round_id)
        case Complaint(complaint_id=complaint_id) if tasks_of(state):
            for operator in operators:
                yield Act(by=operator, command=InvestigateComplaint(), on=complaint_id)
                closed = CloseComplaint(finding="unfounded", reason="Its website says what is so.")
                yield Act(by=operator, command=closed, on=complaint_id)
        case _:
            return

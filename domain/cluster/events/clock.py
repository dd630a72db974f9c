"""What the clock noted about running limits, and what persons changed about them (R27)."""

from datetime import date, datetime
from typing import Literal

from domain.cluster.events.shared import ClusterEvent
from domain.running import Limit
from domain.sealed import Commitment


class DeadlineWarned(ClusterEvent):
    """A limit's warning came. `moments`: how many of the limit's moments are dealt with now."""

    type: Literal["DeadlineWarned"] = "DeadlineWarned"
    case_id: str | None = None
    limit: str
    subject: str = ""
    moments: int


class DeadlinePassed(ClusterEvent):
    """A limit ended and the work is overdue."""

    type: Literal["DeadlinePassed"] = "DeadlinePassed"
    case_id: str | None = None
    limit: str
    subject: str = ""
    moments: int


class DeadlineEscalated(ClusterEvent):
    type: Literal["DeadlineEscalated"] = "DeadlineEscalated"
    case_id: str | None = None
    limit: str
    subject: str = ""
    moments: int


class DeadlineExtended(ClusterEvent):
    """A limit was extended, once, with a reason. `limits`: others that begin behind it, and move with it."""

    type: Literal["DeadlineExtended"] = "DeadlineExtended"
    case_id: str | None = None
    limit: str
    subject: str = ""
    last_day: date
    due_at: datetime
    warn_at: tuple[datetime, ...]
    escalate_at: datetime | None
    reason: Commitment
    limits: tuple[Limit, ...] = ()


ClockEvent = DeadlineWarned | DeadlinePassed | DeadlineEscalated | DeadlineExtended

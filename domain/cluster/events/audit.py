"""What happened to the on-site audit: planned, moved, interrupted, held; each indicator validated or not."""

from datetime import date
from typing import Literal

from domain.cluster.events.shared import CaseEvent
from domain.sealed import Commitment


class AuditScheduled(CaseEvent):
    """The visit is planned; the experts' days are booked in their own streams in the same append.

    `sequence` numbers the versions of the calendar entry, from 0. `interval_months`: whole months since the
    earlier benchmark, where the procedure asks (R20).
    """

    type: Literal["AuditScheduled"] = "AuditScheduled"
    days: tuple[date, ...]
    remote: bool = False
    sequence: int
    interval_months: int | None = None


class AuditRescheduled(CaseEvent):
    type: Literal["AuditRescheduled"] = "AuditRescheduled"
    days: tuple[date, ...]
    remote: bool = False
    sequence: int
    reason: Commitment


class ObserverAdmitted(CaseEvent):
    """An observer may attend, with the applicant's consent; never score, never see scores."""

    type: Literal["ObserverAdmitted"] = "ObserverAdmitted"
    observer: str


class AuditDayConducted(CaseEvent):
    type: Literal["AuditDayConducted"] = "AuditDayConducted"
    day: date
    experts: tuple[str, ...]
    observers: tuple[str, ...] = ()


class AuditInterrupted(CaseEvent):
    """The visit stops; the days still missing follow from `resumes_on`."""

    type: Literal["AuditInterrupted"] = "AuditInterrupted"
    days: tuple[date, ...]
    resumes_on: date
    sequence: int
    reason: Commitment


class IndicatorValidated(CaseEvent):
    """What the documents say was found to be so on site."""

    type: Literal["IndicatorValidated"] = "IndicatorValidated"
    expert: str
    day: date
    indicators: tuple[str, ...]


class IndicatorNotValidated(CaseEvent):
    """What the documents say was not found on site: these indicators score 0 (R48)."""

    type: Literal["IndicatorNotValidated"] = "IndicatorNotValidated"
    expert: str
    day: date
    indicators: tuple[str, ...]


class AuditConducted(CaseEvent):
    """The visit is over. Its last day is the assessment day (R10).

    `preliminary` is what was told at the end of the visit: recorded as told, used by no rule (R47).
    """

    type: Literal["AuditConducted"] = "AuditConducted"
    last_day: date
    experts: tuple[str, ...]
    preliminary: Commitment | None = None


AuditEvent = (
    AuditScheduled
    | AuditRescheduled
    | ObserverAdmitted
    | AuditDayConducted
    | AuditInterrupted
    | IndicatorValidated
    | IndicatorNotValidated
    | AuditConducted
)

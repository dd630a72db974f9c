"""What may be asked about the on-site audit."""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.cluster.commands.shared import CaseCommand
from domain.frozen import Flag
from domain.person.commands import PersonId
from domain.sealed import FreeText


class ScheduleAudit(CaseCommand):
    """Plans the visit on consecutive working days of the cluster's calendar and books the experts.

    A visit that may not go on any more is planned anew: no day of it counts as held.
    """

    type: Literal["ScheduleAudit"] = "ScheduleAudit"
    days: tuple[date, ...] = Field(min_length=1)
    remote: Flag = False


class RescheduleAudit(CaseCommand):
    """Moves a planned visit, with a reason."""

    type: Literal["RescheduleAudit"] = "RescheduleAudit"
    days: tuple[date, ...] = Field(min_length=1)
    remote: Flag = False
    reason: FreeText


class AdmitObserver(CaseCommand):
    """Admits an observer to whom the applicant consented."""

    type: Literal["AdmitObserver"] = "AdmitObserver"
    observer: PersonId


class RecordAuditDay(CaseCommand):
    """Records a day of the visit and who was there."""

    type: Literal["RecordAuditDay"] = "RecordAuditDay"
    day: date
    experts: tuple[PersonId, ...] = Field(min_length=1)
    observers: tuple[PersonId, ...] = ()


class InterruptAudit(CaseCommand):
    """Stops the visit; it goes on from a day the edition still allows, or begins anew."""

    type: Literal["InterruptAudit"] = "InterruptAudit"
    resumes_on: date
    reason: FreeText


class ValidateIndicator(CaseCommand):
    """Says of indicators whether what the documents say was found on site, on a day of the visit."""

    type: Literal["ValidateIndicator"] = "ValidateIndicator"
    day: date
    validated: tuple[str, ...] = ()
    not_validated: tuple[str, ...] = ()


class ConcludeAudit(CaseCommand):
    """Ends the visit; every indicator in scope has its verdict."""

    type: Literal["ConcludeAudit"] = "ConcludeAudit"
    preliminary: FreeText | None = Field(
        default=None, description="what was told at the end; preliminary, used by no rule (R47)"
    )


AuditCommand = (
    ScheduleAudit
    | RescheduleAudit
    | AdmitObserver
    | RecordAuditDay
    | InterruptAudit
    | ValidateIndicator
    | ConcludeAudit
)

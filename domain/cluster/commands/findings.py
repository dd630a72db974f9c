"""What may be asked about findings."""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.cluster.commands.shared import CaseCommand
from domain.cluster.events.findings import Grade
from domain.cluster.events.shared import DocumentHash, FindingKey
from domain.sealed import FreeText


class RecordFinding(CaseCommand):
    """Records a finding about one indicator. A case numbers its findings: finding-1, finding-2 and so on."""

    type: Literal["RecordFinding"] = "RecordFinding"
    grade: Grade
    indicator: str
    statement: FreeText


class ProposeCorrection(CaseCommand):
    """The applicant says what was done about the nonconformity itself."""

    type: Literal["ProposeCorrection"] = "ProposeCorrection"
    finding: FindingKey
    correction: FreeText
    documents: tuple[DocumentHash, ...] = ()


class ProposeCorrectiveAction(CaseCommand):
    """The applicant names the cause and what is done about it, by a day."""

    type: Literal["ProposeCorrectiveAction"] = "ProposeCorrectiveAction"
    finding: FindingKey
    cause: FreeText
    action: FreeText
    done_by: date
    documents: tuple[DocumentHash, ...] = ()


class AcceptActionPlan(CaseCommand):
    """An expert accepts the plan for a minor nonconformity; it needs no closing before the decision."""

    type: Literal["AcceptActionPlan"] = "AcceptActionPlan"
    finding: FindingKey
    done_by: date = Field(description="the day of the plan that was read; another one is refused")


class CloseFinding(CaseCommand):
    """Somebody other than who raised it closes the finding on evidence (R46)."""

    type: Literal["CloseFinding"] = "CloseFinding"
    finding: FindingKey
    evidence: tuple[DocumentHash, ...] = Field(
        default=(), description="besides the documents handed in with correction and corrective action"
    )
    reason: FreeText | None = None


FindingCommand = RecordFinding | ProposeCorrection | ProposeCorrectiveAction | AcceptActionPlan | CloseFinding

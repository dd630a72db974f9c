"""What may be asked from the applicant's documents to the final report."""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.cluster.commands.shared import CaseCommand
from domain.cluster.events.shared import EvidenceItem
from domain.sealed import FreeText


class SubmitEvidence(CaseCommand):
    """Hands in documents stored under their hash; complete once there is all that the procedure asks for."""

    type: Literal["SubmitEvidence"] = "SubmitEvidence"
    items: tuple[EvidenceItem, ...] = Field(min_length=1)


class RecordBenchmark(CaseCommand):
    """Records the benchmark interview: one value per indicator, null where the cluster could give none."""

    type: Literal["RecordBenchmark"] = "RecordBenchmark"
    interview_on: date
    remote: bool = False
    values: dict[str, int | None]


class DraftReport(CaseCommand):
    """Sends a draft to the applicant, who may then check its facts for a while."""

    type: Literal["DraftReport"] = "DraftReport"
    summary: FreeText
    recommendations: FreeText | None = None


class CheckFacts(CaseCommand):
    """The applicant's remarks on the facts of the draft; silence means none."""

    type: Literal["CheckFacts"] = "CheckFacts"
    remarks: FreeText | None = None


class FinaliseReport(CaseCommand):
    """Signs the report and freezes the dossier."""

    type: Literal["FinaliseReport"] = "FinaliseReport"


AssessmentCommand = SubmitEvidence | RecordBenchmark | DraftReport | CheckFacts | FinaliseReport

"""What may be asked from the benchmark interview to the final report."""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.cluster.commands.shared import CaseCommand
from domain.frozen import Flag, Frozen, Whole
from domain.sealed import FreeText


class RecordBenchmark(CaseCommand):
    """Records the benchmark interview: one value per indicator, null where the cluster could give none."""

    type: Literal["RecordBenchmark"] = "RecordBenchmark"
    interview_on: date
    remote: Flag = False
    values: dict[str, Whole | None]


class Recommended(Frozen):
    """One recommendation, about one indicator."""

    indicator: str
    text: FreeText


class DraftReport(CaseCommand):
    """Sends a draft to the applicant, who may then check its facts for a while.

    Once the facts are checked, a new draft takes up the remarks: it is checked, and signed, anew.
    """

    type: Literal["DraftReport"] = "DraftReport"
    summary: FreeText
    recommendations: tuple[Recommended, ...] = Field(
        default=(), description="numbered in this order; each may be cited by a later case (R21)"
    )


class CheckFacts(CaseCommand):
    """The applicant's remarks on the facts of the draft; silence means none. A score is not a fact."""

    type: Literal["CheckFacts"] = "CheckFacts"
    remarks: FreeText | None = None
    about: Literal["facts", "scores"] = "facts"


class SignReport(CaseCommand):
    """An expert other than the lead signs the report as it stands."""

    type: Literal["SignReport"] = "SignReport"


class FinaliseReport(CaseCommand):
    """The lead signs the report last, and freezes the dossier."""

    type: Literal["FinaliseReport"] = "FinaliseReport"


AssessmentCommand = RecordBenchmark | DraftReport | CheckFacts | SignReport | FinaliseReport

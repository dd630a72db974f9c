"""What happened from the benchmark interview over its comparison to the final report."""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.cluster.events.shared import CaseEvent, DocumentHash, Recommendation
from domain.frozen import Frozen
from domain.scoring import DimensionResult, GroupComparison
from domain.sealed import Commitment


class BenchmarkRecorded(CaseEvent):
    """The interview took place. An indicator without answer is null and leaves the benchmark incomplete."""

    type: Literal["BenchmarkRecorded"] = "BenchmarkRecorded"
    expert: str
    interview_on: date
    remote: bool
    catalogue: str
    values: dict[str, int | None]
    complete: bool


class ComparisonMade(CaseEvent):
    """Results per dimension, beside three groups of peers (R45), computed at `portfolio_position`."""

    type: Literal["ComparisonMade"] = "ComparisonMade"
    dimensions: tuple[DimensionResult, ...]
    groups: tuple[GroupComparison, ...]
    portfolio_position: int


class ReportDrafted(CaseEvent):
    """A draft with its recommendations, one by one in `recommended`.

    Reports of the first Bronze cases held them as one text, `recommendations`.
    """

    type: Literal["ReportDrafted"] = "ReportDrafted"
    version: int
    summary: Commitment
    recommendations: Commitment | None = None
    recommended: tuple[Recommendation, ...] = ()


class FactsChecked(CaseEvent):
    type: Literal["FactsChecked"] = "FactsChecked"
    by_silence: bool = False
    remarks: Commitment | None = None


class ReportSigned(CaseEvent):
    """An expert other than the lead signed the report of this version."""

    type: Literal["ReportSigned"] = "ReportSigned"
    expert: str
    version: int


class Dossier(Frozen):
    """What is frozen with a final report, by event id and document hash: what the committee decides on."""

    result: str | None = None
    benchmark: str | None = None
    audit: str | None = None
    documents: tuple[DocumentHash, ...] = ()
    findings: dict[str, str] = Field(default_factory=dict)
    signed_by: tuple[str, ...] = ()
    marked_scores: tuple[str, ...] = ()


class ReportFinalised(CaseEvent):
    """The report is final and the dossier frozen; votes name this version."""

    type: Literal["ReportFinalised"] = "ReportFinalised"
    version: int
    dossier: Dossier | None = None


AssessmentEvent = (
    BenchmarkRecorded | ComparisonMade | ReportDrafted | FactsChecked | ReportSigned | ReportFinalised
)

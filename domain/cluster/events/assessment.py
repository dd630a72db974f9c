"""What happened from the applicant's documents over the benchmark interview to the final report."""

from datetime import date
from typing import Literal

from domain.cluster.events.shared import CaseEvent, EvidenceItem
from domain.scoring import DimensionResult, GroupComparison
from domain.sealed import Commitment


class EvidenceSubmitted(CaseEvent):
    """Documents came in. `complete`: all the procedure asks for is there."""

    type: Literal["EvidenceSubmitted"] = "EvidenceSubmitted"
    items: tuple[EvidenceItem, ...]
    complete: bool


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
    type: Literal["ReportDrafted"] = "ReportDrafted"
    version: int
    summary: Commitment
    recommendations: Commitment | None = None


class FactsChecked(CaseEvent):
    type: Literal["FactsChecked"] = "FactsChecked"
    by_silence: bool = False
    remarks: Commitment | None = None


class ReportFinalised(CaseEvent):
    """The report is final and the dossier frozen; votes name this version."""

    type: Literal["ReportFinalised"] = "ReportFinalised"
    version: int


AssessmentEvent = (
    EvidenceSubmitted | BenchmarkRecorded | ComparisonMade | ReportDrafted | FactsChecked | ReportFinalised
)

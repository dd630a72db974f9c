"""What a procedure consists of: table R2, one column per level and kind."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.frozen import Frozen
from domain.levels import Kind, Level
from domain.sourced import Contested, Sourced

Count = Annotated[int, Field(ge=1)]


class Benchmark(StrEnum):
    """The part the 36-indicator benchmark interview plays."""

    ASSESSMENT = "assessment"
    SECOND = "second"
    REPEATED = "repeated"
    NONE = "none"


class EvidenceName(StrEnum):
    QUESTIONNAIRE = "questionnaire"
    SUCCESS_STORY = "success-story"
    IMPROVEMENT_AREA = "improvement-area"
    SILVER_INDICATOR = "silver-indicator"
    GOLD_INDICATOR = "gold-indicator"


class EvidenceItem(Frozen):
    name: EvidenceName
    count: Count


class OnSite(Frozen):
    """The visit: consecutive working days, and hours where it is shorter than a day."""

    days: Count
    hours: Count | None = None


class Improvement(StrEnum):
    """What the applicant shows of the earlier report's proposals (R21)."""

    NONE = "none"
    THREE_AREAS = "three-areas"
    THREE_NEW_AREAS = "three-new-areas"
    ANSWERS = "answer-to-each-recommendation"


class Scoring(StrEnum):
    BENCHMARK = "benchmark-values"
    MINIMUMS_AND_AREAS = "minimums-and-areas"
    CONSENSUS = "alone-then-consensus"


class BenchmarkInterval(Frozen):
    """R20: months since the earlier benchmark, checked when the visit is scheduled."""

    refused_below_months: Sourced[Count]
    reason_above_months: Sourced[Count]
    repeat_above_months: Sourced[Count]


class Procedure(Frozen):
    """One column of R2: the steps one level and kind of case goes through, each with its how.

    `months_after_silver` is how long a Silver must have been held before a first Gold (0: Silver is not
    required).
    """

    level: Level
    kinds: tuple[Kind, ...]
    eligibility_rechecked_at_decision: Sourced[bool]
    test_gate: Sourced[bool]
    benchmark: Sourced[Benchmark]
    benchmark_interval: BenchmarkInterval | None = None
    improvement: Sourced[Improvement]
    experts: Sourced[Count]
    foreign_experts: Sourced[Annotated[int, Field(ge=0)]]
    evidence: Sourced[tuple[EvidenceItem, ...]]
    on_site: Contested[OnSite]
    remote_allowed: Sourced[bool]
    findings: Sourced[bool]
    scoring: Sourced[Scoring]
    minimum_percent: Sourced[Annotated[int, Field(ge=1, le=100)]] | None = None
    months_after_silver: Contested[Annotated[int, Field(ge=0)]] | None = None

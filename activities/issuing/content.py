"""What certificates and reports say: all of it, so that a document is a function of its content alone."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from activities.notification.wording import Language
from domain.frozen import Frozen
from domain.levels import Kind, Level
from domain.scoring import DimensionResult, GroupComparison

Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0)]


class CertificateContent(Frozen):
    """A certificate for one term of a label. `country` is an ISO code; names are printed as they are given."""

    language: Language
    secretariat: Text
    cluster: Text
    carrier: Text
    country: Text
    level: Level
    label_name: Text
    motto: Text
    first_day: date
    last_day: date
    decided_on: date
    issued_on: date
    number: Text
    check_address: Text
    reissue: bool = False


class IndicatorResult(Frozen):
    """One indicator or descriptor. `value` is None without an answer, `validated` None where nobody had to."""

    code: Text
    value: Count | None
    minimum: Count | None = None
    threshold: Count | None = None
    highest: Count | None = None
    validated: bool | None = None


class TotalResult(Frozen):
    """Points over all indicators, and the share of the maximum an award needs."""

    points: Count
    maximum: Annotated[int, Field(ge=1)]
    minimum_percent: Count


class Recommendation(Frozen):
    """What the experts recommend, to one indicator or (None) to the whole."""

    indicator: Text | None
    text: Text


class ImprovementArea(Frozen):
    """One of Silver's areas; `proven` is None as long as nobody has judged it (R21)."""

    number: Count
    indicator: Text
    statement: Text
    proven: bool | None


class RecommendationAnswer(Frozen):
    """What became of a recommendation of the earlier report, in the cluster's words (R21)."""

    recommendation: Text
    answer: Text


class FindingCount(Frozen):
    """How many findings of one grade are open and closed."""

    grade: Literal["major", "minor", "opportunity"]
    open: Count
    closed: Count


class ReportContent(Frozen):
    """A report, draft or final. What its procedure does not have is empty or None and leaves no trace.

    The applicant reads it, so it says nothing of what one expert held against the other.

    `dimensions` and `groups` are of the benchmark interview of `interviewed_on` where a procedure has one beside its
    audit, and `indicators` of the audit; where it is None, all are of the one assessment.
    `summary` may have several paragraphs, divided by line breaks. `groups` are withheld under
    `smallest_group` others (R45); they were compared at `portfolio_position` of the record.
    """

    language: Language
    secretariat: Text
    draft: bool
    version: Annotated[int, Field(ge=1)]
    written_on: date
    level: Level
    kind: Kind
    cluster: Text
    carrier: Text
    country: Text
    case_id: Text
    edition: Text
    catalogue: Text
    assessed_days: tuple[date, ...]
    experts: tuple[Text, ...]
    label_name: Text
    interviewed_on: date | None = None
    dimensions: tuple[DimensionResult, ...]
    indicators: tuple[IndicatorResult, ...]
    total: TotalResult | None = None
    groups: tuple[GroupComparison, ...] = ()
    smallest_group: Count
    portfolio_position: Count | None = None
    summary: str
    recommendations: tuple[Recommendation, ...] = ()
    areas: tuple[ImprovementArea, ...] = ()
    answers: tuple[RecommendationAnswer, ...] = ()
    findings: tuple[FindingCount, ...] = ()
    check_address: Text

"""Contents of documents that tests render: a certificate, and a report of each procedure."""

from datetime import date
from typing import Any

from activities.issuing.content import (
    CertificateContent,
    FindingCount,
    ImprovementArea,
    IndicatorResult,
    Recommendation,
    RecommendationAnswer,
    ReportContent,
    TotalResult,
)
from activities.notification.wording import Language
from domain.levels import Kind, Level
from domain.schemes import scheme
from domain.scoring import DimensionPosition, GroupComparison, results

CATALOGUE = scheme().catalogue("2013")
CHECK = "https://laurel.example/check/aurora-2026-G1"
# 30 indicators of up to 5 points: 119 points in all, 2.2.3 below its threshold, 4.5 without evidence.
GOLD_VALUES: dict[str, int | None] = {
    **{each.code: 4 for each in CATALOGUE.scored},
    "1.1.0": 1,
    "2.2.3": 2,
    "2.3": 5,
    "3.1": 5,
    "4.2": 5,
    "4.5": 0,
    "5.2": 5,
    "5.3": 5,
}
BRONZE_VALUES = GOLD_VALUES | {"4.5": None, "B1": 12, "B2": 1240, "B3": 63, "B4": 23, "B5": None}


def certificate(language: Language, **changes: Any) -> CertificateContent:
    content = {
        "language": language,
        "secretariat": "European Secretariat for Cluster Analysis",
        "cluster": "Aurora Life Science",
        "carrier": "Aurora Fonden",
        "country": "DK",
        "level": Level.GOLD,
        "label_name": "Gold Label",
        "motto": "Proven for Cluster Excellence",
        "first_day": date(2026, 5, 20),
        "last_day": date(2028, 4, 30),
        "decided_on": date(2026, 5, 20),
        "issued_on": date(2026, 5, 22),
        "number": "aurora-2026-G1",
        "check_address": CHECK,
    }
    return CertificateContent.model_validate(content | changes)


def gold_report(language: Language, **changes: Any) -> ReportContent:
    """A Gold renewal with all a report may have but improvement areas."""
    content = {
        **_case(language),
        "level": Level.GOLD,
        "kind": Kind.RENEWAL,
        "label_name": "Gold Label",
        "indicators": [
            IndicatorResult(
                code=each.code,
                value=GOLD_VALUES[each.code],
                minimum=each.minimum.value if each.minimum else None,
                threshold=each.threshold.value if each.threshold else None,
                highest=each.scale.value.highest,
                validated=each.code != "4.5",
            )
            for each in CATALOGUE.indicators
        ],
        "total": TotalResult(points=119, maximum=150, minimum_percent=80),
        "answers": [
            RecommendationAnswer(
                recommendation="Measure what members think of the services.",
                answer="A survey was held in 2025 and 2026.",
            )
        ],
        "findings": [
            FindingCount(grade="major", open=0, closed=1),
            FindingCount(grade="minor", open=1, closed=2),
            FindingCount(grade="opportunity", open=3, closed=0),
        ],
    }
    return ReportContent.model_validate(content | changes)


def silver_report(language: Language, **changes: Any) -> ReportContent:
    content = {
        **_case(language),
        "level": Level.SILVER,
        "kind": Kind.FIRST,
        "label_name": "Silver Label",
        "experts": ["Ingrid Solberg"],
        "assessed_days": [date(2026, 4, 1)],
        "interviewed_on": date(2026, 3, 17),
        "indicators": [
            IndicatorResult(
                code=each.code,
                value=1 if each.code == "4.6.2" else GOLD_VALUES[each.code],
                minimum=each.minimum.value if each.minimum else None,
                highest=each.scale.value.highest,
                validated=True,
            )
            for each in CATALOGUE.silver
        ],
        "areas": [
            ImprovementArea(
                number=1, indicator="2.2.3", statement="Every member of the team learns.", proven=True
            ),
            ImprovementArea(number=2, indicator="4.5", statement="Working groups meet.", proven=False),
            ImprovementArea(number=3, indicator="5.2", statement="Successes are told.", proven=None),
        ],
        "findings": [FindingCount(grade="minor", open=0, closed=1)],
    }
    return ReportContent.model_validate(content | changes)


def bronze_report(language: Language, **changes: Any) -> ReportContent:
    content = {
        **_case(language),
        "level": Level.BRONZE,
        "kind": Kind.FIRST,
        "label_name": "Bronze Label",
        "experts": ["Ingrid Solberg"],
        "assessed_days": [date(2026, 4, 1)],
        "indicators": [
            IndicatorResult(
                code=each.code,
                value=BRONZE_VALUES[each.code],
                highest=5 if each in CATALOGUE.scored else None,
            )
            for each in CATALOGUE.bronze
        ],
    }
    return ReportContent.model_validate(content | changes)


def _case(language: Language) -> dict[str, Any]:
    return {
        "language": language,
        "secretariat": "European Secretariat for Cluster Analysis",
        "draft": False,
        "version": 2,
        "written_on": date(2026, 4, 28),
        "cluster": "Aurora Life Science",
        "carrier": "Aurora Fonden",
        "country": "DK",
        "case_id": "aurora-2",
        "edition": "ECEI 2019",
        "catalogue": "2013",
        "assessed_days": [date(2026, 3, 31), date(2026, 4, 1)],
        "experts": ["Ingrid Solberg", "Jürgen Groß"],
        "dimensions": results(CATALOGUE, GOLD_VALUES),
        "groups": [
            GroupComparison(group="sector", others=12, dimensions=_positions()),
            GroupComparison(group="country", others=3),
            GroupComparison(group="europe", others=1088, dimensions=_positions()),
        ],
        "smallest_group": 5,
        "portfolio_position": 48213,
        "summary": "The cluster is well led and well known.\nIts working groups have no evidence yet.",
        "recommendations": [
            Recommendation(indicator="2.2.3", text="Plan each year what every member of the team learns."),
            Recommendation(indicator=None, text="Tell members what was decided."),
        ],
        "check_address": CHECK,
    }


def _positions() -> tuple[DimensionPosition, ...]:
    medians = {"1": 7333, "2": 7111, "3": 7999, "4": 6500, "5": 8666}
    return tuple(
        DimensionPosition(dimension=code, below=7, level=1, above=4, median_share=median)
        for code, median in medians.items()
    )

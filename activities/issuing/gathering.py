"""What a document says, gathered from a cluster's history: pure, so that the same record says the same."""

from datetime import date
from typing import Any, cast

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
from activities.issuing.gathered import ERASED, Gathered
from activities.notification.wording import Language
from domain.catalogue import Catalogue, Descriptor, Indicator
from domain.cluster.case import Case
from domain.cluster.events.assessment import ComparisonMade, ReportDrafted, ReportFinalised
from domain.cluster.events.committee import DeferralAnswered
from domain.cluster.events.evidence import RecommendationsAnswered
from domain.cluster.events.label import LabelAwarded, LabelRenewed
from domain.cluster.events.shared import ClusterEvent
from domain.cluster.rules.documents import certificate_number
from domain.cluster.state import Cluster
from domain.edition import Edition
from domain.happened import Happened
from domain.levels import Level
from domain.procedure import Scoring
from domain.secretariat import secretariat_day
from domain.standing import DocumentOwed
from domain.verdict import total_of


def certificate_content(gathered: Gathered, owed: DocumentOwed) -> CertificateContent:
    """The certificate of one term, by name and carrier as they were when it came to be owed, and of that day."""
    cluster, level = gathered.cluster, Level(owed.level)
    # Behind an annulment the number of a term is given once more: the latest award is the one that stands.
    awarded = next(
        each
        for each in reversed(gathered.history)
        if isinstance(each.event, LabelAwarded | LabelRenewed)
        and (each.event.level, each.event.term.number) == (level, owed.term)
    )
    # A term may have been corrected since: the certificate says the days that count.
    term = next(each for each in cluster.labels[level] if each.number == owed.term)
    label = gathered.scheme.edition(term.edition).labels[level]
    number = certificate_number(cluster, level, owed.term)
    return CertificateContent(
        language=_language(cluster),
        secretariat=gathered.secretariat,
        cluster=owed.cluster_name or cluster.name,
        carrier=owed.carrier or cluster.carrier,
        country=cluster.country,
        level=level,
        label_name=label.name.value,
        motto=label.motto.value,
        first_day=_day(term.first_day.day),
        last_day=_day(term.last_day.day),
        decided_on=_day(term.decided.day),
        issued_on=owed.owed_on or secretariat_day(awarded.recorded_at),
        number=number,
        check_address=gathered.check_address(number),
        reissue=owed.replaces is not None,
    )


def up_to_the_report(gathered: Gathered, case_id: str, owed: DocumentOwed) -> Gathered:
    """Everything as it was when that version was written, or became final: a report says no more, however late."""
    return gathered.as_of(_written(gathered, case_id, owed))


def report_content(gathered: Gathered, case_id: str, owed: DocumentOwed) -> ReportContent:
    """The report of a case, as drafted or final; what was erased is a dash. `gathered`: up to the report."""
    case, written = gathered.case(case_id), _written(gathered, case_id, owed)
    return ReportContent(
        draft=owed.kind == "report-draft",
        version=owed.version,
        written_on=secretariat_day(written.recorded_at),
        **_about(gathered, case),
        **_measured(gathered, case),
        summary=_summary(gathered, case_id),
        recommendations=tuple(
            Recommendation(indicator=each.indicator, text=gathered.text(each.text))
            for each in case.recommended
        ),
        areas=_areas(gathered, case),
        answers=_answers(gathered, case_id),
        findings=_findings(case),
    )


def _written(gathered: Gathered, case_id: str, owed: DocumentOwed) -> Happened[ClusterEvent]:
    """The event that made the version, as a draft or final."""
    making = ReportDrafted if owed.kind == "report-draft" else ReportFinalised | DeferralAnswered
    for happened in gathered.history:
        event = happened.event
        if isinstance(event, making) and (event.case_id, event.version) == (case_id, owed.version):
            return happened
    raise LookupError(f"Case {case_id} has no report of version {owed.version}.")


def _about(gathered: Gathered, case: Case) -> dict[str, Any]:
    """Of whom, under which edition, and by whom."""
    cluster, edition = gathered.cluster, gathered.scheme.edition(case.edition)
    return {
        "language": _language(cluster),
        "secretariat": gathered.secretariat,
        "level": case.level,
        "kind": case.kind,
        "cluster": cluster.name,
        "carrier": cluster.carrier,
        "country": cluster.country,
        "case_id": case.case_id,
        "edition": edition.name.value,
        "catalogue": edition.catalogue.value,
        "label_name": edition.labels[case.level].name.value,
        "assessed_days": _assessed_days(case),
        "experts": tuple(gathered.names.get(expert, ERASED) for expert in case.experts),
        "check_address": gathered.check_address(f"{cluster.cluster_id}/{case.level}"),
    }


def _measured(gathered: Gathered, case: Case) -> dict[str, Any]:
    """What the assessment gave, beside the groups it was compared with."""
    edition = gathered.scheme.edition(case.edition)
    catalogue = gathered.scheme.catalogue_of(edition)
    comparison = gathered.latest(ComparisonMade, case.case_id)
    return {
        "indicators": _indicators(case, catalogue),
        "total": _total(case, edition, catalogue),
        "interviewed_on": case.benchmark.interview_on if case.on_site and case.benchmark else None,
        "dimensions": comparison.event.dimensions if comparison else (),
        "groups": comparison.event.groups if comparison else (),
        "smallest_group": edition.comparison.smallest_group.value,
        "portfolio_position": comparison.event.portfolio_position if comparison else None,
    }


def _summary(gathered: Gathered, case_id: str) -> str:
    """The draft's summary, followed by what the committee was answered."""
    drafted = gathered.latest(ReportDrafted, case_id)
    answers = [
        gathered.text(each.event.answer)
        for each in gathered.history
        if isinstance(each.event, DeferralAnswered) and each.event.case_id == case_id
    ]
    return "\n\n".join([gathered.text(drafted.event.summary) if drafted else "", *answers])


def _assessed_days(case: Case) -> tuple[date, ...]:
    if case.audit is not None:
        return case.audit.conducted
    return (case.benchmark.interview_on,) if case.benchmark else ()


def _indicators(case: Case, catalogue: Catalogue) -> tuple[IndicatorResult, ...]:
    if not case.on_site:
        values = case.benchmark.values if case.benchmark else {}
        return tuple(_interviewed(asked, values.get(asked.code)) for asked in catalogue.bronze)
    scores = case.result.scores if case.result else {}
    audited = catalogue.silver if case.level is Level.SILVER else catalogue.indicators
    return tuple(_scored(indicator, scores.get(indicator.code), case) for indicator in audited)


def _interviewed(asked: Indicator | Descriptor, value: int | None) -> IndicatorResult:
    highest = asked.scale.value.highest if isinstance(asked, Indicator) else None
    return IndicatorResult(code=asked.code, value=value, highest=highest)


def _scored(indicator: Indicator, score: int | None, case: Case) -> IndicatorResult:
    return IndicatorResult(
        code=indicator.code,
        value=score,
        minimum=indicator.minimum.value if indicator.minimum else None,
        threshold=indicator.threshold.value if indicator.threshold else None,
        highest=indicator.scale.value.highest,
        validated=case.audit is not None and indicator.code in case.audit.validated,
    )


def _total(case: Case, edition: Edition, catalogue: Catalogue) -> TotalResult | None:
    procedure = edition.procedure(case.level, case.kind)
    if procedure.scoring.value is not Scoring.CONSENSUS or case.result is None:
        return None
    total = total_of(catalogue, case.result.scores)
    needed = procedure.minimum_percent.value if procedure.minimum_percent else 0
    return TotalResult(points=total.points, maximum=total.maximum, minimum_percent=needed)


def _areas(gathered: Gathered, case: Case) -> tuple[ImprovementArea, ...]:
    proven = case.result.areas if case.result else {}
    return tuple(
        ImprovementArea(
            number=number,
            indicator=area.indicator,
            statement=gathered.text(area.statement),
            proven=proven.get(area.key),
        )
        for number, area in enumerate(case.areas, start=1)
    )


def _answers(gathered: Gathered, case_id: str) -> tuple[RecommendationAnswer, ...]:
    answered = gathered.latest(RecommendationsAnswered, case_id)
    if answered is None:
        return ()
    earlier = {each.key: each.text for case in gathered.cluster.cases for each in case.recommended}
    return tuple(
        RecommendationAnswer(
            recommendation=gathered.text(earlier.get(key)) or key, answer=gathered.text(answer)
        )
        for key, answer in answered.event.answers.items()
    )


def _findings(case: Case) -> tuple[FindingCount, ...]:
    graded = {
        grade: [each for each in case.findings if each.grade == grade]
        for grade in ("major", "minor", "opportunity")
    }
    return tuple(
        FindingCount(
            grade=grade,  # type: ignore[arg-type]
            # A plan that was accepted, or an opportunity that was noted, closes nothing.
            open=sum(not each.closed for each in findings),
            closed=sum(each.closed for each in findings),
        )
        for grade, findings in graded.items()
        if findings
    )


def _language(cluster: Cluster) -> Language:
    return cast("Language", cluster.language)


def _day(day: date | None) -> date:
    if day is None:
        raise LookupError("A term of a decision has exact days.")
    return day

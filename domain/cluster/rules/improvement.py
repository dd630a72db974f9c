"""Rules of what an applicant shows of the earlier report's recommendations (R21)."""

from collections import Counter

from domain.cluster.case import Case
from domain.cluster.commands.evidence import AnswerRecommendations, DeclareImprovementAreas
from domain.cluster.events.evidence import ImprovementAreasDeclared, RecommendationsAnswered
from domain.cluster.events.shared import Area, Recommendation
from domain.cluster.rules.asked import Asked
from domain.cluster.state import Cluster
from domain.rejected import Rejected


def declare_improvement_areas(
    command: DeclareImprovementAreas, case: Case, asked: Asked
) -> list[ImprovementAreasDeclared]:
    asked.not_over(case, "evidence_round", "round-closed")
    if not case.areas_due:
        raise Rejected("no-areas", f"{case.case_id} asks for no improvement areas (R2).")
    if len(command.areas) != case.areas_due:
        raise Rejected(
            "wrong-number", f"areas: {case.areas_due} are declared; {len(command.areas)} given (R21)."
        )
    if any(area.key in case.dossier_items for area in case.areas):
        raise Rejected("areas-evidenced", "Documents about the declared areas are handed in already.")
    _about_indicators(command, case, asked)
    _cite_recommendations(command, case, asked)
    areas = tuple(
        Area(
            key=f"area-{number}",
            indicator=area.indicator,
            recommendation=area.recommendation,
            statement=area.statement,
        )
        for number, area in enumerate(command.areas, start=1)
    )
    # R29: each act of the applicant's restarts the clock.
    limits = (asked.abandonment(asked.edition(case)),)
    return [ImprovementAreasDeclared(case_id=case.case_id, areas=areas, limits=limits)]


def earlier_recommendations(cluster: Cluster, *, besides: str) -> tuple[Recommendation, ...]:
    """The recommendations of the cluster's latest final report; none where no report is on record."""
    reports = [case for case in cluster.cases if case.case_id != besides and case.report is not None]
    return reports[-1].recommended if reports else ()


def _about_indicators(command: DeclareImprovementAreas, case: Case, asked: Asked) -> None:
    known = {each.code for each in asked.scheme.catalogue_of(asked.edition(case)).bronze}
    if unknown := [area.indicator for area in command.areas if area.indicator not in known]:
        raise Rejected("indicator-unknown", f"areas: the catalogue has no {', '.join(unknown)}.")
    times = Counter((area.indicator, area.recommendation) for area in command.areas)
    if repeated := [indicator for (indicator, _), count in times.items() if count > 1]:
        raise Rejected("area-repeated", f"areas: {repeated[0]} is declared twice.")


def _cite_recommendations(command: DeclareImprovementAreas, case: Case, asked: Asked) -> None:
    about = {
        each.key: each.indicator for each in earlier_recommendations(asked.cluster, besides=case.case_id)
    }
    cited = [area for area in command.areas if area.recommendation is not None]
    for area in cited:
        if about.get(area.recommendation or "") != area.indicator:
            raise Rejected(
                "recommendation-unknown",
                f"areas: the latest report has no recommendation {area.recommendation} "
                f"about {area.indicator} (R21).",
            )
    # A report of too few recommendations, or none on record, leaves areas that nothing can be cited for.
    uncited, cannot_cite = len(command.areas) - len(cited), max(case.areas_due - len(about), 0)
    if uncited > cannot_cite:
        raise Rejected(
            "recommendation-missing",
            "areas: each cites a recommendation of the latest report: " + ", ".join(about) + " (R21).",
        )


def answer_recommendations(
    command: AnswerRecommendations, case: Case, asked: Asked
) -> list[RecommendationsAnswered]:
    asked.not_over(case, "evidence_round", "round-closed")
    if unknown := sorted(command.answers.keys() - case.answers_due):
        raise Rejected("recommendation-unknown", f"answers: {', '.join(unknown)} is not to be answered.")
    if missing := sorted(case.answers_due - command.answers.keys()):
        raise Rejected("recommendation-unanswered", f"answers: not answered: {', '.join(missing)} (R21).")
    if not command.answers:
        raise Rejected("no-answers", f"{case.case_id} has no recommendations to answer (R21).")
    return [
        RecommendationsAnswered(
            case_id=case.case_id,
            answers=command.answers,
            limits=(asked.abandonment(asked.edition(case)),),
        )
    ]

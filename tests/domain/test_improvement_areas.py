"""What an applicant shows of the earlier report: three improvement areas, or an answer to each proposal (R21)."""

from datetime import date

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.evidence import AnswerRecommendations, DeclareImprovementAreas
from domain.cluster.events.evidence import ImprovementAreasDeclared, RecommendationsAnswered
from domain.cluster.events.shared import Area
from tests.domain.audited import (
    DECLARE,
    area,
    gold_evidence_open,
    handing_in,
    silver_evidence_open,
    with_team,
)
from tests.domain.cast import AURORA, CLARA, EMIL, ESTHER, bronze
from tests.domain.silver_gold import gold, silver
from tests.domain.specification import World, at_midnight_ending, given, sealed

DONE = sealed("It was done.")
HALF_A_YEAR_ON = date(2026, 8, 3)
ANSWERS = {"gold-9/1": "Two were hired.", "gold-9/2": "They meet monthly."}


def declared(*about: tuple[str, str | None]) -> ImprovementAreasDeclared:
    areas = tuple(
        Area(key=f"area-{n}", indicator=indicator, recommendation=key, statement=DONE)
        for n, (indicator, key) in enumerate(about, start=1)
    )
    return ImprovementAreasDeclared(case_id="silver-1", areas=areas)


def test_three_areas_each_cite_a_recommendation_of_the_earlier_report_and_its_indicator() -> None:
    given(silver_evidence_open()).when(DECLARE, by=CLARA).then(
        declared(("2.2.1", "bronze-1/1"), ("4.5", "bronze-1/2"), ("5.1", "bronze-1/3"))
    )


def test_declaring_areas_restarts_the_clock_of_abandonment() -> None:
    given(silver_evidence_open()).when(DECLARE, by=CLARA).with_limits(("abandonment", HALF_A_YEAR_ON))


def test_two_areas_may_be_about_one_indicator_by_two_recommendations() -> None:
    command = DeclareImprovementAreas(
        areas=(area("2.2.1", "bronze-1/1"), area("2.2.1", "bronze-1/4"), area("5.1", "bronze-1/3"))
    )
    given(silver_evidence_open()).when(command, by=CLARA).then(
        declared(("2.2.1", "bronze-1/1"), ("2.2.1", "bronze-1/4"), ("5.1", "bronze-1/3"))
    )


def test_a_later_declaration_replaces_an_earlier_one() -> None:
    world = silver_evidence_open().does(CLARA, DECLARE, on=AURORA)
    other = DeclareImprovementAreas(areas=(*DECLARE.areas[:2], area("2.2.1", "bronze-1/4")))
    given(world).when(other, by=CLARA)
    assert [each.recommendation for each in world.case("aurora", "silver-1").areas] == [
        "bronze-1/1",
        "bronze-1/2",
        "bronze-1/4",
    ]


def test_areas_stand_once_documents_about_them_are_handed_in() -> None:
    world = silver_evidence_open().does(CLARA, DECLARE, handing_in("area-1", last=False), on=AURORA)
    given(world).when(DECLARE, by=CLARA).then_rejected("areas-evidenced")


@pytest.mark.parametrize("count", [0, 2, 4])
def test_other_than_three_areas_are_refused(count: int) -> None:
    areas = (*DECLARE.areas, area("2.2.1", "bronze-1/4"))[:count]
    given(silver_evidence_open()).when(DeclareImprovementAreas(areas=areas), by=CLARA).then_rejected(
        "wrong-number", f"areas: 3 are declared; {count} given (R21)."
    )


def test_an_area_without_a_recommendation_is_refused_where_the_report_is_on_record() -> None:
    command = DeclareImprovementAreas(areas=(*DECLARE.areas[:2], area("5.1")))
    given(silver_evidence_open()).when(command, by=CLARA).then_rejected("recommendation-missing")


@pytest.mark.parametrize("cited", [area("5.1", "bronze-1/9"), area("5.1", "bronze-1/2")])
def test_an_area_citing_no_recommendation_about_its_indicator_is_refused(cited: object) -> None:
    command = DeclareImprovementAreas.model_validate({"areas": (*DECLARE.areas[:2], cited)})
    given(silver_evidence_open()).when(command, by=CLARA).then_rejected("recommendation-unknown")


def test_an_area_about_no_indicator_of_the_catalogue_is_refused() -> None:
    command = DeclareImprovementAreas(areas=(*DECLARE.areas[:2], area("9.9", "bronze-1/3")))
    given(silver_evidence_open()).when(command, by=CLARA).then_rejected("indicator-unknown")


def test_the_same_area_twice_is_refused() -> None:
    command = DeclareImprovementAreas(areas=(*DECLARE.areas[:2], DECLARE.areas[0]))
    given(silver_evidence_open()).when(command, by=CLARA).then_rejected("area-repeated")


def test_where_the_earlier_report_recommends_nothing_areas_cite_nothing() -> None:
    world = with_team(silver(Stage.SIGNED), "silver-1", EMIL, areas_due=3, benchmark_due=True)
    command = DeclareImprovementAreas(areas=(area("2.2.1"), area("4.5"), area("5.1")))
    given(world).when(command, by=CLARA).then(declared(("2.2.1", None), ("4.5", None), ("5.1", None)))


def test_a_gold_case_declares_no_areas() -> None:
    given(gold_evidence_open()).when(DECLARE, by=CLARA).then_rejected("no-areas")


def test_areas_are_not_declared_after_the_round() -> None:
    given(silver_evidence_open()).when(
        DECLARE, by=CLARA, at=at_midnight_ending(date(2026, 3, 2), "DK")
    ).then_rejected("round-closed")


def test_a_bronze_case_declares_no_areas() -> None:
    given(bronze(Stage.EVIDENCE_OPEN)).when(DECLARE, by=CLARA).then_rejected("no-areas")


def renewed() -> World:
    """A Gold case of which two earlier recommendations are to be answered."""
    return with_team(gold(Stage.SIGNED), "gold-1", EMIL, ESTHER, answers_due=tuple(ANSWERS))


def test_a_gold_renewal_answers_every_old_recommendation() -> None:
    given(renewed()).when(AnswerRecommendations.model_validate({"answers": ANSWERS}), by=CLARA).then(
        RecommendationsAnswered(
            case_id="gold-1", answers={key: sealed(answer) for key, answer in ANSWERS.items()}
        )
    ).with_limits(("abandonment", HALF_A_YEAR_ON))


def test_one_recommendation_unanswered_is_refused() -> None:
    command = AnswerRecommendations(answers={"gold-9/1": "Two were hired."})
    given(renewed()).when(command, by=CLARA).then_rejected("recommendation-unanswered")


def test_an_answer_to_no_recommendation_is_refused() -> None:
    command = AnswerRecommendations.model_validate({"answers": {**ANSWERS, "gold-9/3": "Nobody asked."}})
    given(renewed()).when(command, by=CLARA).then_rejected("recommendation-unknown")


def test_where_nothing_is_to_be_answered_nothing_is_answered() -> None:
    given(gold_evidence_open()).when(AnswerRecommendations(answers={}), by=CLARA).then_rejected("no-answers")


def test_recommendations_are_not_answered_after_the_round() -> None:
    given(renewed()).when(
        AnswerRecommendations.model_validate({"answers": ANSWERS}),
        by=CLARA,
        at=at_midnight_ending(date(2026, 3, 2), "DK"),
    ).then_rejected("round-closed")

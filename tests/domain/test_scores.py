"""Each expert scores alone: every indicator in scope, as it was validated on site (R5, R21, R31, R48)."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from domain.cluster.case import Stage
from domain.cluster.commands.scores import SubmitScores
from domain.cluster.events.audit import AuditConducted
from domain.cluster.events.scores import ScoresSubmitted
from domain.cluster.tasks import tasks_of
from domain.levels import Level
from domain.person.state import TieKind
from tests.domain.cast import AURORA, EMIL, ESTHER, OLGA, tie
from tests.domain.scored import (
    CONSENSUS_DUE,
    EDDA,
    PROVEN,
    SCORES_DUE,
    SILVER_SOLID,
    SOLID,
    audited,
    both_scored,
    changed,
    replaced,
    silver_scored,
    worth,
)
from tests.domain.specification import World, given

SHEET = SubmitScores(scores=SOLID)
SILVER_SHEET = SubmitScores(scores=SILVER_SOLID, areas=PROVEN)


def owing(world: World) -> list[tuple[str, tuple[str, ...]]]:
    return [(task.task, task.persons) for task in tasks_of(world.cluster("aurora"))]


def without(scores: dict[str, int], code: str) -> dict[str, int]:
    return {other: score for other, score in scores.items() if other != code}


def test_the_first_sheet_of_a_gold_is_told_to_nobody_and_waits_for_the_other() -> None:
    outcome = given(audited(Level.GOLD)).when(SHEET, by=EMIL)
    outcome.then(
        ScoresSubmitted(case_id="gold-1", expert=EMIL, scores=SOLID, seat="lead")
    ).with_letters().with_limits()
    assert owing(outcome.world) == [("submit-scores", (ESTHER,))]


def test_the_second_sheet_of_a_gold_asks_the_lead_for_a_consensus() -> None:
    world = audited(Level.GOLD).does(EMIL, SHEET, on=AURORA)
    outcome = given(world).when(SubmitScores(scores=worth(128)), by=ESTHER)
    outcome.then(
        ScoresSubmitted(case_id="gold-1", expert=ESTHER, scores=worth(128), seat="second")
    ).with_letters((EMIL, "consensus-due")).with_limits()
    (letter,) = outcome.events[0].notices  # type: ignore[union-attr]
    assert letter.details == {"level": "gold", "due_on": CONSENSUS_DUE.isoformat()}
    assert owing(outcome.world) == [("agree-consensus", (EMIL,))]


def test_either_expert_may_be_the_first_to_score() -> None:
    world = audited(Level.GOLD).does(ESTHER, SHEET, on=AURORA)
    given(world).when(SHEET, by=EMIL).then(
        ScoresSubmitted(case_id="gold-1", expert=EMIL, scores=SOLID, seat="lead")
    ).with_letters((EMIL, "consensus-due"))


def test_the_one_sheet_of_a_silver_is_the_result_and_the_report_is_next() -> None:
    outcome = given(audited(Level.SILVER)).when(SILVER_SHEET, by=EMIL)
    outcome.then(
        ScoresSubmitted(
            case_id="silver-1", expert=EMIL, scores=SILVER_SOLID, areas=PROVEN, agreed=True, seat="lead"
        )
    ).with_letters().with_limits()
    case = outcome.world.case("aurora", "silver-1")
    assert case.stage is Stage.DRAFT
    assert case.result is not None
    assert (case.result.scores, case.result.areas) == (SILVER_SOLID, PROVEN)
    assert [limit.name for limit in case.limits] == ["draft", "final_report"]


def test_an_area_of_a_silver_may_be_not_proven() -> None:
    areas = {**PROVEN, "area-2": False}
    result = silver_scored(areas=areas).case("aurora", "silver-1").result
    assert result is not None
    assert result.areas == areas


@pytest.mark.parametrize(
    ("scores", "code"),
    [
        (without(SOLID, "5.3"), "indicator-missing"),
        ({**SOLID, "9.9": 3}, "indicator-unknown"),
        (changed(SOLID, i2_1=6), "off-scale"),
        (changed(SOLID, i2_1=-1), "off-scale"),
        (changed(SOLID, i1_1_0=2), "off-scale"),
    ],
)
def test_a_gold_sheet_scores_the_31_indicators_on_their_scales(scores: dict[str, int], code: str) -> None:
    given(audited(Level.GOLD)).when(SubmitScores(scores=scores), by=EMIL).then_rejected(code)


def test_every_score_off_its_scale_is_named_with_the_scale() -> None:
    off = SubmitScores(scores=changed(SOLID, i1_1_0=2, i2_1=6, i5_3=-1))
    given(audited(Level.GOLD)).when(off, by=EMIL).then_rejected(
        "off-scale", "scores: off their scale: 1.1.0 is 2 (0 or 1), 2.1 is 6 (0 to 5), 5.3 is -1 (0 to 5)."
    )


@pytest.mark.parametrize(
    ("scores", "code"), [(without(SILVER_SOLID, "4.4"), "indicator-missing"), (SOLID, "indicator-unknown")]
)
def test_a_silver_sheet_scores_the_19_indicators_with_a_minimum(scores: dict[str, int], code: str) -> None:
    sheet = SubmitScores(scores=scores, areas=PROVEN)
    given(audited(Level.SILVER)).when(sheet, by=EMIL).then_rejected(code)


@pytest.mark.parametrize("score", [True, 3.0, "3", None])
def test_a_score_is_an_integer_and_nothing_that_looks_like_one(score: Any) -> None:
    with pytest.raises(ValidationError):
        SubmitScores(scores={**SOLID, "2.1": score})


def test_every_area_of_a_silver_is_said_to_be_proven_or_not() -> None:
    world = audited(Level.SILVER)
    partial = SubmitScores(scores=SILVER_SOLID, areas={"area-1": True, "area-2": True})
    given(world).when(partial, by=EMIL).then_rejected("area-missing")
    fourth = SubmitScores(scores=SILVER_SOLID, areas={**PROVEN, "area-4": True})
    given(world).when(fourth, by=EMIL).then_rejected("area-unknown")


def test_a_gold_has_no_areas_to_judge() -> None:
    sheet = SubmitScores(scores=SOLID, areas={"area-1": True})
    given(audited(Level.GOLD)).when(sheet, by=EMIL).then_rejected("area-unknown")


def test_what_was_not_validated_on_site_scores_nothing() -> None:
    world = audited(Level.GOLD, "2.1", "1.1.0")
    given(world).when(SHEET, by=EMIL).then_rejected("not-validated")
    given(world).when(SubmitScores(scores=changed(SOLID, i2_1=0)), by=EMIL).then_rejected("not-validated")
    nothing = changed(SOLID, i2_1=0, i1_1_0=0)
    given(world).when(SubmitScores(scores=nothing), by=EMIL).then(
        ScoresSubmitted(case_id="gold-1", expert=EMIL, scores=nothing, seat="lead")
    )


def test_the_refusal_names_what_was_not_validated() -> None:
    outcome = given(audited(Level.GOLD, "2.1", "4.3")).when(SHEET, by=EMIL)
    assert outcome.rejected is not None
    assert outcome.rejected.sentence == "scores: not validated on site, so 0 points: 2.1, 4.3 (R48)."


def test_a_sheet_stands_as_it_is() -> None:
    world = audited(Level.GOLD).does(EMIL, SHEET, on=AURORA)
    given(world).when(SubmitScores(scores=worth(90)), by=EMIL).then_rejected("scores-submitted")


def test_nobody_scores_once_the_sheets_are_in() -> None:
    given(both_scored()).when(SHEET, by=EMIL).then_rejected("wrong-stage")


def test_only_the_experts_of_the_team_score() -> None:
    given(audited(Level.GOLD)).when(SHEET, by=OLGA).then_rejected("not-permitted")
    given(audited(Level.SILVER)).when(SILVER_SHEET, by=ESTHER).then_rejected("not-permitted")


def test_an_expert_who_got_tied_does_not_score() -> None:
    world = audited(Level.GOLD).does(EMIL, tie(TieKind.CONSULTED), on=f"person-{EMIL}")
    given(world).when(SHEET, by=EMIL).then_rejected("hard-conflict")


def test_the_sheet_of_a_replaced_expert_is_marked_and_counts_for_the_seat() -> None:
    world = replaced(audited(Level.GOLD).does(EMIL, SHEET, on=AURORA), EMIL)
    given(world).when(SHEET, by=EDDA).then_rejected("seat-scored")
    assert owing(world) == [("submit-scores", (ESTHER,))]
    given(world).when(SHEET, by=ESTHER).then(
        ScoresSubmitted(case_id="gold-1", expert=ESTHER, scores=SOLID, seat="second")
    ).with_letters((EDDA, "consensus-due"))
    case = world.case("aurora", "gold-1")
    assert [(sheet.expert, sheet.marked) for sheet in case.sheets] == [(EMIL, True), (ESTHER, False)]
    assert case.stage is Stage.CONSENSUS


def test_only_who_has_not_scored_is_reminded_of_it() -> None:
    world = audited(Level.GOLD).does(EMIL, SHEET, on=AURORA).until(SCORES_DUE).pay()
    assert [(mail.recipient, mail.notice) for mail in world.mails if mail.notice == "deadline-near"] == [
        (ESTHER, "deadline-near")
    ]


def test_an_expert_replaced_before_scoring_leaves_the_sheet_to_the_successor() -> None:
    world = replaced(audited(Level.GOLD).does(EMIL, SHEET, on=AURORA), ESTHER)
    assert owing(world) == [("submit-scores", (EDDA,))]
    given(world).when(SHEET, by=EDDA).then(
        ScoresSubmitted(case_id="gold-1", expert=EDDA, scores=SOLID, seat="second")
    ).with_letters((EMIL, "consensus-due"))


def test_a_silver_expert_replaced_before_scoring_leaves_the_sheet_to_the_successor() -> None:
    world = replaced(audited(Level.SILVER), EMIL, "silver-1")
    given(world).when(SILVER_SHEET, by=EDDA).then(
        ScoresSubmitted(
            case_id="silver-1", expert=EDDA, scores=SILVER_SOLID, areas=PROVEN, agreed=True, seat="lead"
        )
    )


def test_what_was_told_at_the_end_of_the_visit_is_used_by_no_rule() -> None:
    told, untold = audited(Level.GOLD), audited(Level.GOLD)
    untold.histories[AURORA] = tuple(
        replace(happened, event=happened.event.model_copy(update={"preliminary": None}))
        if isinstance(happened.event, AuditConducted)
        else happened
        for happened in untold.histories[AURORA]
    )
    assert untold.refolded()[AURORA] == told.state(AURORA)

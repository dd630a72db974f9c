"""Ties that arise while a case is under way: who is replaced, what is kept and marked, who says so (R31)."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.cluster.case import Case, Stage
from domain.cluster.commands.assessment import SignReport
from domain.cluster.commands.review import ReportConflict
from domain.cluster.commands.scores import SubmitScores
from domain.cluster.commands.team import AgreeTeam, DeclineAssignment
from domain.cluster.events.team import TeamAgreed
from domain.levels import Level
from domain.person.commands import EndQualification
from domain.person.state import TieKind
from tests.domain.audited import VISIT, gold_on_site, gold_scheduled, held
from tests.domain.cast import AURORA, CLARA, EMIL, ESTHER, OLGA
from tests.domain.scored import AUDITED, SOLID, audited, both_scored, draft
from tests.domain.scored import agreed as consented
from tests.domain.scored import reported as walked
from tests.domain.specification import World, given
from tests.domain.teams import ACCEPT_IT, ERIK, INGA, proposing, replacing, staffed, tied

FROM_THE_DAY = {"scores": date(2026, 2, 10), "reports": date(2026, 2, 17), "final": date(2026, 3, 10)}


def scored_once() -> World:
    """Emil's sheet is in, Esther's is not."""
    return audited(Level.GOLD).does(EMIL, SubmitScores(scores=SOLID), on=AURORA)


def exchanged(world: World, expert: str = EMIL) -> World:
    """Inga came after the expert, and has accepted."""
    return staffed(world).does(OLGA, replacing(expert, INGA), on=AURORA).does(INGA, ACCEPT_IT, on=AURORA)


def gold(world: World) -> Case:
    return world.case("aurora", "gold-1")


def test_the_path_stops_until_the_team_stands_again() -> None:
    world = staffed(scored_once()).does(OLGA, replacing(EMIL, INGA), on=AURORA)
    assert (gold(world).stage, gold(world).resumes_at) == (Stage.TEAM_PROPOSED, Stage.AUDIT_CONDUCTED)
    given(world).when(SubmitScores(scores=SOLID), by=ESTHER).then_rejected("wrong-stage")


def test_scores_of_a_replaced_expert_are_kept_and_marked() -> None:
    sheets = gold(exchanged(both_scored())).sheets
    assert [(sheet.expert, sheet.marked) for sheet in sheets] == [(EMIL, True), (ESTHER, False)]


@pytest.mark.parametrize(
    ("world", "limits", "letters"),
    [
        (
            lambda: audited(Level.GOLD),
            [
                ("scores", "scores"),
                ("scores", "scores"),
                ("consensus", "reports"),
                ("draft", "reports"),
                ("final_report", "final"),
            ],
            [(ESTHER, "scores-due"), (INGA, "scores-due")],
        ),
        (
            scored_once,
            [("scores", "scores"), ("consensus", "reports"), ("draft", "reports"), ("final_report", "final")],
            [(ESTHER, "scores-due")],
        ),
        (
            both_scored,
            [("consensus", "reports"), ("draft", "reports"), ("final_report", "final")],
            [(INGA, "consensus-due")],
        ),
        (consented, [("draft", "reports"), ("final_report", "final")], []),
        (
            lambda: walked(Stage.FACT_CHECK),
            [("fact_check", "scores"), ("final_report", "final")],
            [(CLARA, "report-drafted")],
        ),
        (lambda: consented().does(EMIL, draft(), on=AURORA), [("final_report", "final")], []),
        (
            lambda: walked(Stage.FACTS_CHECKED),
            [("final_report", "final")],
            [(ESTHER, "report-to-sign")],
        ),
        (
            lambda: walked(Stage.FACTS_CHECKED).does(ESTHER, SignReport(), on=AURORA),
            [("final_report", "final")],
            [(INGA, "facts-checked")],
        ),
    ],
)
def test_between_audit_and_report_the_path_goes_on_where_it_stopped(
    world: Callable[[], World], limits: list[tuple[str, str]], letters: list[tuple[str, str]]
) -> None:
    started = world()
    stage = gold(started).stage
    outcome = given(exchanged(started)).when(AgreeTeam(), by=CLARA)
    outcome.then(TeamAgreed(case_id="gold-1")).with_letters(*letters)
    outcome.with_limits(*((name, FROM_THE_DAY[due]) for name, due in limits))
    assert (gold(outcome.world).stage, gold(outcome.world).marked) == (stage, True)


def test_a_draft_issued_while_the_path_stands_still_is_checked_once_the_team_stands_again() -> None:
    world = exchanged(consented().does(EMIL, draft(), on=AURORA)).pay()
    assert (gold(world).stage, gold(world).limit("fact_check")) == (Stage.TEAM_PROPOSED, None)
    given(world).when(AgreeTeam(), by=CLARA).with_letters((CLARA, "report-drafted")).with_limits(
        ("fact_check", FROM_THE_DAY["scores"]), ("final_report", FROM_THE_DAY["final"])
    )


def test_before_the_audit_nothing_is_marked() -> None:
    assert not gold(exchanged(gold_scheduled())).marked


def test_between_two_days_of_an_audit_it_is_marked() -> None:
    world = exchanged(gold_on_site())
    assert gold(world).marked
    assert gold(world).assessors == {EMIL, ESTHER, INGA}


def test_a_replaced_experts_signature_is_void() -> None:
    world = walked(Stage.FACTS_CHECKED)
    world.does(ESTHER, SignReport(), on=AURORA)
    assert gold(world).signatures == {ESTHER}
    assert gold(exchanged(world, ESTHER)).signatures == frozenset()


def test_an_expert_who_was_agreed_and_is_left_out_of_a_new_proposal_is_replaced_as_well() -> None:
    world = staffed(both_scored()).does(OLGA, replacing(EMIL, INGA), on=AURORA)
    world.does(INGA, DeclineAssignment(), on=AURORA)
    given(world).when(proposing(INGA, ERIK), by=OLGA).with_letters(
        (ESTHER, "assignment-ended"),
        (INGA, "assignment-invited"),
        (ERIK, "assignment-invited"),
        (CLARA, "team-proposed"),
    )
    assert [sheet.marked for sheet in gold(world).sheets] == [True, True]


def test_nobody_is_replaced_once_the_final_report_is_signed() -> None:
    world = staffed(walked(Stage.REPORT_FINAL))
    given(world).when(replacing(EMIL, INGA), by=OLGA).then_rejected("report-signed")


def test_behind_a_stale_audit_the_team_may_change_for_the_next_one() -> None:
    world = walked(Stage.REPORT_FINAL).until(date(2027, 2, 4))
    outcome = given(exchanged(world)).when(AgreeTeam(), by=CLARA)
    outcome.with_limits(("agenda", date(2027, 2, 18)))
    assert gold(outcome.world).stage is Stage.REPORT_FINAL


def test_a_tie_is_judged_when_scores_are_submitted() -> None:
    world = tied(audited(Level.GOLD), ESTHER, TieKind.FAMILY)
    given(world).when(SubmitScores(scores=SOLID), by=ESTHER).then_rejected("hard-conflict")
    assert gold(world).assessment_day == AUDITED


def test_a_tied_lead_drafts_no_report() -> None:
    world = tied(consented(), EMIL, TieKind.FAMILY)
    given(world).when(draft(), by=EMIL).then_rejected("hard-conflict")


def unqualified(world: World, expert: str) -> World:
    """The expert's qualification for Gold ended before the case was assessed."""
    ended = EndQualification(
        level=Level.GOLD, edition="ecei-2019", until_on=date(2026, 1, 1), reason="Training lapsed."
    )
    return world.does(OLGA, ended, on=f"person-{expert}")


def test_an_expert_is_qualified_on_the_day_of_the_audit() -> None:
    world = unqualified(gold_scheduled().until(VISIT[0]), ESTHER)
    given(world).when(held(VISIT[0]), by=EMIL).then_rejected("not-qualified")


def test_an_expert_is_qualified_when_scoring_and_when_signing() -> None:
    given(unqualified(scored_once(), ESTHER)).when(SubmitScores(scores=SOLID), by=ESTHER).then_rejected(
        "not-qualified"
    )
    signing = unqualified(walked(Stage.FACTS_CHECKED), ESTHER)
    given(signing).when(SignReport(), by=ESTHER).then_rejected("not-qualified")


def test_an_expert_signs_nothing_while_a_tie_of_theirs_is_reported() -> None:
    tie = ReportConflict(case_id="gold-1", person=ESTHER, reason="They sat on one board.")
    world = walked(Stage.FACTS_CHECKED).does(CLARA, tie, on=AURORA)
    given(world).when(SignReport(), by=ESTHER).then_rejected("conflict-unresolved")

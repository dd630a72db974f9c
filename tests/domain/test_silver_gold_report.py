"""The report of a Silver or Gold case: recommendations, facts, every expert's signature, a frozen dossier."""

from datetime import date

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.assessment import CheckFacts, FinaliseReport, SignReport
from domain.cluster.commands.effects import MakeComparison
from domain.cluster.commands.findings import (
    AcceptActionPlan,
    CloseFinding,
    ProposeCorrectiveAction,
    RecordFinding,
)
from domain.cluster.commands.scores import ConfirmConsensus, SubmitScores
from domain.cluster.events.assessment import (
    BenchmarkRecorded,
    ComparisonMade,
    Dossier,
    FactsChecked,
    ReportDrafted,
    ReportFinalised,
    ReportSigned,
)
from domain.cluster.events.evidence import EvidenceSubmitted
from domain.cluster.events.findings import CorrectionProposed, FindingClosed, FindingRecorded
from domain.cluster.events.scores import ConsensusReached, ScoresSubmitted
from domain.cluster.events.shared import EvidenceItem, Recommendation
from domain.cluster.tasks import tasks_of
from domain.levels import Level
from domain.person.state import TieKind
from domain.scoring import GroupComparison, results
from tests.domain.cast import ANSWERS, AURORA, CLARA, DRAFT, EMIL, ESTHER, OLGA, bronze, tie
from tests.domain.scored import (
    CATALOGUE,
    EDDA,
    SILVER_SOLID,
    SOLID,
    agreed,
    audited,
    both_scored,
    changed,
    draft,
    replaced,
    reported,
    silver_scored,
)
from tests.domain.specification import World, at_midnight_ending, document, given, sealed

SUMMARY = sealed("A cluster on its way.")
NARROW = changed(SOLID, i2_1=2, i3_1=0)  # two thresholds missed, no minimum


def event_id(world: World, kind: type) -> str:
    """The id of the only event of a kind."""
    (only,) = (each for each in world.histories[AURORA] if isinstance(each.event, kind))
    return str(only.event_id)


# The comparison


def test_a_gold_is_compared_by_the_scores_that_count() -> None:
    (made,) = (each for each in agreed().events(AURORA) if isinstance(each, ComparisonMade))
    assert made == ComparisonMade(
        case_id="gold-1",
        dimensions=results(CATALOGUE, SOLID),
        groups=(
            GroupComparison(group="sector", others=0),
            GroupComparison(group="country", others=0),
            GroupComparison(group="europe", others=0),
        ),
        portfolio_position=made.portfolio_position,
    )


def test_a_silver_is_compared_by_its_second_benchmark() -> None:
    (made,) = (each for each in silver_scored().events(AURORA) if isinstance(each, ComparisonMade))
    assert made.dimensions == results(CATALOGUE, ANSWERS)


def test_a_comparison_of_a_gold_without_consensus_is_overtaken() -> None:
    command = MakeComparison(case_id="gold-1", dimensions=(), groups=(), portfolio_position=1)
    given(both_scored()).when(command, by=None).then_nothing()


def test_a_draft_waits_for_the_comparison() -> None:
    world = both_scored().until(at_midnight_ending(date(2026, 2, 17), "DE"))
    assert world.case("aurora", "gold-1").stage is Stage.DRAFT
    given(world).when(draft(), by=EMIL).then_rejected("comparison-missing")


# The draft


def test_a_missed_threshold_yields_a_recommendation_about_its_indicator() -> None:
    given(agreed(NARROW)).when(draft("3.1", "2.1", "5.1"), by=EMIL).then(
        ReportDrafted(
            case_id="gold-1",
            version=1,
            summary=SUMMARY,
            recommended=tuple(
                Recommendation(key=f"gold-1/{n}", indicator=code, text=sealed(f"More of {code}."))
                for n, code in enumerate(("3.1", "2.1", "5.1"), start=1)
            ),
        )
    ).with_letters().with_limits()


def test_a_missed_threshold_without_recommendation_is_named() -> None:
    outcome = given(agreed(NARROW)).when(draft("2.1"), by=EMIL)
    assert outcome.rejected is not None
    assert (outcome.rejected.code, outcome.rejected.sentence) == (
        "recommendation-missing",
        "recommendations: the threshold is missed and nothing recommended: 3.1 (R6).",
    )


def test_a_silver_asks_for_recommendations_too() -> None:
    world = silver_scored(changed(SILVER_SOLID, i4_4=2))
    given(world).when(draft(), by=EMIL).then_rejected("recommendation-missing")


def test_a_bronze_recommends_what_it_likes() -> None:
    given(bronze(Stage.DRAFT)).when(DRAFT, by=EMIL).then(
        ReportDrafted(case_id="bronze-1", version=1, summary=sealed("A young and lively cluster."))
    )


@pytest.mark.parametrize("world", [bronze(Stage.DRAFT), agreed()], ids=["bronze", "gold"])
def test_a_recommendation_is_about_an_indicator_of_the_catalogue(world: World) -> None:
    given(world.copy()).when(draft("9.9"), by=EMIL).then_rejected("indicator-unknown")


def test_a_report_waits_for_the_consensus() -> None:
    given(both_scored()).when(draft(), by=EMIL).then_rejected("wrong-stage")


def test_only_the_lead_drafts() -> None:
    given(agreed()).when(draft(), by=ESTHER).then_rejected("not-permitted")


# The facts


def test_a_checked_draft_goes_to_the_second_expert_to_be_signed() -> None:
    given(reported(Stage.FACT_CHECK)).when(CheckFacts(remarks="Founded in 2009."), by=CLARA).then(
        FactsChecked(case_id="gold-1", remarks=sealed("Founded in 2009."))
    ).with_letters((ESTHER, "report-to-sign"))


def test_silence_about_the_facts_sends_the_draft_to_be_signed_too() -> None:
    world = reported(Stage.FACT_CHECK).until(at_midnight_ending(date(2026, 2, 10), "DK"))
    (checked,) = (each for each in world.events(AURORA) if isinstance(each, FactsChecked))
    assert checked.by_silence
    assert [(notice.recipient, notice.notice) for notice in checked.notices] == [(ESTHER, "report-to-sign")]


@pytest.mark.parametrize(
    "world", [bronze(Stage.FACT_CHECK), reported(Stage.FACT_CHECK)], ids=["bronze", "gold"]
)
def test_a_score_is_not_a_fact(world: World) -> None:
    asked = CheckFacts(remarks="Three is too little.", about="scores")
    given(world.copy()).when(asked, by=CLARA).then_rejected("score-is-no-fact")


def test_remarks_after_five_working_days_are_too_late() -> None:
    late = at_midnight_ending(date(2026, 2, 10), "DK")
    given(reported(Stage.FACT_CHECK)).when(CheckFacts(), by=CLARA, at=late).then_rejected("fact-check-late")


# The signatures


def test_the_second_expert_signs_and_then_the_lead() -> None:
    world = reported(Stage.FACTS_CHECKED)
    assert [(task.task, task.persons) for task in tasks_of(world.cluster("aurora"))] == [
        ("sign-report", (ESTHER,)),
        ("finalise-report", (EMIL,)),
    ]
    given(world).when(FinaliseReport(), by=EMIL).then_rejected("signature-missing")
    given(world).when(SignReport(), by=ESTHER).then(ReportSigned(case_id="gold-1", expert=ESTHER, version=1))
    assert [task.task for task in tasks_of(world.cluster("aurora"))] == ["finalise-report"]


@pytest.mark.parametrize(
    "world", [bronze(Stage.FACTS_CHECKED), reported(Stage.FACTS_CHECKED)], ids=["bronze", "gold"]
)
def test_a_remark_on_the_facts_is_taken_up_in_another_draft_which_is_checked_anew(world: World) -> None:
    outcome = given(world.copy()).when(draft(), by=EMIL)
    (drafted,) = outcome.events
    assert isinstance(drafted, ReportDrafted)
    assert drafted.version == 2
    (case,) = outcome.world.pay().cluster("aurora").open_cases
    assert (case.stage, case.report_version) == (Stage.FACT_CHECK, 2)
    assert sorted(limit.name for limit in case.limits) == ["fact_check", "final_report"]


def test_another_draft_is_signed_anew() -> None:
    world = reported(Stage.FACTS_CHECKED).does(ESTHER, SignReport(), on=AURORA)
    world.does(EMIL, draft(), on=AURORA).pay().does(CLARA, CheckFacts(), on=AURORA)
    given(world).when(FinaliseReport(), by=EMIL).then_rejected("signature-missing")
    given(world).when(SignReport(), by=ESTHER).then(ReportSigned(case_id="gold-1", expert=ESTHER, version=2))


DONE_BY = date(2026, 6, 30)
RAISING = RecordFinding(grade="minor", indicator="2.1", statement="Not so.")


def planned(world: World) -> World:
    """A minor nonconformity has its plan, and a document that shows it is settled."""
    plan = ProposeCorrectiveAction(
        finding="finding-1", cause="Haste.", action="Care.", done_by=DONE_BY, documents=(document("a"),)
    )
    return world.does(EMIL, RAISING, on=AURORA).does(CLARA, plan, on=AURORA)


@pytest.mark.parametrize(
    ("changes", "by", "letters"),
    [
        (RAISING, EMIL, [(CLARA, "finding-recorded")]),
        (AcceptActionPlan(finding="finding-1", done_by=DONE_BY), EMIL, []),
        (CloseFinding(finding="finding-1"), ESTHER, [(CLARA, "finding-closed")]),
    ],
    ids=["recorded", "accepted", "closed"],
)
def test_a_finding_recorded_accepted_or_closed_has_the_report_signed_anew(
    changes: RecordFinding | AcceptActionPlan | CloseFinding, by: str, letters: list[tuple[str, str]]
) -> None:
    world = planned(reported(Stage.FACTS_CHECKED)).does(ESTHER, SignReport(), on=AURORA)
    given(world).when(changes, by=by).with_letters(*letters, (ESTHER, "report-to-sign"))
    given(world).when(FinaliseReport(), by=EMIL).then_rejected("signature-missing")
    given(world).when(SignReport(), by=ESTHER).then(ReportSigned(case_id="gold-1", expert=ESTHER, version=1))


def test_behind_the_final_report_a_finding_changes_no_signature() -> None:
    world = planned(reported(Stage.FACTS_CHECKED)).does(ESTHER, SignReport(), on=AURORA)
    world.does(EMIL, FinaliseReport(), on=AURORA)
    given(world).when(CloseFinding(finding="finding-1"), by=ESTHER).with_letters((CLARA, "finding-closed"))
    assert world.case("aurora", "gold-1").signatures == {ESTHER}


def test_nobody_signs_twice() -> None:
    world = reported(Stage.FACTS_CHECKED).does(ESTHER, SignReport(), on=AURORA)
    given(world).when(SignReport(), by=ESTHER).then_rejected("signed-already")


def test_the_lead_signs_last_by_finalising() -> None:
    given(reported(Stage.FACTS_CHECKED)).when(SignReport(), by=EMIL).then_rejected("lead-signs-last")


def test_nobody_else_signs_or_finalises() -> None:
    given(reported(Stage.FACTS_CHECKED)).when(SignReport(), by=OLGA).then_rejected("not-permitted")
    given(reported(Stage.FACTS_CHECKED)).when(FinaliseReport(), by=ESTHER).then_rejected("not-permitted")


def test_an_expert_who_got_tied_does_not_sign() -> None:
    world = reported(Stage.FACTS_CHECKED).does(ESTHER, tie(TieKind.BOARD), on=f"person-{ESTHER}")
    given(world).when(SignReport(), by=ESTHER).then_rejected("hard-conflict")


def test_a_tie_that_arose_after_a_signature_stops_the_report() -> None:
    world = reported(Stage.FACTS_CHECKED).does(ESTHER, SignReport(), on=AURORA)
    world.does(ESTHER, tie(TieKind.BOARD), on=f"person-{ESTHER}")
    given(world).when(FinaliseReport(), by=EMIL).then_rejected("hard-conflict")


def test_the_successor_of_an_expert_who_signed_signs_anew() -> None:
    world = reported(Stage.FACTS_CHECKED).does(ESTHER, SignReport(), on=AURORA)
    world = replaced(world, ESTHER)
    given(world).when(FinaliseReport(), by=EMIL).then_rejected("signature-missing")
    given(world).when(SignReport(), by=EDDA).then(ReportSigned(case_id="gold-1", expert=EDDA, version=1))
    (final,) = given(world).when(FinaliseReport(), by=EMIL).events
    assert isinstance(final, ReportFinalised)
    assert final.dossier is not None
    assert (final.dossier.signed_by, final.dossier.marked_scores) == ((EDDA, EMIL), (ESTHER,))


def test_a_report_open_for_facts_is_neither_signed_nor_finalised() -> None:
    given(reported(Stage.FACT_CHECK)).when(SignReport(), by=ESTHER).then_rejected("wrong-stage")
    given(reported(Stage.FACT_CHECK)).when(FinaliseReport(), by=EMIL).then_rejected("wrong-stage")


# The dossier


def test_a_final_report_freezes_what_the_committee_decides_on() -> None:
    world = audited(Level.GOLD)
    world.happens(AURORA, *_documents_and_findings())
    for expert in (EMIL, ESTHER):
        world.does(expert, SubmitScores(scores=SOLID), on=AURORA)
    world.until(at_midnight_ending(date(2026, 2, 17), "DE")).pay().does(EMIL, draft(), on=AURORA).pay()
    world.does(CLARA, CheckFacts(), on=AURORA).does(ESTHER, SignReport(), on=AURORA)
    dossier = Dossier(
        result=event_id(world, ConsensusReached),
        audit=str(world.case("aurora", "gold-1").audit.event_id),  # type: ignore[union-attr]
        documents=tuple(map(document, ("strategy, mended", "minutes", "new bylaws", "photo"))),
        findings={
            "finding-1": "major: closed",
            "finding-2": "minor: open",
            "finding-3": "opportunity: noted",
        },
        signed_by=(ESTHER, EMIL),
    )
    given(world).when(FinaliseReport(), by=EMIL).then(
        ReportFinalised(case_id="gold-1", version=1, dossier=dossier)
    ).with_letters((CLARA, "report-final")).with_limits(("agenda", date(2026, 3, 4)))
    assert world.case("aurora", "gold-1").dossier == dossier


def _documents_and_findings() -> tuple[
    EvidenceSubmitted | FindingRecorded | CorrectionProposed | FindingClosed, ...
]:
    def handed_in(title: str, subject: str) -> EvidenceSubmitted:
        item = EvidenceItem(item="indicator", subject=subject, document=document(title))
        return EvidenceSubmitted(case_id="gold-1", items=(item,), complete=False, round=1)

    def finding(n: int, grade: str) -> FindingRecorded:
        facts = {"case_id": "gold-1", "finding": f"finding-{n}", "grade": grade, "indicator": "2.1"}
        return FindingRecorded.model_validate(
            {**facts, "raised_by": EMIL, "statement": sealed("Nobody knew of it.")}
        )

    return (
        handed_in("strategy", "4.1.2"),
        handed_in("minutes", "2.4"),
        handed_in("strategy, mended", "4.1.2"),
        finding(1, "major"),
        finding(2, "minor"),
        finding(3, "opportunity"),
        CorrectionProposed(
            case_id="gold-1",
            finding="finding-1",
            correction=sealed("Written down."),
            documents=(document("new bylaws"),),
        ),
        FindingClosed(case_id="gold-1", finding="finding-1", closed_by=ESTHER, evidence=(document("photo"),)),
    )


def test_the_dossier_of_a_silver_names_its_benchmark_and_its_one_signature() -> None:
    world = silver_scored().does(EMIL, draft(), on=AURORA).pay().does(CLARA, CheckFacts(), on=AURORA)
    case = world.case("aurora", "silver-1")
    given(world).when(FinaliseReport(), by=EMIL).then(
        ReportFinalised(
            case_id="silver-1",
            version=1,
            dossier=Dossier(
                result=event_id(world, ScoresSubmitted),
                benchmark=event_id(world, BenchmarkRecorded),
                audit=str(case.audit.event_id) if case.audit else None,
                signed_by=(EMIL,),
            ),
        )
    )


def test_nothing_is_scored_or_agreed_behind_a_final_report() -> None:
    world = reported(Stage.REPORT_FINAL)
    given(world).when(SubmitScores(scores=SOLID), by=EMIL).then_rejected("wrong-stage")
    given(world).when(ConfirmConsensus(proposal=1), by=ESTHER).then_rejected("wrong-stage")
    given(world).when(draft(), by=EMIL).then_rejected("wrong-stage")

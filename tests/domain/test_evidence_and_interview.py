"""Documents and the benchmark interview: for Bronze the interview is the assessment (R2, R10, R14, R45)."""

from datetime import date

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.assessment import RecordBenchmark
from domain.cluster.commands.effects import MakeComparison
from domain.cluster.commands.evidence import SubmitEvidence
from domain.cluster.commands.organisation import ChangeManager
from domain.cluster.commands.team import AcceptAssignment, AgreeTeam, ReplaceTeamMember
from domain.cluster.events.assessment import BenchmarkRecorded, ComparisonMade
from domain.cluster.events.evidence import EvidenceSubmitted
from domain.person.state import TieKind
from domain.schemes import scheme
from domain.scoring import DimensionResult, GroupComparison, results
from tests.domain.cast import (
    ANSWERS,
    AURORA,
    CLARA,
    CODES,
    DOCUMENTS,
    EMIL,
    ESTHER,
    INCOMPLETE,
    MONDAY,
    OLGA,
    QUESTIONNAIRE,
    STORIES,
    bronze,
    interview,
    registration,
    stage_set,
    tie,
    walk,
)
from tests.domain.specification import World, document, given

LATER = date(2026, 9, 14)


def recorded(
    on: date, *, complete: bool = True, remote: bool = False, expert: str = EMIL
) -> BenchmarkRecorded:
    return BenchmarkRecorded(
        case_id="bronze-1",
        expert=expert,
        interview_on=on,
        remote=remote,
        catalogue="2013",
        values=ANSWERS if complete else INCOMPLETE,
        complete=complete,
    )


def test_the_questionnaire_and_three_success_stories_are_complete() -> None:
    given(bronze(Stage.EVIDENCE_OPEN)).when(SubmitEvidence(items=DOCUMENTS), by=CLARA).then(
        EvidenceSubmitted(case_id="bronze-1", items=DOCUMENTS, complete=True)
    ).with_letters((EMIL, "interview-due")).with_limits(("audit", date(2026, 5, 4)))


def test_documents_may_come_one_by_one_and_each_restarts_the_clock() -> None:
    world = bronze(Stage.EVIDENCE_OPEN)
    outcome = given(world).when(SubmitEvidence(items=(QUESTIONNAIRE,)), by=CLARA, at=date(2026, 3, 2))
    outcome.then(
        EvidenceSubmitted(case_id="bronze-1", items=(QUESTIONNAIRE,), complete=False)
    ).with_letters().with_limits(("abandonment", date(2026, 9, 2)))
    given(outcome.world).when(SubmitEvidence(items=STORIES), by=CLARA).then(
        EvidenceSubmitted(case_id="bronze-1", items=STORIES, complete=True)
    )


def test_a_document_is_stored_before_it_is_handed_in() -> None:
    world = bronze(Stage.EVIDENCE_OPEN)
    world.lost = frozenset({document("story 2")})
    given(world).when(SubmitEvidence(items=DOCUMENTS), by=CLARA).then_rejected("document-unknown")


def test_a_document_counts_once() -> None:
    world = bronze(Stage.EVIDENCE_OPEN).does(CLARA, SubmitEvidence(items=STORIES[:1]), on=AURORA)
    given(world).when(SubmitEvidence(items=STORIES[:1]), by=CLARA).then_rejected(
        "document-repeated",
        f"items: the document {STORIES[0].document[:12]}… is handed in already; each counts once.",
    )
    questionnaire = QUESTIONNAIRE.model_copy(update={"document": STORIES[0].document})
    given(world).when(SubmitEvidence(items=(questionnaire,)), by=CLARA).then_rejected("document-repeated")


def test_an_interview_is_recorded_with_every_value_and_the_report_is_due() -> None:
    given(bronze(Stage.INTERVIEW_DUE)).when(interview(MONDAY), by=EMIL).then(recorded(MONDAY)).with_limits(
        ("draft", date(2026, 2, 16)), ("final_report", date(2026, 3, 9))
    )


def test_an_indicator_without_answer_leaves_the_benchmark_incomplete() -> None:
    given(bronze(Stage.INTERVIEW_DUE)).when(interview(MONDAY, INCOMPLETE), by=EMIL).then(
        recorded(MONDAY, complete=False)
    )


def test_an_interview_by_video_is_allowed_since_15_november_2019() -> None:
    given(bronze(Stage.INTERVIEW_DUE)).when(interview(MONDAY, remote=True), by=EMIL).then(
        recorded(MONDAY, remote=True)
    )


def test_an_interview_by_video_was_not_allowed_before() -> None:
    day = date(2019, 7, 25)
    given(bronze(Stage.INTERVIEW_DUE, day)).when(interview(day, remote=True), by=EMIL).then_rejected(
        "video-not-allowed"
    )


def test_an_interview_is_not_recorded_before_it_is_held() -> None:
    given(bronze(Stage.INTERVIEW_DUE)).when(interview(date(2026, 2, 3)), by=EMIL).then_rejected(
        "date-in-future"
    )


def test_an_interview_held_before_the_application_counts_for_nothing() -> None:
    given(bronze(Stage.INTERVIEW_DUE)).when(interview(date(2026, 2, 1)), by=EMIL).then_rejected(
        "interview-before-application"
    )


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (dict.fromkeys(CODES[1:], 1), "indicator-missing"),
        ({**ANSWERS, "9.9": 1}, "indicator-unknown"),
        ({**ANSWERS, "2.1": 6}, "off-scale"),
        ({**ANSWERS, "2.1": -1}, "off-scale"),
    ],
)
def test_a_benchmark_answers_the_36_indicators_on_their_scales(
    values: dict[str, int | None], code: str
) -> None:
    given(bronze(Stage.INTERVIEW_DUE)).when(interview(MONDAY, values), by=EMIL).then_rejected(code)


def test_every_value_off_its_scale_is_named_with_the_scale() -> None:
    off = {**ANSWERS, "1.1.0": 2, "2.1": 6, "B2": -1, "B3": 101}
    given(bronze(Stage.INTERVIEW_DUE)).when(interview(MONDAY, off), by=EMIL).then_rejected(
        "off-scale",
        "values: off their scale: 1.1.0 is 2 (0 or 1), 2.1 is 6 (0 to 5), "
        "B2 is -1 (0 or more), B3 is 101 (0 to 100).",
    )


def test_an_expert_who_got_tied_does_not_hold_the_interview() -> None:
    world = bronze(Stage.INTERVIEW_DUE).does(EMIL, tie(TieKind.EMPLOYED), on=f"person-{EMIL}")
    given(world).when(interview(MONDAY), by=EMIL).then_rejected("hard-conflict")


def test_a_fresh_interview_is_not_repeated() -> None:
    given(bronze(Stage.REPORT_FINAL)).when(interview(MONDAY), by=EMIL).then_rejected("wrong-stage")


def gone_stale() -> World:
    """The report was seven months in the making: nobody else had the case meanwhile."""
    world = bronze(Stage.FACTS_CHECKED).until(LATER)
    return walk(world, Stage.REPORT_FINAL, after=Stage.FACTS_CHECKED)


def test_an_interview_older_than_six_months_is_held_anew_and_all_that_followed_with_it() -> None:
    outcome = given(gone_stale()).when(interview(LATER), by=EMIL)
    outcome.then(recorded(LATER))
    case = outcome.world.pay().case("aurora")
    assert (case.stage, case.report, case.compared) == (Stage.DRAFT, None, True)
    walk(outcome.world, Stage.ON_AGENDA, after=Stage.DRAFT)
    assert outcome.world.case("aurora").report_version == 2


def test_an_interview_held_anew_is_a_later_one() -> None:
    given(gone_stale()).when(interview(MONDAY), by=EMIL).then_rejected("interview-not-newer")


def test_a_stale_interview_may_be_held_anew_by_another_expert() -> None:
    replace = ReplaceTeamMember(expert=EMIL, successor=ESTHER, reason="Retired.")
    world = gone_stale().does(OLGA, replace, on=AURORA)
    world.does(ESTHER, AcceptAssignment(free_of_conflicts=True), on=AURORA).does(
        CLARA, AgreeTeam(), on=AURORA
    )
    assert world.case("aurora").stage is Stage.INTERVIEW_DUE
    given(world).when(interview(LATER), by=ESTHER).then(recorded(LATER, expert=ESTHER))
    assert world.case("aurora").assessors == {EMIL, ESTHER}


def test_waiting_for_the_secretariat_does_not_make_an_interview_stale() -> None:
    world = bronze(Stage.REPORT_FINAL).until(LATER)
    given(world).when(interview(LATER), by=EMIL).then_rejected("wrong-stage")


def test_after_twelve_months_an_interview_is_stale_whoever_waited() -> None:
    world = bronze(Stage.REPORT_FINAL).until(date(2027, 2, 3))
    given(world).when(interview(date(2027, 2, 3)), by=EMIL).then(recorded(date(2027, 2, 3)))


def test_an_operator_does_not_hold_interviews() -> None:
    given(bronze(Stage.INTERVIEW_DUE)).when(interview(MONDAY), by=OLGA).then_rejected("not-permitted")


def compared(world: World) -> MakeComparison:
    return world.comparison("aurora", "bronze-1")


def peers(count: int, country: str = "DK") -> World:
    world = stage_set()
    for n in range(count):
        stream = f"cluster-peer-{n}"
        world.does(OLGA, registration(f"Peer {n}", country), on=stream)
        walk(world, Stage.DRAFT, on=stream)
    return walk(world, Stage.DRAFT).pay() if count else world


def test_under_five_others_a_group_is_named_by_its_size_only() -> None:
    world = bronze(Stage.INTERVIEW_DUE).does(EMIL, interview(MONDAY), on=AURORA)
    command = compared(world)
    given(world).when(command, by=None).then(
        ComparisonMade(
            case_id="bronze-1",
            dimensions=results(scheme().catalogue("2013"), ANSWERS),
            groups=(
                GroupComparison(group="sector", others=0),
                GroupComparison(group="country", others=0),
                GroupComparison(group="europe", others=0),
            ),
            portfolio_position=command.portfolio_position,
        )
    )


def test_over_five_others_a_benchmark_is_compared_in_each_group() -> None:
    made = next(each for each in peers(5).events(AURORA) if isinstance(each, ComparisonMade))
    assert [(group.group, group.others, len(group.dimensions)) for group in made.groups] == [
        ("sector", 5, 5),
        ("country", 5, 5),
        ("europe", 5, 5),
    ]
    assert made.dimensions[2] == DimensionResult(dimension="3", points=2, maximum=10)


def test_a_comparison_is_made_once() -> None:
    world = bronze(Stage.DRAFT)
    given(world).when(compared(world), by=None).then_nothing()


def test_a_comparison_of_a_closed_case_is_overtaken() -> None:
    world = bronze(Stage.DRAFT)
    command = compared(world)
    given(bronze(Stage.CLOSED)).when(command, by=None).then_nothing()


def test_a_comparison_owed_while_the_expert_is_replaced_is_paid_all_the_same() -> None:
    world = bronze(Stage.INTERVIEW_DUE).does(EMIL, interview(MONDAY), on=AURORA)
    world.does(OLGA, ReplaceTeamMember(expert=EMIL, successor=ESTHER, reason="Ill."), on=AURORA).pay()
    assert world.case("aurora").compared


def test_an_expert_who_now_acts_for_the_cluster_does_not_hold_the_interview() -> None:
    command = RecordBenchmark(interview_on=MONDAY, values=ANSWERS)
    world = bronze(Stage.INTERVIEW_DUE).does(CLARA, ChangeManager(managers=(CLARA, EMIL)), on=AURORA)
    given(world).when(command, by=EMIL).then_rejected("hard-conflict")

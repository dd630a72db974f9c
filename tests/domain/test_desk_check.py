"""The desk check: each subject's documents are accepted, queried or rejected (R28, R48)."""

from datetime import date

import pytest
from pydantic import ValidationError

from domain.cluster.case import Stage
from domain.cluster.case_parts import Verdict
from domain.cluster.commands.evidence import (
    AcceptEvidence,
    AnswerRecommendations,
    QueryEvidence,
    RejectEvidence,
    SubmitEvidence,
)
from domain.cluster.events.clock import DeadlinePassed
from domain.cluster.events.evidence import (
    DeskCheckClosed,
    EvidenceAccepted,
    EvidenceQueried,
    EvidenceRejected,
    EvidenceRoundOpened,
)
from domain.person.state import TieKind
from domain.schemes import scheme
from tests.domain.audited import (
    GOLD_CODES,
    gold_desk_check,
    gold_evidence_open,
    handing_in,
    silver_desk_check,
    with_team,
)
from tests.domain.cast import AURORA, CLARA, EMIL, ESTHER, OLGA, bronze, tie
from tests.domain.silver_gold import gold
from tests.domain.specification import World, given, sealed

NEXT_ROUND_ENDS = date(2026, 3, 2)
ACCEPT = AcceptEvidence(subjects=GOLD_CODES)
REJECT = RejectEvidence(subject="2.3", reason="It shows another cluster.")


def query(subject: str = "2.3", due_on: date = NEXT_ROUND_ENDS) -> QueryEvidence:
    return QueryEvidence(subject=subject, due_on=due_on, question="Which year?")


def accepted(*subjects: str, expert: str = EMIL) -> EvidenceAccepted:
    return EvidenceAccepted(case_id="gold-1", expert=expert, subjects=subjects)


def two_to_judge() -> World:
    return gold_evidence_open().does(CLARA, handing_in("2.1", "2.3"), on=AURORA).pay()


def open_but(*subjects: str) -> tuple[str, ...]:
    return tuple(code for code in GOLD_CODES if code not in subjects)


def test_everything_accepted_ends_the_desk_check_and_the_visit_is_due() -> None:
    given(gold_desk_check()).when(ACCEPT, by=EMIL).then(
        accepted(*GOLD_CODES), DeskCheckClosed(case_id="gold-1", not_evidenced=())
    ).with_letters((EMIL, "audit-due")).with_limits(("audit", date(2026, 5, 4)))


def test_either_expert_judges() -> None:
    given(two_to_judge()).when(AcceptEvidence(subjects=("2.1",)), by=ESTHER).then(
        accepted("2.1", expert=ESTHER)
    )


def test_a_subject_named_twice_is_accepted_once() -> None:
    given(two_to_judge()).when(AcceptEvidence(subjects=("2.1", "2.1")), by=EMIL).then(accepted("2.1"))


@pytest.mark.parametrize("actor", [CLARA, OLGA])
def test_nobody_but_the_experts_judges_evidence(actor: str) -> None:
    given(gold_desk_check()).when(ACCEPT, by=actor).then_rejected("not-permitted")


def test_a_query_says_until_when_the_answer_comes() -> None:
    given(two_to_judge()).when(query(), by=EMIL).then(
        EvidenceQueried(
            case_id="gold-1",
            expert=EMIL,
            subject="2.3",
            due_on=NEXT_ROUND_ENDS,
            question=sealed("Which year?"),
        )
    )


def test_a_query_without_a_day_is_refused() -> None:
    with pytest.raises(ValidationError, match="due_on"):
        QueryEvidence.model_validate({"subject": "2.3", "question": "Which year?"})


def test_a_rejection_without_reason_is_refused() -> None:
    with pytest.raises(ValidationError, match="reason"):
        RejectEvidence.model_validate({"subject": "2.3", "reason": " "})


def test_a_query_due_today_is_refused() -> None:
    given(two_to_judge()).when(query(due_on=date(2026, 2, 2)), by=EMIL).then_rejected("due-on-past")


def test_a_query_due_after_the_next_round_could_be_over_is_refused() -> None:
    given(two_to_judge()).when(query(due_on=date(2026, 3, 3)), by=EMIL).then_rejected(
        "due-on-late", "due_on 2026-03-03: the next round is over by 2026-03-02, the latest day (R28)."
    )


def test_a_verdict_may_be_changed_while_the_desk_check_is_open() -> None:
    world = two_to_judge().does(EMIL, AcceptEvidence(subjects=("2.3",)), on=AURORA)
    outcome = given(world).when(REJECT, by=ESTHER)
    outcome.then(
        EvidenceRejected(
            case_id="gold-1", expert=ESTHER, subject="2.3", reason=sealed("It shows another cluster.")
        )
    )
    assert world.case("aurora", "gold-1").dossier_items["2.3"].verdict is Verdict.REJECTED


@pytest.mark.parametrize(("first", "verdict"), [(REJECT, "rejected"), (query(), "queried")])
def test_a_list_accepts_nothing_that_was_rejected_or_queried(
    first: RejectEvidence | QueryEvidence, verdict: str
) -> None:
    world = two_to_judge().does(EMIL, first, on=AURORA)
    given(world).when(AcceptEvidence(subjects=("2.1", "2.3")), by=ESTHER).then_rejected(
        "judged-already",
        f"subjects: 2.3 ({verdict}): judge each of these by itself to change its verdict.",
    )
    given(world).when(AcceptEvidence(subjects=("2.3",)), by=ESTHER).then(accepted("2.3", expert=ESTHER))
    assert world.case("aurora", "gold-1").dossier_items["2.3"].verdict is Verdict.ACCEPTED


def test_where_nothing_was_handed_in_there_is_nothing_to_judge() -> None:
    given(two_to_judge()).when(AcceptEvidence(subjects=("2.4",)), by=EMIL).then_rejected("nothing-to-judge")


def test_what_is_rejected_and_what_never_came_has_a_second_round() -> None:
    world = two_to_judge().does(EMIL, AcceptEvidence(subjects=("2.1",)), on=AURORA)
    given(world).when(REJECT, by=EMIL).then(
        EvidenceRejected(
            case_id="gold-1", expert=EMIL, subject="2.3", reason=sealed("It shows another cluster.")
        ),
        EvidenceRoundOpened(case_id="gold-1", round=2, open_subjects=open_but("2.1")),
    ).with_letters((CLARA, "evidence-round-opened")).with_limits(
        ("evidence_round", date(2026, 3, 2)), ("abandonment", date(2026, 8, 3))
    )


def test_an_improvement_area_that_is_queried_has_a_second_round() -> None:
    world = silver_desk_check()
    subjects = tuple(each for each in world.case("aurora", "silver-1").dossier_items if each != "area-2")
    world.does(EMIL, AcceptEvidence(subjects=subjects), on=AURORA)
    outcome = given(world).when(query("area-2"), by=EMIL)
    assert outcome.events[-1] == world.events(AURORA)[-1]
    assert world.case("aurora", "silver-1").evidence_round == 2
    given(world).when(handing_in("2.1", version=2), by=CLARA).then_rejected("accepted-already")


def last_round() -> World:
    world = two_to_judge().does(EMIL, AcceptEvidence(subjects=("2.1",)), REJECT, on=AURORA)
    return world.does(CLARA, handing_in("2.4"), on=AURORA)


def test_in_the_last_round_nothing_is_queried() -> None:
    given(last_round()).when(query("2.4"), by=EMIL).then_rejected("no-further-round")


def test_the_second_desk_check_judges_what_came_in_the_second_round() -> None:
    for subjects in (("2.3",), ("2.3", "2.4")):
        given(last_round()).when(AcceptEvidence(subjects=subjects), by=EMIL).then_rejected("nothing-to-judge")


def test_what_stays_open_is_not_evidenced_and_left_to_the_visit() -> None:
    given(last_round()).when(AcceptEvidence(subjects=("2.4",)), by=EMIL).then(
        accepted("2.4"), DeskCheckClosed(case_id="gold-1", not_evidenced=open_but("2.1", "2.4"))
    )


def test_an_unanswered_recommendation_stays_open_too() -> None:
    world = with_team(gold(Stage.SIGNED), "gold-1", EMIL, ESTHER, answers_due=("gold-9/1",))
    world.does(CLARA, handing_in(*GOLD_CODES), on=AURORA)
    given(world).when(ACCEPT, by=EMIL).then(
        accepted(*GOLD_CODES), EvidenceRoundOpened(case_id="gold-1", round=2, open_subjects=("gold-9/1",))
    )
    world.does(CLARA, AnswerRecommendations(answers={"gold-9/1": "Two were hired."}), on=AURORA)
    given(world).when(SubmitEvidence(last=True), by=CLARA)
    assert world.events(AURORA)[-1] == DeskCheckClosed(
        case_id="gold-1",
        not_evidenced=(),
        limits=world.case("aurora", "gold-1").limits,
        notices=world.events(AURORA)[-1].notices,  # type: ignore[union-attr]
    )


def test_a_desk_check_that_is_overdue_is_only_noted() -> None:
    world = gold_desk_check().until(date(2026, 2, 17))
    assert [each.limit for each in world.events(AURORA) if isinstance(each, DeadlinePassed)] == [
        "desk_check",
        "desk_check",
    ]
    assert world.case("aurora", "gold-1").stage is Stage.DESK_CHECK
    assert scheme().on(date(2026, 2, 2)).limits["desk_check"].consequence.value == "expert-replaceable"


def test_an_expert_who_got_tied_judges_nothing() -> None:
    world = two_to_judge().does(EMIL, tie(TieKind.COACHED), on=f"person-{EMIL}")
    for command in (AcceptEvidence(subjects=("2.1",)), query(), REJECT):
        given(world).when(command, by=EMIL).then_rejected("hard-conflict")


def test_bronze_has_no_desk_check() -> None:
    given(bronze(Stage.INTERVIEW_DUE)).when(ACCEPT, by=EMIL).then_rejected("wrong-stage")

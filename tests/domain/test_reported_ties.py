"""Ties reported while a case is under way or decided, and resolved by two persons (R31)."""

from datetime import date

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.assessment import FinaliseReport
from domain.cluster.events.committee import DecisionAdjourned, MemberRecused
from domain.cluster.events.review import (
    ConflictReported,
    ConflictResolved,
    Resolution,
)
from domain.cluster.tasks import tasks_of
from domain.elsewhere import Elsewhere
from domain.person.state import TieKind
from tests.domain.cast import (
    AURORA,
    AWARD,
    CARL,
    CLARA,
    EMIL,
    ESTHER,
    KNUD,
    MAX,
    MONA,
    OLGA,
    SVEN,
    YES,
    bronze,
    seat,
    tie,
    voted,
    walk,
)
from tests.domain.specification import given
from tests.domain.teams import OTTO, endorsing
from tests.domain.ties_learned import (
    ALL_IN_FAVOUR,
    THREE_IN_FAVOUR,
    on_board,
    on_record_alone,
    recused,
    report,
    reported,
    resolve,
    resolved,
    told,
    two_operators,
    waiting,
)

# Reporting


def test_anybody_registered_may_report_a_tie_of_whoever_takes_part() -> None:
    world = bronze(Stage.DRAFT)
    given(world).when(report(EMIL), by=KNUD).then(reported(EMIL, KNUD)).with_letters(
        ("secretariat", "conflict-reported")
    )
    assert [task.task for task in tasks_of(world.cluster("aurora"))] == ["draft-report", "resolve-conflict"]


def test_nobody_unregistered_reports() -> None:
    given(bronze(Stage.DRAFT)).when(report(EMIL), by="nobody-at-all").then_rejected("not-permitted")


def test_a_tie_of_somebody_without_a_part_is_not_reported() -> None:
    given(bronze(Stage.DRAFT)).when(report(KNUD), by=CLARA).then_rejected("not-taking-part")
    given(bronze(Stage.DRAFT)).when(report("nobody-at-all"), by=CLARA).then_rejected("person-unknown")


def test_a_tie_is_reported_about_a_case_there_is() -> None:
    unknown = report(EMIL).model_copy(update={"case_id": "bronze-9"})
    given(bronze(Stage.DRAFT)).when(unknown, by=CLARA).then_rejected("case-unknown")


def test_a_tie_is_reported_once_until_it_is_resolved() -> None:
    world = bronze(Stage.DRAFT).does(KNUD, report(EMIL), on=AURORA)
    given(world).when(report(EMIL), by=CLARA).then_rejected("reported-already")


def test_a_stranger_learns_nothing_of_who_takes_part_by_reporting() -> None:
    for world in (bronze(Stage.DRAFT), on_record_alone(voted((MAX, YES)), MAX)):
        for who in (EMIL, MAX, ESTHER, MAX):
            given(world).when(report(who), by=KNUD).then(reported(who, KNUD)).with_letters(
                ("secretariat", "conflict-reported")
            )


def test_a_reported_tie_of_somebody_without_a_part_waits_for_the_secretariat() -> None:
    world = told().does(KNUD, report(ESTHER), on=AURORA)
    assert [task.task for task in tasks_of(world.cluster("aurora"))] == ["resolve-conflict"]
    two_operators(world).does(OTTO, endorsing(ESTHER, "conflict-resolution", "bronze-1"), on=AURORA)
    given(world).when(resolve(ESTHER, "replaced"), by=OLGA).then(resolved(ESTHER, "replaced"))


def test_a_report_waits_for_a_reported_tie_of_an_expert() -> None:
    world = bronze(Stage.FACTS_CHECKED).does(KNUD, report(EMIL), on=AURORA)
    given(world.copy()).when(FinaliseReport(), by=EMIL).then_rejected("conflict-unresolved")
    two_operators(world).does(OTTO, endorsing(EMIL, "conflict-resolution"), on=AURORA)
    world.does(OLGA, resolve(EMIL, "unfounded"), on=AURORA)
    assert given(world).when(FinaliseReport(), by=EMIL).rejected is None


# On the agenda


def test_a_member_who_reports_a_tie_of_their_own_steps_aside() -> None:
    world = voted((MAX, YES))
    given(world).when(report(MAX), by=MAX).then(
        reported(MAX, MAX), recused(MAX), resolved(MAX, "stepped-aside")
    ).with_letters(("secretariat", "conflict-reported"), (MAX, "member-recused"))
    assert world.case("aurora").ballots == ()


@pytest.mark.parametrize("who", [CLARA, OLGA, CARL])
def test_a_tie_the_member_declared_strikes_the_vote_whoever_reports_it(who: str) -> None:
    world = on_record_alone(voted((MAX, YES)), MAX, by=MAX)
    given(world).when(report(MAX), by=who).then(
        reported(MAX, who), recused(MAX), resolved(MAX, "stepped-aside")
    )


def test_a_tie_one_operator_recorded_and_another_reports_strikes_the_vote() -> None:
    world = two_operators(on_record_alone(voted((MAX, YES)), MAX))
    given(world).when(report(MAX), by=OTTO).then(
        reported(MAX, OTTO), recused(MAX), resolved(MAX, "stepped-aside")
    )


@pytest.mark.parametrize("who", [CLARA, OLGA, CARL])
def test_a_tie_one_operator_recorded_strikes_no_vote_until_another_one_says_so(who: str) -> None:
    world = on_record_alone(voted((MAX, YES)), MAX)
    given(world).when(report(MAX), by=who).then(reported(MAX, who))
    assert [ballot.member for ballot in world.case("aurora").ballots] == [MAX]


@pytest.mark.parametrize("who", [CLARA, OLGA, CARL, KNUD])
def test_what_somebody_else_says_strikes_no_vote_by_itself(who: str) -> None:
    world = voted((MAX, YES))
    given(world).when(report(MAX), by=who).then(reported(MAX, who))
    assert [ballot.member for ballot in world.case("aurora").ballots] == [MAX]


def test_the_decision_waits_for_a_reported_tie_of_whoever_voted() -> None:
    world = voted(*ALL_IN_FAVOUR).does(KNUD, report(MAX), on=AURORA)
    given(world.copy()).when(AWARD, by=CARL).then_rejected("conflict-unresolved")
    two_operators(world).does(OTTO, endorsing(MAX, "conflict-resolution"), on=AURORA)
    world.does(OLGA, resolve(MAX, "unfounded"), on=AURORA)
    assert given(world).when(AWARD, by=CARL).rejected is None


def test_the_decision_does_not_wait_for_a_reported_tie_of_whoever_has_not_voted() -> None:
    world = voted(*THREE_IN_FAVOUR).does(KNUD, report(MAX), on=AURORA)
    assert given(world).when(AWARD, by=CARL).rejected is None


def test_when_too_few_remain_the_decision_is_adjourned() -> None:
    world = bronze(Stage.ON_AGENDA).does(MAX, report(MAX), on=AURORA)
    outcome = given(world).when(report(MONA), by=MONA)
    assert [type(each.event if isinstance(each, Elsewhere) else each) for each in outcome.events] == [
        ConflictReported,
        MemberRecused,
        ConflictResolved,
        DecisionAdjourned,
        DecisionAdjourned,
    ]
    assert world.case("aurora").stage is Stage.ADJOURNED


# Resolving


def test_a_conflict_is_resolved_by_two_persons() -> None:
    world = two_operators(bronze(Stage.DRAFT)).does(KNUD, report(EMIL), on=AURORA)
    given(world.copy()).when(resolve(EMIL, "unfounded"), by=OLGA).then_rejected("second-person-missing")
    world.does(OTTO, endorsing(EMIL, "conflict-resolution"), on=AURORA)
    given(world.copy()).when(resolve(EMIL, "unfounded"), by=OTTO).then_rejected("second-person-missing")
    given(world).when(resolve(EMIL, "unfounded"), by=OLGA).then(resolved(EMIL, "unfounded"))


def test_a_decided_cases_conflict_is_resolved_too() -> None:
    given(waiting(MAX, told())).when(resolve(MAX, "unfounded"), by=OLGA).then(resolved(MAX, "unfounded"))


def test_what_was_endorsed_is_used_once() -> None:
    world = waiting(EMIL, bronze(Stage.DRAFT)).does(OLGA, resolve(EMIL, "unfounded"), on=AURORA)
    world.does(KNUD, report(EMIL), on=AURORA)
    given(world).when(resolve(EMIL, "unfounded"), by=OLGA).then_rejected("second-person-missing")


def test_only_what_was_reported_is_resolved() -> None:
    world = waiting(EMIL, bronze(Stage.DRAFT))
    given(world).when(resolve(ESTHER, "unfounded"), by=OLGA).then_rejected("conflict-unknown")
    given(world).when(resolve(EMIL, "unfounded"), by=CLARA).then_rejected("not-permitted")


def test_an_operator_has_no_say_in_a_conflict_of_their_own() -> None:
    world = two_operators(bronze(Stage.REPORT_FINAL)).does(
        SVEN, seat("member", "corona"), on=f"person-{OTTO}"
    )
    walk(world, Stage.ON_AGENDA, after=Stage.REPORT_FINAL).does(KNUD, report(OTTO), on=AURORA)
    given(world).when(endorsing(OTTO, "conflict-resolution"), by=OTTO).then_rejected("own-conflict")
    world.does(OLGA, endorsing(OTTO, "conflict-resolution"), on=AURORA)
    given(world).when(resolve(OTTO, "unfounded"), by=OTTO).then_rejected("own-conflict")


@pytest.mark.parametrize("resolution", ["unfounded", "disclosed"])
def test_a_hard_conflict_is_never_accepted(resolution: Resolution) -> None:
    given(on_board(waiting(EMIL, bronze(Stage.DRAFT)), EMIL)).when(
        resolve(EMIL, resolution), by=OLGA
    ).then_rejected("hard-conflict")
    given(on_board(waiting(MAX, told()), MAX)).when(resolve(MAX, resolution), by=OLGA).then_rejected(
        "hard-conflict"
    )


def test_an_experts_tie_that_arose_behind_the_final_report_is_disclosed() -> None:
    world = waiting(EMIL, bronze(Stage.REPORT_FINAL)).until(date(2026, 2, 4))
    on_board(world, EMIL, since=date(2026, 2, 3))
    given(world.copy()).when(resolve(EMIL, "unfounded"), by=OLGA).then_rejected("hard-conflict")
    given(world).when(resolve(EMIL, "disclosed"), by=OLGA).then(resolved(EMIL, "disclosed"))


def test_an_experts_tie_of_the_audits_time_is_not() -> None:
    world = on_board(waiting(EMIL, bronze(Stage.REPORT_FINAL)), EMIL)
    given(world).when(resolve(EMIL, "disclosed"), by=OLGA).then_rejected("hard-conflict")


def test_a_soft_tie_is_disclosed() -> None:
    world = waiting(EMIL, bronze(Stage.DRAFT)).does(OLGA, tie(TieKind.OFFICER), on=f"person-{EMIL}")
    given(world).when(resolve(EMIL, "disclosed"), by=OLGA).then(resolved(EMIL, "disclosed"))


def test_who_is_said_to_be_replaced_has_left() -> None:
    given(waiting(EMIL, bronze(Stage.DRAFT))).when(resolve(EMIL, "replaced"), by=OLGA).then_rejected(
        "not-replaced"
    )


def test_a_member_of_whom_the_secretariat_finds_it_true_steps_aside() -> None:
    world = waiting(MAX, voted((MAX, YES)))
    given(world).when(resolve(MAX, "stepped-aside"), by=OLGA).then(
        recused(MAX), resolved(MAX, "stepped-aside")
    )


def test_behind_the_notice_nobody_steps_aside() -> None:
    given(waiting(MAX, told())).when(resolve(MAX, "stepped-aside"), by=OLGA).then_rejected(
        "not-stepped-aside"
    )


def test_a_review_is_the_committees() -> None:
    given(waiting(MAX, told())).when(resolve(MAX, "reviewed"), by=OLGA).then_rejected("not-reviewed")

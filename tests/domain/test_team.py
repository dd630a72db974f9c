"""The team: proposed, invited, objected to, agreed, replaced; hard conflicts are found by person (R31 to R33)."""

from datetime import date

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.assessment import FinaliseReport
from domain.cluster.commands.clock import ExtendDeadline
from domain.cluster.commands.organisation import ChangeManager
from domain.cluster.commands.team import (
    AcceptAssignment,
    AgreeTeam,
    DeclineAssignment,
    ObjectToTeam,
    ProposeTeam,
    ReplaceTeamMember,
)
from domain.cluster.events.clock import DeadlineWarned
from domain.cluster.events.team import (
    AssignmentAccepted,
    AssignmentDeclined,
    AssignmentLapsed,
    IndependenceCheck,
    ObjectionLapsed,
    TeamAgreed,
    TeamMemberReplaced,
    TeamObjected,
    TeamProposed,
)
from domain.cluster.tasks import tasks_of
from domain.conflicts import SOFT
from domain.levels import Level
from domain.person.commands import EndQualification, EndTie
from domain.person.state import TieKind
from tests.domain.cast import (
    AURORA,
    CLARA,
    EMIL,
    ESTHER,
    KNUD,
    OLGA,
    SVEN,
    bronze,
    gold_elsewhere,
    interview,
    seat,
    stage_set,
    tie,
    walk,
)
from tests.domain.specification import World, at_midnight_ending, given, sealed

ACCEPT_IT, DECLINE_IT = AcceptAssignment(free_of_conflicts=True), DeclineAssignment(reason="No time.")
OBJECT, REPLACE = (
    ObjectToTeam(reason="A rival."),
    ReplaceTeamMember(expert=EMIL, successor=ESTHER, reason="Ill."),
)
UNQUALIFIED = EndQualification(
    level=Level.BRONZE, edition="ecei-2019", until_on=date(2026, 2, 1), reason="Training lapsed."
)
ACCEPTED = AssignmentAccepted(case_id="bronze-1", expert=EMIL)
FIVE_DAYS_ON = date(2026, 2, 9)
LATE = at_midnight_ending(FIVE_DAYS_ON)


def proposing(*experts: str, reason: str | None = None) -> ProposeTeam:
    return ProposeTeam(experts=experts, reason=reason)


def tied(kind: TieKind, to: str = "aurora", until: date | None = None, on: Stage = Stage.SIGNED) -> World:
    since = date(2020, 1, 1)
    return bronze(on).does(OLGA, tie(kind, to, since, until), on=f"person-{EMIL}")


def test_a_proposed_expert_is_invited_and_the_applicant_may_object() -> None:
    given(bronze(Stage.SIGNED)).when(proposing(EMIL), by=OLGA).then(
        TeamProposed(
            case_id="bronze-1",
            experts=(EMIL,),
            checked=(IndependenceCheck(person=EMIL, person_version=3, country="DE"),),
        )
    ).with_letters((EMIL, "assignment-invited"), (CLARA, "team-proposed")).with_limits(
        ("assignment", FIVE_DAYS_ON), ("objection", FIVE_DAYS_ON)
    )


@pytest.mark.parametrize("experts", [(EMIL, ESTHER), (EMIL, EMIL)])
def test_bronze_takes_one_expert(experts: tuple[str, ...]) -> None:
    given(bronze(Stage.SIGNED)).when(proposing(*experts), by=OLGA).then_rejected(
        "wrong-number", f"experts: 1 expert is needed, each once; given: {', '.join(experts)} (R2)."
    )


def test_an_expert_is_qualified_for_level_and_edition() -> None:
    given(bronze(Stage.SIGNED)).when(proposing(KNUD), by=OLGA).then_rejected("not-qualified")


def test_an_expert_is_a_registered_person() -> None:
    given(bronze(Stage.SIGNED)).when(proposing("nobody-at-all"), by=OLGA).then_rejected("person-unknown")


@pytest.mark.parametrize("kind", sorted(set(TieKind) - SOFT))
def test_a_tie_to_the_cluster_is_a_hard_conflict(kind: TieKind) -> None:
    given(tied(kind)).when(proposing(EMIL), by=OLGA).then_rejected("hard-conflict")


def test_a_tie_to_the_legal_carrier_is_a_hard_conflict() -> None:
    given(tied(TieKind.BOARD, "aurora-association")).when(proposing(EMIL), by=OLGA).then_rejected(
        "hard-conflict"
    )


def test_a_tie_to_another_organisation_is_none() -> None:
    assert len(given(tied(TieKind.BOARD, "borealis")).when(proposing(EMIL), by=OLGA).events) == 1


def test_an_employment_binds_for_two_years_after_its_end() -> None:
    given(tied(TieKind.EMPLOYED, until=date(2024, 2, 2))).when(proposing(EMIL), by=OLGA).then_rejected(
        "hard-conflict"
    )
    assert (
        len(given(tied(TieKind.EMPLOYED, until=date(2024, 2, 1))).when(proposing(EMIL), by=OLGA).events) == 1
    )


def test_a_family_tie_binds_while_it_lasts() -> None:
    assert len(given(tied(TieKind.FAMILY, until=date(2026, 2, 1))).when(proposing(EMIL), by=OLGA).events) == 1


def test_whoever_acts_for_the_cluster_does_not_assess_it() -> None:
    world = bronze(Stage.SIGNED).does(CLARA, ChangeManager(managers=(CLARA, EMIL)), on=AURORA)
    given(world).when(proposing(EMIL), by=OLGA).then_rejected("hard-conflict")


def test_whoever_the_cluster_nominated_does_not_assess_it() -> None:
    world = stage_set().does(OLGA, gold_elsewhere("Aurora", "DK"), on=AURORA)
    world.does(SVEN, seat("member", "aurora"), on=f"person-{EMIL}")
    given(walk(world, Stage.SIGNED)).when(proposing(EMIL), by=OLGA).then_rejected("hard-conflict")


def test_an_expert_accepts_with_the_declaration_to_be_free_of_conflicts() -> None:
    given(bronze(Stage.TEAM_PROPOSED)).when(ACCEPT_IT, by=EMIL).then(ACCEPTED)
    given(bronze(Stage.TEAM_PROPOSED)).when(AcceptAssignment(free_of_conflicts=False), by=EMIL).then_rejected(
        "conflict-declaration-missing"
    )


def test_an_expert_who_got_tied_meanwhile_does_not_accept() -> None:
    given(tied(TieKind.CONSULTED, on=Stage.TEAM_PROPOSED)).when(ACCEPT_IT, by=EMIL).then_rejected(
        "hard-conflict"
    )


def test_an_answer_ends_the_time_of_an_early_record_that_names_no_expert() -> None:
    world = bronze(Stage.SIGNED).does(OLGA, proposing(EMIL), on=AURORA)
    proposed = world.events(AURORA)[-1]
    assert isinstance(proposed, TeamProposed)
    nameless = tuple(limit.model_copy(update={"subject": ""}) for limit in proposed.limits)
    early = bronze(Stage.SIGNED).happens(AURORA, proposed.model_copy(update={"limits": nameless}))
    given(early.copy().until(LATE)).when(proposing(ESTHER), by=OLGA).with_letters(
        (ESTHER, "assignment-invited"), (CLARA, "team-proposed")
    )
    case = early.does(EMIL, ACCEPT_IT, on=AURORA).case("aurora")
    assert [limit.name for limit in case.limits] == ["objection"]


def test_an_assignment_is_answered_once() -> None:
    world = bronze(Stage.TEAM_PROPOSED).does(EMIL, ACCEPT_IT, on=AURORA)
    given(world).when(DECLINE_IT, by=EMIL).then_rejected("already-answered")


def test_an_assignment_is_answered_by_the_one_invited() -> None:
    given(bronze(Stage.TEAM_PROPOSED)).when(ACCEPT_IT, by=ESTHER).then_rejected("not-permitted")


def test_an_answer_after_five_working_days_is_too_late() -> None:
    given(bronze(Stage.TEAM_PROPOSED)).when(ACCEPT_IT, by=EMIL, at=LATE).then_rejected("answer-late")
    given(bronze(Stage.TEAM_PROPOSED)).when(DECLINE_IT, by=EMIL, at=LATE).then_rejected("answer-late")


def test_after_a_declined_assignment_another_expert_is_proposed() -> None:
    outcome = given(bronze(Stage.TEAM_PROPOSED)).when(DECLINE_IT, by=EMIL)
    outcome.then(AssignmentDeclined(case_id="bronze-1", expert=EMIL, reason=sealed("No time."))).with_limits(
        ("team", date(2026, 2, 16))
    )
    assert len(given(outcome.world).when(proposing(ESTHER), by=OLGA).events) == 1


def test_an_invitation_left_unanswered_lapses_and_the_next_expert_is_asked() -> None:
    world = bronze(Stage.TEAM_PROPOSED).until(LATE)
    assert [type(event) for event in world.events(AURORA)[-2:]] == [DeadlineWarned, AssignmentLapsed]
    assert world.case("aurora").stage is Stage.SIGNED
    assert len(given(world).when(proposing(ESTHER), by=OLGA).events) == 1


def test_an_agreed_team_waits_for_the_documents() -> None:
    world = bronze(Stage.TEAM_PROPOSED).does(EMIL, ACCEPT_IT, on=AURORA)
    given(world).when(AgreeTeam(), by=CLARA).then(TeamAgreed(case_id="bronze-1")).with_letters(
        (CLARA, "team-agreed")
    ).with_limits(("abandonment", date(2026, 8, 3)))


def test_a_team_is_not_agreed_while_an_invitation_is_open() -> None:
    given(bronze(Stage.TEAM_PROPOSED)).when(AgreeTeam(), by=CLARA).then_rejected("assignment-open")


def test_a_team_is_not_agreed_when_a_conflict_has_arisen() -> None:
    world = bronze(Stage.TEAM_PROPOSED).does(EMIL, ACCEPT_IT, on=AURORA)
    world.does(EMIL, tie(TieKind.CONTRACTED), on=f"person-{EMIL}")
    given(world).when(AgreeTeam(), by=CLARA).then_rejected("hard-conflict")


def test_silence_of_five_working_days_agrees() -> None:
    world = bronze(Stage.TEAM_PROPOSED).does(EMIL, ACCEPT_IT, on=AURORA).until(LATE)
    agreed = world.events(AURORA)[-1]
    assert isinstance(agreed, TeamAgreed)
    assert (agreed.by_silence, world.case("aurora").stage) == (True, Stage.EVIDENCE_OPEN)


def test_an_applicants_silence_is_noted_while_an_invitation_is_open() -> None:
    world = bronze(Stage.TEAM_PROPOSED)
    world.does(OLGA, extension("assignment", date(2026, 2, 20)), on=AURORA).until(LATE)
    assert world.events(AURORA)[-1] == ObjectionLapsed(case_id="bronze-1")


def test_an_acceptance_after_the_applicants_silence_completes_the_team() -> None:
    world = bronze(Stage.TEAM_PROPOSED)
    world.does(OLGA, extension("assignment", date(2026, 2, 20)), on=AURORA).until(LATE)
    given(world).when(ACCEPT_IT, by=EMIL).then(ACCEPTED, TeamAgreed(case_id="bronze-1", by_silence=True))


def extension(limit: str, until: date) -> ExtendDeadline:
    return ExtendDeadline(limit=limit, until_on=until, reason="On a journey.")


def test_an_objection_is_reasoned_and_ends_the_assignment() -> None:
    given(bronze(Stage.TEAM_PROPOSED)).when(OBJECT, by=CLARA).then(
        TeamObjected(case_id="bronze-1", reason=sealed("A rival."))
    ).with_letters((EMIL, "assignment-ended")).with_limits(("team", date(2026, 2, 16)))


def test_an_objection_after_five_working_days_is_too_late() -> None:
    given(bronze(Stage.TEAM_PROPOSED)).when(OBJECT, by=CLARA, at=LATE).then_rejected("objection-late")


def test_an_objection_after_the_silence_was_noted_is_too_late() -> None:
    world = bronze(Stage.TEAM_PROPOSED)
    world.does(OLGA, extension("assignment", date(2026, 2, 20)), on=AURORA).until(LATE)
    given(world).when(OBJECT, by=CLARA).then_rejected("objection-late")


def objected_twice() -> World:
    world = bronze(Stage.SIGNED)
    for _ in range(2):
        world.does(OLGA, proposing(EMIL), on=AURORA).does(CLARA, OBJECT, on=AURORA)
    return world


def test_after_a_second_objection_the_operator_decides_with_a_reason() -> None:
    given(objected_twice()).when(proposing(EMIL), by=OLGA).then_rejected("reason-missing")
    given(objected_twice()).when(proposing(EMIL, reason="The only one free."), by=OLGA).then(
        TeamProposed(
            case_id="bronze-1",
            experts=(EMIL,),
            checked=(IndependenceCheck(person=EMIL, person_version=3, country="DE"),),
            reason=sealed("The only one free."),
        )
    ).with_limits(("assignment", FIVE_DAYS_ON)).with_letters((EMIL, "assignment-invited"))


def test_after_a_second_objection_the_team_stands_once_everybody_has_accepted() -> None:
    world = objected_twice().does(OLGA, proposing(EMIL, reason="The only one free."), on=AURORA)
    assert [task.task for task in tasks_of(world.cluster("aurora"))] == ["answer-assignment"]
    given(world).when(AcceptAssignment(free_of_conflicts=True), by=EMIL).then(
        AssignmentAccepted(case_id="bronze-1", expert=EMIL), TeamAgreed(case_id="bronze-1", by_silence=True)
    )
    assert world.case("aurora").stage is Stage.EVIDENCE_OPEN


def test_after_a_second_objection_a_successor_is_not_objected_to() -> None:
    world = objected_twice().does(OLGA, proposing(EMIL, reason="The only one free."), on=AURORA)
    given(world).when(REPLACE, by=OLGA).with_limits(("assignment", FIVE_DAYS_ON))
    given(world).when(OBJECT, by=CLARA).then_rejected("objections-over")
    given(world).when(AcceptAssignment(free_of_conflicts=True), by=ESTHER).then(
        AssignmentAccepted(case_id="bronze-1", expert=ESTHER),
        TeamAgreed(case_id="bronze-1", by_silence=True),
    )


def test_an_invited_expert_whose_qualification_ended_does_not_accept() -> None:
    world = bronze(Stage.TEAM_PROPOSED).does(OLGA, UNQUALIFIED, on=f"person-{EMIL}")
    given(world).when(AcceptAssignment(free_of_conflicts=True), by=EMIL).then_rejected("not-qualified")


def test_an_expert_whose_qualification_ended_holds_no_interview_and_finalises_no_report() -> None:
    world = bronze(Stage.INTERVIEW_DUE).does(OLGA, UNQUALIFIED, on=f"person-{EMIL}")
    given(world).when(interview(world.today), by=EMIL).then_rejected("not-qualified")
    world = bronze(Stage.FACTS_CHECKED).does(OLGA, UNQUALIFIED, on=f"person-{EMIL}")
    given(world).when(FinaliseReport(), by=EMIL).then_rejected("not-qualified")


def test_a_third_objection_is_refused() -> None:
    world = objected_twice().does(OLGA, proposing(EMIL, reason="The only one free."), on=AURORA)
    given(world).when(OBJECT, by=CLARA).then_rejected("objections-over")


def replaced() -> TeamMemberReplaced:
    return TeamMemberReplaced(
        case_id="bronze-1",
        expert=EMIL,
        successor=ESTHER,
        checked=IndependenceCheck(person=ESTHER, person_version=3, country="DK"),
        reason=sealed("Ill."),
    )


def test_a_replaced_expert_is_told_and_the_successor_invited() -> None:
    given(bronze(Stage.EVIDENCE_OPEN)).when(REPLACE, by=OLGA).then(replaced()).with_letters(
        (EMIL, "assignment-ended"), (ESTHER, "assignment-invited"), (CLARA, "team-proposed")
    ).with_limits(("assignment", FIVE_DAYS_ON), ("objection", FIVE_DAYS_ON))


def test_only_somebody_on_the_team_is_replaced_and_by_somebody_else() -> None:
    stranger = ReplaceTeamMember(expert=KNUD, successor=ESTHER, reason="Ill.")
    same = ReplaceTeamMember(expert=EMIL, successor=EMIL, reason="Ill.")
    given(bronze(Stage.EVIDENCE_OPEN)).when(stranger, by=OLGA).then_rejected("not-on-team")
    given(bronze(Stage.EVIDENCE_OPEN)).when(same, by=OLGA).then_rejected("already-on-team")


def test_a_successor_is_judged_like_anybody_proposed() -> None:
    world = bronze(Stage.EVIDENCE_OPEN).does(OLGA, tie(TieKind.BOARD), on=f"person-{ESTHER}")
    given(world).when(REPLACE, by=OLGA).then_rejected("hard-conflict")


def succeeded(stage: Stage) -> World:
    world = bronze(stage).does(OLGA, REPLACE, on=AURORA)
    return world.does(ESTHER, ACCEPT_IT, on=AURORA)


@pytest.mark.parametrize(
    ("before", "after", "limits", "letters"),
    [
        (
            Stage.EVIDENCE_OPEN,
            Stage.EVIDENCE_OPEN,
            [("abandonment", date(2026, 8, 3))],
            [(CLARA, "team-agreed")],
        ),
        (
            Stage.INTERVIEW_DUE,
            Stage.INTERVIEW_DUE,
            [("audit", date(2026, 5, 4))],
            [(ESTHER, "interview-due")],
        ),
        (Stage.DRAFT, Stage.DRAFT, [("draft", date(2026, 2, 16)), ("final_report", date(2026, 3, 9))], []),
        (
            Stage.FACT_CHECK,
            Stage.DRAFT,
            [("draft", date(2026, 2, 16)), ("final_report", date(2026, 3, 9))],
            [],
        ),
        (
            Stage.FACTS_CHECKED,
            Stage.DRAFT,
            [("draft", date(2026, 2, 16)), ("final_report", date(2026, 3, 9))],
            [],
        ),
    ],
)
def test_with_the_successor_the_case_goes_on_where_it_was(
    before: Stage, after: Stage, limits: list[tuple[str, date]], letters: list[tuple[str, str]]
) -> None:
    outcome = given(succeeded(before)).when(AgreeTeam(), by=CLARA)
    outcome.then(TeamAgreed(case_id="bronze-1")).with_limits(*limits).with_letters(*letters)
    assert outcome.world.case("aurora").stage is after


def test_whoever_held_the_interview_stays_an_assessor_after_being_replaced() -> None:
    world = succeeded(Stage.DRAFT)
    assert world.case("aurora").assessors == {EMIL, ESTHER}


def test_nobody_is_replaced_once_the_final_report_is_signed() -> None:
    given(bronze(Stage.REPORT_FINAL)).when(REPLACE, by=OLGA).then_rejected("report-signed")


def test_a_tie_that_has_ended_no_longer_binds_forever() -> None:
    world = tied(TieKind.FINANCIAL).does(
        OLGA, EndTie(tie_id="tie-1", until_on=date(2026, 2, 1)), on=f"person-{EMIL}"
    )
    assert len(given(world).when(proposing(EMIL), by=OLGA).events) == 1

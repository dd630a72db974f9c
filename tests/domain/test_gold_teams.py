"""Gold's team of two: proposed, each invited, agreed; what the path asks for next; who leaves and who comes."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from domain import running
from domain.cluster.case import Stage
from domain.cluster.commands.assessment import CheckFacts, FinaliseReport, SignReport
from domain.cluster.commands.clock import ExtendDeadline
from domain.cluster.commands.team import AgreeTeam, DeclineAssignment, ObjectToTeam
from domain.cluster.events.application import ApplicationSubmitted
from domain.cluster.events.team import (
    AssignmentAccepted,
    AssignmentDeclined,
    AssignmentLapsed,
    TeamAgreed,
    TeamMemberReplaced,
    TeamObjected,
    TeamProposed,
)
from domain.elsewhere import Elsewhere
from domain.levels import Kind, Level
from domain.person.events import DaysBooked, DaysReleased
from domain.schemes import scheme
from domain.secretariat import SECRETARIAT
from tests.domain.audited import (
    VISIT,
    gold_audit_due,
    gold_desk_check,
    gold_evidence_open,
    gold_scheduled,
)
from tests.domain.cast import AURORA, CLARA, EMIL, ESTHER, KNUD, OLGA
from tests.domain.scored import agreed, audited, draft
from tests.domain.silver_gold import silver
from tests.domain.specification import World, at_midnight_ending, calendar, given, sealed
from tests.domain.teams import (
    ACCEPT_IT,
    EBBE,
    ERIK,
    INGA,
    known,
    proposed,
    proposing,
    replacing,
    signed,
    staffed,
    team_agreed,
)

DECLINE_IT, OBJECT = DeclineAssignment(reason="No time."), ObjectToTeam(reason="A rival.")
FIVE_DAYS_ON, ROUND_ENDS, ABANDONED = date(2026, 2, 9), date(2026, 3, 2), date(2026, 8, 3)
ANOTHER = date(2026, 2, 16)  # until when the secretariat proposes anew
VISIT_OF_AURORA = DaysBooked(days=VISIT, case="aurora/gold-1")
RELEASED = DaysReleased(case="aurora/gold-1")


def test_gold_takes_two_experts_and_each_is_invited() -> None:
    given(signed()).when(proposing(EMIL, ESTHER), by=OLGA).then(
        TeamProposed(
            case_id="gold-1", experts=(EMIL, ESTHER), checked=(known(EMIL, "DE"), known(ESTHER, "DK"))
        )
    ).with_letters(
        (EMIL, "assignment-invited"), (ESTHER, "assignment-invited"), (CLARA, "team-proposed")
    ).with_limits(("assignment", FIVE_DAYS_ON), ("assignment", FIVE_DAYS_ON), ("objection", FIVE_DAYS_ON))


@pytest.mark.parametrize("experts", [(EMIL,), (EMIL, EMIL), (EMIL, ESTHER, ERIK)])
def test_one_expert_or_three_are_the_wrong_number(experts: tuple[str, ...]) -> None:
    given(signed()).when(proposing(*experts), by=OLGA).then_rejected(
        "wrong-number", f"experts: 2 experts are needed, each once; given: {', '.join(experts)} (R2)."
    )


def test_one_at_least_works_in_another_country() -> None:
    given(signed()).when(proposing(EBBE, ESTHER), by=OLGA).then_rejected("no-foreign-expert")


def test_each_is_qualified_for_the_level() -> None:
    given(signed()).when(proposing(EMIL, KNUD), by=OLGA).then_rejected("not-qualified")


def test_the_first_of_the_team_leads() -> None:
    assert team_agreed(ESTHER, EMIL).case("aurora", "gold-1").lead == ESTHER


def test_each_answers_in_a_time_of_their_own() -> None:
    world = proposed().does(EMIL, ACCEPT_IT, on=AURORA)
    limits = [(each.name, each.subject) for each in world.case("aurora", "gold-1").limits]
    assert limits == [("assignment", ESTHER), ("objection", "")]


def test_who_does_not_answer_is_the_one_whose_assignment_lapses() -> None:
    world = proposed().does(EMIL, ACCEPT_IT, on=AURORA).until(at_midnight_ending(FIVE_DAYS_ON))
    lapsed = [each for each in world.events(AURORA) if isinstance(each, AssignmentLapsed)]
    assert [(each.expert, [n.recipient for n in each.notices]) for each in lapsed] == [(ESTHER, [ESTHER])]
    assert world.case("aurora", "gold-1").experts == (EMIL,)


def test_the_warning_goes_to_the_one_whose_answer_is_missing() -> None:
    world = proposed().does(EMIL, ACCEPT_IT, on=AURORA).pay().until(date(2026, 2, 6)).pay()
    assert [mail.recipient for mail in world.mails if mail.notice == "deadline-near"] == [ESTHER]


def test_an_answer_after_five_working_days_is_too_late() -> None:
    late = at_midnight_ending(FIVE_DAYS_ON)
    given(proposed()).when(ACCEPT_IT, by=ESTHER, at=late).then_rejected("answer-late")


def test_the_time_of_each_is_extended_by_name() -> None:
    unclear = ExtendDeadline(limit="assignment", until_on=date(2026, 2, 13), reason="On a journey.")
    given(proposed()).when(unclear, by=OLGA).then_rejected("limit-unclear")
    named = unclear.model_copy(update={"subject": ESTHER})
    world = given(proposed()).when(named, by=OLGA).world
    extended = world.case("aurora", "gold-1").limit("assignment", ESTHER)
    assert extended is not None
    assert extended.last_day == date(2026, 2, 13)


def test_who_accepted_is_not_invited_again_when_another_is_proposed() -> None:
    world = proposed().does(EMIL, ACCEPT_IT, on=AURORA)
    outcome = given(world).when(DECLINE_IT, by=ESTHER)
    outcome.then(AssignmentDeclined(case_id="gold-1", expert=ESTHER, reason=sealed("No time."))).with_limits(
        ("team", ANOTHER)
    ).with_letters((SECRETARIAT, "assignment-declined"))
    given(outcome.world).when(proposing(EMIL, INGA), by=OLGA).then(
        TeamProposed(
            case_id="gold-1", experts=(EMIL, INGA), checked=(known(EMIL, "DE"), known(INGA, "IS", 3))
        )
    ).with_letters((INGA, "assignment-invited"), (CLARA, "team-proposed")).with_limits(
        ("assignment", FIVE_DAYS_ON), ("objection", FIVE_DAYS_ON)
    )
    assert outcome.world.case("aurora", "gold-1").accepted == {EMIL}


def test_who_accepted_and_is_left_out_of_the_next_proposal_is_told() -> None:
    world = proposed().does(EMIL, ACCEPT_IT, on=AURORA).does(ESTHER, DECLINE_IT, on=AURORA)
    given(world).when(proposing(INGA, EBBE), by=OLGA).with_letters(
        (EMIL, "assignment-ended"),
        (INGA, "assignment-invited"),
        (EBBE, "assignment-invited"),
        (CLARA, "team-proposed"),
    )


def test_the_team_is_agreed_once_both_have_accepted() -> None:
    world = proposed().does(EMIL, ACCEPT_IT, on=AURORA)
    given(world.copy()).when(AgreeTeam(), by=CLARA).then_rejected("assignment-open")
    world.does(ESTHER, ACCEPT_IT, on=AURORA)
    given(world).when(AgreeTeam(), by=CLARA).then(
        TeamAgreed(case_id="gold-1", evidence_round=1)
    ).with_letters((CLARA, "team-agreed")).with_limits(
        ("evidence_round", ROUND_ENDS), ("abandonment", ABANDONED)
    )
    assert world.case("aurora", "gold-1").stage is Stage.EVIDENCE_OPEN


def test_the_letter_says_until_when_the_first_round_is_open() -> None:
    agreed = team_agreed().events(AURORA)[-1]
    assert isinstance(agreed, TeamAgreed)
    assert [notice.details for notice in agreed.notices] == [{"level": "gold", "due_on": "2026-03-02"}]


def test_an_objection_ends_both_assignments() -> None:
    world = proposed().does(EMIL, ACCEPT_IT, on=AURORA)
    given(world).when(OBJECT, by=CLARA).then(
        TeamObjected(case_id="gold-1", reason=sealed("A rival."))
    ).with_letters((EMIL, "assignment-ended"), (ESTHER, "assignment-ended"))
    assert world.case("aurora", "gold-1").experts == ()


def test_silver_takes_one_expert_who_may_be_of_the_same_country() -> None:
    world = staffed(silver(Stage.SIGNED))
    given(world).when(proposing(EBBE), by=OLGA).with_letters(
        (EBBE, "assignment-invited"), (CLARA, "team-proposed")
    )


def test_a_silver_applicant_declares_three_areas_and_has_a_second_benchmark() -> None:
    world = staffed(silver(Stage.SIGNED)).does(OLGA, proposing(EBBE), on=AURORA)
    world.does(EBBE, ACCEPT_IT, on=AURORA)
    given(world).when(AgreeTeam(), by=CLARA).then(
        TeamAgreed(case_id="silver-1", areas_due=3, benchmark_due=True, evidence_round=1)
    )


def replaced(expert: str = EMIL, successor: str = INGA) -> TeamMemberReplaced:
    return TeamMemberReplaced(
        case_id="gold-1",
        expert=expert,
        successor=successor,
        checked=known(successor, "IS", 3),
        reason=sealed("A tie."),
    )


def test_a_replaced_expert_is_told_and_the_other_stays() -> None:
    world = team_agreed()
    given(world).when(replacing(EMIL, INGA), by=OLGA).then(replaced()).with_letters(
        (EMIL, "assignment-ended"), (INGA, "assignment-invited"), (CLARA, "team-proposed")
    ).with_limits(("assignment", FIVE_DAYS_ON), ("objection", FIVE_DAYS_ON))
    assert world.case("aurora", "gold-1").experts == (INGA, ESTHER)
    assert world.case("aurora", "gold-1").accepted == {ESTHER}


def test_whoever_was_invited_beside_a_replaced_expert_still_has_to_answer() -> None:
    given(proposed()).when(replacing(EMIL, INGA), by=OLGA).with_limits(
        ("assignment", FIVE_DAYS_ON), ("objection", FIVE_DAYS_ON), ("assignment", FIVE_DAYS_ON)
    )


def test_a_replacement_leaves_a_foreign_expert_on_the_team() -> None:
    given(team_agreed()).when(replacing(EMIL, EBBE), by=OLGA).then_rejected("no-foreign-expert")


def test_a_successor_is_qualified() -> None:
    given(team_agreed()).when(replacing(ESTHER, KNUD), by=OLGA).then_rejected("not-qualified")


@pytest.mark.parametrize(
    ("world", "limits", "letters"),
    [
        (
            gold_evidence_open,
            [("evidence_round", ROUND_ENDS), ("abandonment", ABANDONED)],
            [(CLARA, "evidence-round-opened")],
        ),
        (
            gold_desk_check,
            [("desk_check", date(2026, 2, 16)), ("desk_check", date(2026, 2, 16))],
            [(INGA, "desk-check-due"), (ESTHER, "desk-check-due")],
        ),
        (gold_audit_due, [("audit", date(2026, 5, 4))], [(INGA, "audit-due")]),
        (gold_scheduled, [("audit", date(2026, 5, 4))], []),
    ],
)
def test_before_the_audit_the_path_goes_on_where_it_stopped_with_all_its_time(
    world: Callable[[], World], limits: list[tuple[str, date]], letters: list[tuple[str, str]]
) -> None:
    started = staffed(world())
    stage = started.case("aurora", "gold-1").stage
    started.does(OLGA, replacing(EMIL, INGA), on=AURORA).does(INGA, ACCEPT_IT, on=AURORA)
    outcome = given(started).when(AgreeTeam(), by=CLARA)
    outcome.then(TeamAgreed(case_id="gold-1")).with_limits(*limits).with_letters(*letters)
    case = outcome.world.case("aurora", "gold-1")
    assert (case.stage, case.resumes_at, case.marked) == (stage, None, False)


def test_silence_agrees_to_a_successor_too() -> None:
    world = staffed(gold_audit_due()).does(OLGA, replacing(EMIL, INGA), on=AURORA)
    world.does(INGA, ACCEPT_IT, on=AURORA).until(at_midnight_ending(FIVE_DAYS_ON))
    assert world.case("aurora", "gold-1").stage is Stage.AUDIT_DUE


def test_the_days_of_a_planned_visit_move_to_the_successor() -> None:
    given(staffed(gold_scheduled())).when(replacing(EMIL, INGA), by=OLGA).then(
        replaced(), Elsewhere(f"person-{EMIL}", RELEASED), Elsewhere(f"person-{INGA}", VISIT_OF_AURORA)
    ).with_letters(
        (EMIL, "assignment-ended"),
        (EMIL, "audit-cancelled"),
        (INGA, "assignment-invited"),
        (CLARA, "team-proposed"),
    )


def test_a_successor_is_told_the_days_on_accepting() -> None:
    world = staffed(gold_scheduled()).does(OLGA, replacing(EMIL, INGA), on=AURORA)
    given(world).when(ACCEPT_IT, by=INGA).then(
        AssignmentAccepted(case_id="gold-1", expert=INGA)
    ).with_letters((INGA, "audit-scheduled"))


def test_a_successor_booked_for_another_visit_on_those_days_is_refused() -> None:
    world = staffed(gold_scheduled())
    elsewhere = DaysBooked(days=(VISIT[1],), case="polaris/gold-1")
    world.happens(f"person-{INGA}", elsewhere)
    given(world).when(replacing(EMIL, INGA), by=OLGA).then_rejected("expert-booked")


def test_a_successor_who_declines_is_free_again() -> None:
    world = staffed(gold_scheduled()).does(OLGA, replacing(EMIL, INGA), on=AURORA)
    given(world).when(DECLINE_IT, by=INGA).then(
        AssignmentDeclined(case_id="gold-1", expert=INGA, reason=sealed("No time.")),
        Elsewhere(f"person-{INGA}", RELEASED),
    )
    given(world).when(proposing(ERIK, ESTHER), by=OLGA).then(
        TeamProposed(
            case_id="gold-1", experts=(ERIK, ESTHER), checked=(known(ERIK, "DE", 3), known(ESTHER, "DK", 6))
        ),
        Elsewhere(f"person-{ERIK}", VISIT_OF_AURORA),
    )
    assert world.case("aurora", "gold-1").accepted == {ESTHER}


def test_a_successor_who_does_not_answer_is_free_again() -> None:
    world = staffed(gold_scheduled()).does(OLGA, replacing(EMIL, INGA), on=AURORA)
    world.until(at_midnight_ending(FIVE_DAYS_ON, "IS"))
    assert (world.person(INGA).bookings, world.person(EMIL).bookings) == ((), ())


def test_an_objection_to_a_successor_leaves_the_expert_agreed_to_before() -> None:
    world = staffed(gold_scheduled()).does(OLGA, replacing(EMIL, INGA), on=AURORA)
    given(world).when(OBJECT, by=CLARA).then(
        TeamObjected(case_id="gold-1", reason=sealed("A rival.")), Elsewhere(f"person-{INGA}", RELEASED)
    ).with_letters((INGA, "assignment-ended"))
    assert world.case("aurora", "gold-1").experts == (ESTHER,)


def test_an_expert_booked_on_the_planned_days_is_not_proposed() -> None:
    world = staffed(gold_scheduled()).does(OLGA, replacing(EMIL, INGA), on=AURORA)
    world.does(INGA, DECLINE_IT, on=AURORA)
    world.happens(f"person-{ERIK}", DaysBooked(days=VISIT, case="polaris/gold-1"))
    given(world).when(proposing(ERIK, ESTHER), by=OLGA).then_rejected("expert-booked")


def renewal_with_a_team(world: World) -> World:
    """A Gold renewal beside what is on record, whose experts have accepted."""
    case: dict[str, Any] = {"case_id": "gold-2"}
    opened = ApplicationSubmitted(
        **case, level=Level.GOLD, kind=Kind.RENEWAL, edition="ecei-2019", opened_on=world.today
    )
    accepted = (AssignmentAccepted(**case, expert=each) for each in (EMIL, ESTHER))
    objection = running.opened("objection", scheme().on(world.today), world.now, calendar("DK"))
    team = TeamProposed(**case, experts=(EMIL, ESTHER), checked=(), limits=(objection,))
    return world.happens(AURORA, opened, team, *accepted)


def test_a_gold_renewal_answers_every_recommendation_of_the_last_gold_report() -> None:
    world = agreed().does(EMIL, draft("2.1", "4.5"), on=AURORA).pay()
    world.does(CLARA, CheckFacts(), on=AURORA).does(ESTHER, SignReport(), on=AURORA)
    world.does(EMIL, FinaliseReport(), on=AURORA)
    given(renewal_with_a_team(world)).when(AgreeTeam(case_id="gold-2"), by=CLARA).then(
        TeamAgreed(case_id="gold-2", answers_due=("gold-1/1", "gold-1/2"), evidence_round=1)
    )


def test_without_a_gold_report_on_record_nothing_is_to_be_answered() -> None:
    given(renewal_with_a_team(audited(Level.GOLD))).when(AgreeTeam(case_id="gold-2"), by=CLARA).then(
        TeamAgreed(case_id="gold-2", evidence_round=1)
    )

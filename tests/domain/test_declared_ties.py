"""A tie that comes on record looks for the cases it touches, in the same append (R31)."""

from datetime import date, timedelta

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.application import WithdrawApplication
from domain.cluster.commands.organisation import ChangeCarrier, RenameCluster
from domain.cluster.events.audit import ObserverAdmitted
from domain.cluster.events.committee import DecisionAdjourned, MemberRecused
from domain.cluster.events.review import ConflictReported, ConflictResolved, DecisionAnnulled, VoteStruck
from domain.cluster.tasks import tasks_of
from domain.elsewhere import Elsewhere
from domain.events import Event
from domain.levels import Level
from domain.person.commands import DeclareTie, EndTie
from domain.person.events import TieDeclared, TieEnded
from domain.person.state import TieKind
from tests.domain.appealed import appeal, before_panel
from tests.domain.audited import gold_scheduled
from tests.domain.cast import (
    AURORA,
    CARL,
    CLARA,
    EMIL,
    ESTHER,
    KNUD,
    MAX,
    MONA,
    OLGA,
    VERA,
    YES,
    bronze,
    tie,
    voted,
)
from tests.domain.scored import AUDITED, audited
from tests.domain.specification import Outcome, World, given
from tests.domain.teams import ACCEPT_IT, INGA, OTTO, endorsing, replacing, staffed
from tests.domain.ties_learned import (
    ALL_IN_FAVOUR,
    THREE_IN_FAVOUR,
    decided,
    on_board,
    report,
    resolve,
    resolved,
    told,
    two_operators,
)

BOARD = tie(TieKind.BOARD, since=date(2020, 1, 1))


def declaring(world: World, who: str, command: DeclareTie = BOARD, by: str | None = None) -> Outcome:
    return given(world).when(command, by=by or who, on=f"person-{who}")


def declared(who: str, command: DeclareTie = BOARD, by: str | None = None) -> TieDeclared:
    told_of = command.model_dump(exclude={"type"})
    return TieDeclared(tie_id="tie-1", **told_of, declared_by=by or who)


def found(who: str, case_id: str = "bronze-1") -> Elsewhere[ConflictReported]:
    return Elsewhere(AURORA, ConflictReported(case_id=case_id, person=who))


def aside(who: str) -> tuple[Elsewhere[MemberRecused], Elsewhere[ConflictResolved]]:
    recused = MemberRecused(case_id="bronze-1", member=who, rule="R31")
    settled = ConflictResolved(case_id="bronze-1", person=who, resolution="stepped-aside")
    return Elsewhere(AURORA, recused), Elsewhere(AURORA, settled)


def types(outcome: Outcome) -> list[tuple[str | None, type[Event]]]:
    return [
        (each.stream, type(each.event)) if isinstance(each, Elsewhere) else (None, type(each))
        for each in outcome.events
    ]


# Experts


@pytest.mark.parametrize("by", [EMIL, OLGA])
def test_a_tie_of_an_expert_is_reported_in_the_open_case(by: str) -> None:
    world = bronze(Stage.DRAFT)
    declaring(world, EMIL, by=by).then(declared(EMIL, by=by), found(EMIL)).with_letters(
        ("secretariat", "conflict-reported")
    )
    assert [task.task for task in tasks_of(world.cluster("aurora"))] == ["draft-report", "resolve-conflict"]


@pytest.mark.parametrize("kind", TieKind)
def test_soft_ties_are_reported_as_hard_ones_are(kind: TieKind) -> None:
    command = tie(kind)
    declaring(bronze(Stage.DRAFT), EMIL, command).then(declared(EMIL, command), found(EMIL))


def test_a_tie_to_somebody_else_or_of_somebody_without_a_part_touches_no_case() -> None:
    other = tie(TieKind.BOARD, to="Polaris")
    declaring(bronze(Stage.DRAFT), EMIL, other).then(declared(EMIL, other))
    declaring(bronze(Stage.DRAFT), ESTHER).then(declared(ESTHER))


def test_a_tie_to_a_former_name_or_to_the_carrier_is_one_to_the_cluster() -> None:
    world = bronze(Stage.DRAFT).does(CLARA, RenameCluster(name="Boreal Lights"), on=AURORA)
    world.does(OLGA, ChangeCarrier(carrier="Nordlys A/S"), on=AURORA)
    for name in ("Aurora", "BOREAL LIGHTS", "nordlys a-s", "aurora"):
        command = tie(TieKind.CONTRACTED, to=name)
        declaring(world.copy(), EMIL, command).then(declared(EMIL, command), found(EMIL))


@pytest.mark.parametrize(
    ("until", "binds"), [(date(2024, 2, 1), False), (date(2024, 2, 2), True), (date(2026, 1, 30), True)]
)
def test_a_tie_that_is_over_touches_a_case_for_as_long_as_it_binds(until: date, *, binds: bool) -> None:
    command = tie(TieKind.CONSULTED, since=date(2020, 1, 1), until=until)
    outcome = declaring(bronze(Stage.TEAM_PROPOSED), EMIL, command)
    outcome.then(declared(EMIL, command), *((found(EMIL),) if binds else ()))


def test_a_tie_to_come_touches_nothing_yet() -> None:
    command = tie(TieKind.BOARD, since=date(2026, 2, 3))
    declaring(bronze(Stage.DRAFT), EMIL, command).then(declared(EMIL, command))


def test_an_expert_who_was_replaced_is_reported_for_the_days_on_which_they_assessed() -> None:
    world = staffed(audited(Level.GOLD)).does(OLGA, replacing(EMIL, INGA), on=AURORA)
    world.does(INGA, ACCEPT_IT, on=AURORA).until(AUDITED + timedelta(days=1))
    later = tie(TieKind.BOARD, since=world.today)
    declaring(world.copy(), EMIL, later).then(declared(EMIL, later))
    declaring(world, EMIL).then(declared(EMIL), found(EMIL, "gold-1"))


def test_whoever_judges_an_appeal_about_the_case_is_reported_in_it() -> None:
    world = before_panel()
    panelist = appeal(world).panel[1]
    declaring(world, panelist).then(declared(panelist), found(panelist, "gold-1"))


def test_a_tie_that_arose_behind_the_final_report_is_reported_and_disclosed() -> None:
    world = two_operators(bronze(Stage.REPORT_FINAL)).until(date(2026, 2, 4))
    command = tie(TieKind.BOARD, since=date(2026, 2, 3))
    declaring(world, EMIL, command).then(declared(EMIL, command), found(EMIL))
    world.does(OTTO, endorsing(EMIL, "conflict-resolution"), on=AURORA)
    given(world).when(resolve(EMIL, "disclosed"), by=OLGA).then(resolved(EMIL, "disclosed"))


def test_what_is_reported_already_is_not_reported_again() -> None:
    world = bronze(Stage.DRAFT).does(KNUD, report(EMIL), on=AURORA)
    declaring(world, EMIL).then(declared(EMIL))


def test_a_case_that_ended_without_a_decision_is_left_alone() -> None:
    world = bronze(Stage.DRAFT).does(CLARA, WithdrawApplication(), on=AURORA)
    declaring(world, EMIL).then(declared(EMIL))


def test_an_observer_of_a_visit_to_come_is_reported() -> None:
    world = gold_scheduled().happens(AURORA, ObserverAdmitted(case_id="gold-1", observer=KNUD))
    declaring(world, KNUD).then(declared(KNUD), found(KNUD, "gold-1"))


def test_an_end_that_is_recorded_touches_no_case() -> None:
    world = bronze(Stage.DRAFT).does(EMIL, BOARD, on=f"person-{EMIL}")
    given(world).when(EndTie(tie_id="tie-1", until_on=world.today), by=EMIL, on=f"person-{EMIL}").then(
        TieEnded(tie_id="tie-1", until_on=world.today)
    )


# Members of the committee


def test_a_member_who_tells_a_hard_tie_of_their_own_steps_aside_thereby() -> None:
    world = voted((MAX, YES))
    declaring(world, MAX).then(declared(MAX), found(MAX), *aside(MAX)).with_letters(
        ("secretariat", "conflict-reported"), (MAX, "member-recused")
    )
    assert world.case("aurora").ballots == ()
    assert [task.task for task in tasks_of(world.cluster("aurora"))] == ["cast-votes", "take-decision"]


def test_a_members_tie_that_one_operator_records_waits_for_two() -> None:
    world = voted((MAX, YES))
    declaring(world, MAX, by=OLGA).then(declared(MAX, by=OLGA), found(MAX))
    assert [ballot.member for ballot in world.case("aurora").ballots] == [MAX]


def test_a_members_soft_tie_waits_for_two_who_may_accept_it() -> None:
    command = tie(TieKind.OFFICER)
    declaring(voted((MAX, YES)), MAX, command).then(declared(MAX, command), found(MAX))


def test_when_too_few_remain_the_decision_is_adjourned_in_the_round_as_well() -> None:
    world = bronze(Stage.ON_AGENDA).does(MAX, BOARD, on=f"person-{MAX}")
    outcome = declaring(world, MONA)
    assert types(outcome) == [
        (None, TieDeclared),
        (AURORA, ConflictReported),
        (AURORA, MemberRecused),
        (AURORA, ConflictResolved),
        (AURORA, DecisionAdjourned),
        ("round-2026-02", DecisionAdjourned),
    ]
    assert world.case("aurora").stage is Stage.ADJOURNED


def test_before_the_notice_the_vote_is_struck_and_the_decision_stands_or_falls_by_the_others() -> None:
    standing = VoteStruck(case_id="bronze-1", member=MAX, carried_still=True)
    settled = ConflictResolved(case_id="bronze-1", person=MAX, resolution="stepped-aside")
    declaring(decided(*ALL_IN_FAVOUR), MAX).then(
        declared(MAX), found(MAX), Elsewhere(AURORA, standing), Elsewhere(AURORA, settled)
    )
    falling = types(declaring(decided(*THREE_IN_FAVOUR), VERA))
    assert (AURORA, DecisionAnnulled) in falling
    assert ("round-2026-02", DecisionAnnulled) in falling


def test_behind_the_notice_the_committee_confirms_or_annuls() -> None:
    world = told(*ALL_IN_FAVOUR)
    declaring(world, MAX).then(declared(MAX), found(MAX)).with_letters(
        ("secretariat", "conflict-reported"), (CARL, "decision-review-due")
    )
    assert [task.task for task in tasks_of(world.cluster("aurora"))] == ["review-decision"]


def test_a_tie_that_began_after_the_vote_casts_no_doubt_on_it() -> None:
    world = told(*ALL_IN_FAVOUR).until(date(2026, 2, 4))
    later = tie(TieKind.BOARD, since=world.today - timedelta(days=1))
    for who in (MAX, EMIL):
        declaring(world, who, later).then(declared(who, later))


def test_a_member_without_a_vote_in_the_decided_case_has_no_part_in_it() -> None:
    declaring(told(*THREE_IN_FAVOUR), MAX).then(declared(MAX))


def test_who_stepped_aside_already_has_no_part_any_more() -> None:
    world = bronze(Stage.ON_AGENDA).does(MAX, report(MAX), on=AURORA)
    declaring(world, MAX).then(declared(MAX))


# Where the tie is seen afterwards


@pytest.mark.parametrize("stage", [Stage.TEAM_PROPOSED, Stage.DRAFT, Stage.ON_AGENDA])
def test_the_streams_fold_to_what_they_are(stage: Stage) -> None:
    world = on_board(bronze(stage), EMIL)
    assert world.refolded() == world.states

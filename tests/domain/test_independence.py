"""Hard and soft conflicts of experts: never overridden, or accepted by two persons with a reason (R32, R33)."""

from datetime import date

import pytest

from domain.cluster.case import Stage
from domain.cluster.commands.organisation import ChangeManager
from domain.cluster.commands.team import AgreeTeam
from domain.cluster.events.review import ConflictReported
from domain.cluster.events.team import IndependenceCheck, TeamAgreed, TeamProposed
from domain.conflicts import SOFT
from domain.person.commands import EndTie
from domain.person.state import Office, TieKind
from tests.domain.cast import AURORA, CLARA, EMIL, ESTHER, OLGA, person
from tests.domain.silver_gold import qualified, silver
from tests.domain.specification import World, at_midnight_ending, given, sealed
from tests.domain.teams import (
    ACCEPT_IT,
    EBBE,
    ERIK,
    INGA,
    OTTO,
    endorsing,
    known,
    proposed,
    proposing,
    replacing,
    signed,
    staffed,
    team_agreed,
    tied,
)
from tests.domain.ties_learned import on_record_alone

DORA = "dora-dual"
REASONED = proposing(EMIL, ESTHER, reason="Nobody else is free.")


@pytest.mark.parametrize("kind", sorted(set(TieKind) - SOFT))
def test_a_hard_tie_of_either_expert_bars_the_team(kind: TieKind) -> None:
    given(tied(signed(), ESTHER, kind)).when(REASONED, by=OLGA).then_rejected("hard-conflict")


def test_no_endorsement_overrides_a_hard_conflict() -> None:
    world = tied(tied(signed(), ESTHER, TieKind.PARTNER), ESTHER, TieKind.BOARD)
    world.does(OTTO, endorsing(ESTHER), on=AURORA)
    given(world).when(REASONED, by=OLGA).then_rejected("hard-conflict")


def test_coaching_binds_by_person_for_two_years() -> None:
    given(tied(signed(), EMIL, TieKind.COACHED, until=date(2024, 2, 2))).when(
        REASONED, by=OLGA
    ).then_rejected("hard-conflict")
    free = tied(signed(), EMIL, TieKind.COACHED, until=date(2024, 2, 1))
    assert len(given(free).when(REASONED, by=OLGA).events) == 1


def test_a_cluster_manager_of_the_applicant_is_no_expert_of_the_case() -> None:
    world = signed().does(CLARA, ChangeManager(managers=(CLARA, ESTHER)), on=AURORA)
    given(world).when(REASONED, by=OLGA).then_rejected("hard-conflict")


@pytest.mark.parametrize("kind", sorted(SOFT))
def test_a_soft_tie_needs_a_second_operator_and_a_reason(kind: TieKind) -> None:
    world = tied(signed(), ESTHER, kind)
    given(world.copy()).when(REASONED, by=OLGA).then_rejected("soft-conflict")
    world.does(OTTO, endorsing(ESTHER), on=AURORA)
    given(world.copy()).when(proposing(EMIL, ESTHER), by=OLGA).then_rejected("reason-missing")
    endorsed = world.case("aurora", "gold-1").endorsements[0].event_id
    given(world).when(REASONED, by=OLGA).then(
        TeamProposed(
            case_id="gold-1",
            experts=(EMIL, ESTHER),
            checked=(known(EMIL, "DE"), accepted(ESTHER, "DK", 6, endorsed)),
            reason=sealed("Nobody else is free."),
        )
    )


def accepted(expert: str, country: str, version: int, *endorsed_by: object) -> IndependenceCheck:
    return known(expert, country, version).model_copy(update={"endorsed_by": endorsed_by})


def test_who_endorsed_is_not_who_proposes() -> None:
    world = tied(signed(), ESTHER, TieKind.OFFICER).does(OLGA, endorsing(ESTHER), on=AURORA)
    given(world).when(REASONED, by=OLGA).then_rejected("soft-conflict")
    assert len(given(world).when(REASONED, by=OTTO).events) == 1


def test_an_endorsement_is_about_one_person() -> None:
    world = tied(tied(signed(), ESTHER, TieKind.OFFICER), EMIL, TieKind.OFFICER)
    world.does(OTTO, endorsing(EMIL), on=AURORA)
    given(world).when(REASONED, by=OLGA).then_rejected("soft-conflict")


def test_an_endorsement_covers_the_soft_conflicts_of_its_day_and_no_later_one() -> None:
    world = tied(signed(), ERIK, TieKind.PARTNER).does(OTTO, endorsing(ERIK), on=AURORA)
    beside_emil = proposing(EMIL, ERIK, reason="Nobody else is free.")
    given(world.copy()).when(beside_emil, by=OLGA).then_rejected("soft-conflict")
    world.does(OTTO, endorsing(ERIK, beside=(EMIL,)), on=AURORA)
    assert len(given(world.copy()).when(beside_emil, by=OLGA).events) == 1
    tied(world, ERIK, TieKind.OFFICER)
    given(world).when(beside_emil, by=OLGA).then_rejected("soft-conflict")


def dual(kind: TieKind) -> World:
    """Dora is an operator and an expert, and tied to Aurora."""
    world = signed().does(OLGA, person(DORA, Office.OPERATOR), on=f"person-{DORA}")
    return tied(qualified(world, DORA), DORA, kind)


def test_whom_a_soft_conflict_is_about_is_none_of_the_two_persons() -> None:
    of_dora = proposing(DORA, ESTHER, reason="Nobody else is free.")
    world = dual(TieKind.PARTNER)
    given(world).when(endorsing(DORA), by=DORA).then_rejected("own-conflict")
    world.does(OTTO, endorsing(DORA), on=AURORA)
    given(world.copy()).when(of_dora, by=DORA).then_rejected("own-conflict")
    assert len(given(world).when(of_dora, by=OLGA).events) == 1


def test_whoever_is_tied_to_the_cluster_endorses_nothing_about_it() -> None:
    world = tied(dual(TieKind.EMPLOYED), ESTHER, TieKind.PARTNER)
    given(world).when(endorsing(ESTHER), by=DORA).then_rejected("decider-tied")


def test_a_soft_tie_counts_while_it_lasts() -> None:
    ended = EndTie(tie_id="tie-1", until_on=date(2026, 2, 1))
    world = tied(signed(), ESTHER, TieKind.PARTNER).does(OLGA, ended, on=f"person-{ESTHER}")
    assert len(given(world).when(proposing(EMIL, ESTHER), by=OLGA).events) == 1


def test_two_experts_from_one_foreign_country_are_a_soft_conflict() -> None:
    two_of_germany = proposing(EMIL, ERIK, reason="Nobody else is free.")
    given(signed()).when(two_of_germany, by=OLGA).then_rejected("soft-conflict")
    world = signed().does(OTTO, endorsing(ERIK, beside=(EMIL,)), on=AURORA)
    assert len(given(world).when(two_of_germany, by=OLGA).events) == 1


def test_two_experts_from_two_foreign_countries_are_none() -> None:
    assert len(given(signed()).when(proposing(EMIL, INGA), by=OLGA).events) == 1


def test_a_successor_from_the_others_foreign_country_is_a_soft_conflict() -> None:
    given(team_agreed()).when(replacing(ESTHER, ERIK), by=OLGA).then_rejected("soft-conflict")
    world = team_agreed().does(OTTO, endorsing(ERIK, beside=(EMIL,)), on=AURORA)
    assert len(given(world).when(replacing(ESTHER, ERIK), by=OLGA).events) == 1


def test_whoever_assessed_the_cluster_last_time_is_a_soft_conflict() -> None:
    world = staffed(silver(Stage.SIGNED))  # Emil held the interview of Aurora's Bronze
    again = proposing(EMIL, reason="Nobody else is free.")
    given(world.copy()).when(again, by=OLGA).then_rejected("soft-conflict")
    assert len(given(world.copy()).when(proposing(EBBE), by=OLGA).events) == 1
    world.does(OTTO, endorsing(EMIL), on=AURORA)
    assert len(given(world).when(again, by=OLGA).events) == 1


def test_an_expert_who_got_tied_since_the_proposal_does_not_accept() -> None:
    world = tied(proposed(), ESTHER, TieKind.CONSULTED)
    given(world).when(ACCEPT_IT, by=ESTHER).then_rejected("hard-conflict")


def both_accepted() -> World:
    world = proposed()
    for expert in (EMIL, ESTHER):
        world.does(expert, ACCEPT_IT, on=AURORA)
    return world


def test_the_applicant_does_not_agree_to_a_team_of_which_one_got_tied() -> None:
    world = tied(both_accepted(), ESTHER, TieKind.CONTRACTED)
    given(world).when(AgreeTeam(), by=CLARA).then_rejected("hard-conflict")


def test_silence_agrees_and_reports_the_tie_it_could_not_look_for() -> None:
    world = on_record_alone(both_accepted(), ESTHER).until(at_midnight_ending(date(2026, 2, 9)))
    assert [type(each) for each in world.events(AURORA)[-2:]] == [TeamAgreed, ConflictReported]
    assert world.case("aurora", "gold-1").reported(ESTHER)
    world.does(OLGA, replacing(ESTHER, EBBE), on=AURORA)
    assert not world.case("aurora", "gold-1").reported(ESTHER)

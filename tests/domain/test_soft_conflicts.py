"""Soft conflicts of committee members: they step aside unless a second operator accepts it (R30, R32)."""

from datetime import date

from domain.cluster.case import Stage
from domain.cluster.commands.committee import PlaceOnAgenda
from domain.cluster.events.committee import CasePlacedOnAgenda, MemberRecused
from domain.elsewhere import Elsewhere
from domain.levels import Level
from domain.person.state import Office, TieKind
from domain.round.commands import OpenRound
from tests.domain.cast import (
    AURORA,
    CARL,
    MAX,
    MONA,
    OLGA,
    ROUND,
    ROUND_CLOSES,
    SVEN,
    VERA,
    YES,
    bronze,
    gold_elsewhere,
    person,
    seat,
    tie,
)
from tests.domain.specification import World, given
from tests.domain.teams import OTTO, endorsing

IDA = "ida-member"
PLACE = PlaceOnAgenda(round_id=ROUND)


def reported() -> World:
    """Aurora's case has its final report, and a round is open."""
    world = bronze(Stage.REPORT_FINAL).does(OLGA, person(OTTO, Office.OPERATOR), on=f"person-{OTTO}")
    return world.does(OLGA, OpenRound(opens_on=world.today, closes_on=ROUND_CLOSES), on=ROUND)


def neighbour(country: str = "DK", sector: str = "ICT") -> World:
    """Ida was nominated by Deneb, which holds Gold; Aurora is Danish and of ICT."""
    world = reported()
    deneb = gold_elsewhere("Deneb", country).model_copy(update={"sector": sector})
    world.does(OLGA, deneb, on="cluster-deneb").does(OLGA, person(IDA), on=f"person-{IDA}")
    return world.does(SVEN, seat("member", "deneb"), on=f"person-{IDA}")


def placed(*members: str) -> CasePlacedOnAgenda:
    return CasePlacedOnAgenda(
        case_id="bronze-1", cluster_id="aurora", round_id=ROUND, members=members, placed_by=OLGA
    )


def aside(member: str) -> MemberRecused:
    return MemberRecused(case_id="bronze-1", member=member, rule="R32")


ALL_FOUR, ALL_FIVE = (CARL, VERA, MAX, MONA), (CARL, VERA, IDA, MAX, MONA)


def test_a_member_from_a_cluster_of_the_same_sector_and_country_steps_aside() -> None:
    given(neighbour()).when(PLACE, by=OLGA).then(
        placed(*ALL_FOUR), aside(IDA), Elsewhere(ROUND, placed(*ALL_FOUR))
    )


def test_another_country_or_another_sector_is_no_conflict() -> None:
    for world in (neighbour(country="DE"), neighbour(sector="Maritime technologies")):
        given(world).when(PLACE, by=OLGA).then(placed(*ALL_FIVE), Elsewhere(ROUND, placed(*ALL_FIVE)))


def test_a_sector_spelt_otherwise_is_the_same() -> None:
    assert len(given(neighbour(sector=" ict ")).when(PLACE, by=OLGA).events) == 3


def test_a_second_operator_may_accept_it() -> None:
    world = neighbour().does(OTTO, endorsing(IDA), on=AURORA)
    given(world).when(PLACE, by=OLGA).then(placed(*ALL_FIVE), Elsewhere(ROUND, placed(*ALL_FIVE)))


def test_the_operator_who_places_the_case_is_not_the_second_one() -> None:
    world = neighbour().does(OLGA, endorsing(IDA), on=AURORA)
    assert len(given(world).when(PLACE, by=OLGA).events) == 3


def test_an_officer_of_a_member_or_funder_steps_aside() -> None:
    world = reported().does(OLGA, tie(TieKind.OFFICER, since=date(2020, 1, 1)), on=f"person-{MAX}")
    given(world).when(PLACE, by=OLGA).then(
        placed(CARL, VERA, MONA), aside(MAX), Elsewhere(ROUND, placed(CARL, VERA, MONA))
    )


def test_a_soft_tie_that_arose_on_the_agenda_bars_the_vote_until_it_is_accepted() -> None:
    world = bronze(Stage.ON_AGENDA).does(OLGA, tie(TieKind.PARTNER), on=f"person-{VERA}")
    given(world).when(YES, by=VERA).then_rejected("voter-tied")
    world.does(OLGA, person(OTTO, Office.OPERATOR), on=f"person-{OTTO}")
    world.does(OTTO, endorsing(VERA), on=AURORA)
    assert len(given(world).when(YES, by=VERA).events) == 1


def test_whoever_placed_the_case_is_not_the_second_one_at_the_vote_either() -> None:
    world = bronze(Stage.ON_AGENDA).does(OLGA, tie(TieKind.PARTNER), on=f"person-{VERA}")
    world.does(OLGA, endorsing(VERA), on=AURORA)
    given(world).when(YES, by=VERA).then_rejected("voter-tied")


def test_an_endorsement_of_a_neighbours_member_covers_no_tie_that_came_later() -> None:
    world = neighbour().does(OTTO, endorsing(IDA), on=AURORA)
    world.does(OLGA, tie(TieKind.OFFICER), on=f"person-{IDA}")
    given(world).when(PLACE, by=OLGA).then(placed(*ALL_FOUR), aside(IDA), Elsewhere(ROUND, placed(*ALL_FOUR)))


def test_whoever_holds_gold_alone_is_no_neighbour() -> None:
    world = reported()
    assert world.cluster("borealis").labels.keys() == {Level.GOLD}
    given(world).when(PLACE, by=OLGA).then(placed(*ALL_FOUR), Elsewhere(ROUND, placed(*ALL_FOUR)))

"""Whole cases: how far stories come, and that every case reaches its end, whatever happened to it."""

from random import Random

import pytest
from hypothesis import given, settings

from domain.cluster.case import ClosedAs, Stage
from domain.cluster.commands.application import WithdrawApplication
from domain.levels import Kind, Level
from tests.domain.cast import AURORA
from tests.domain.moves import Move, drawn, starts, stories
from tests.domain.specification import World
from tests.domain.starts import PLACES, Start, going_on, opened
from tests.domain.telling import Teller, Told
from tests.domain.test_laws import EXAMPLES

SEED = 20_260_203
# Where nobody free of ties is left only the applicant can end the case (R32, R42).
DEAD_ENDS = {"hard-conflict"}


def led_on(world: World, steps: int = 250) -> World:
    """Everybody does what is sensible about Aurora's cases until none is open."""
    for _ in range(steps):
        if not (cases := world.cluster("aurora").open_cases):
            break
        refusals: set[str] = set()
        if going_on(world, AURORA, refused=refusals.add):
            continue
        if not world.owed() and refusals & DEAD_ENDS:
            manager = world.cluster("aurora").managers[0]
            world.does(manager, WithdrawApplication(case_id=cases[-1].case_id), on=AURORA)
        world.pay().let_pass(days=5)
    return world


# How far it goes


def test_the_stories_come_to_every_stage_and_are_refused_in_many_ways() -> None:
    told, chance = Told(), Random(SEED)  # noqa: S311 - the same stories each time
    for place in PLACES:
        start = Start(
            place, *chance.choice([(Kind.FIRST, 6), (Kind.RENEWAL, 14)]), beside=chance.random() < 0.5
        )
        Teller(opened(start), told).tell(drawn(chance, moves=90))
    assert told.stages == set(Stage)
    assert len(told.events) > 75
    assert len(told.refusals) > 70


@pytest.mark.parametrize("place", PLACES, ids=" ".join)
def test_from_every_stage_a_case_goes_on_to_an_award(place: tuple[Level, Stage]) -> None:
    world = led_on(opened(Start(place)))
    case = next(each for each in world.cluster("aurora").cases if each.level is place[0])
    assert case.closed_as is ClosedAs.AWARDED


@settings(EXAMPLES, max_examples=20)
@given(starts(*PLACES), stories(chapters=4))
def test_whatever_happened_to_a_case_it_comes_to_an_end(start: Start, story: tuple[Move, ...]) -> None:
    world = Teller(opened(start)).tell(story).world
    assert led_on(world).cluster("aurora").open_cases == ()


def test_a_renewal_and_a_first_case_beside_it_are_both_awarded() -> None:
    world = opened(Start((Level.SILVER, Stage.APPLIED), beside=True))
    assert [(each.level, each.kind) for each in world.cluster("aurora").open_cases] == [
        (Level.SILVER, Kind.FIRST),
        (Level.BRONZE, Kind.RENEWAL),
    ]
    closed = [(each.case_id, each.closed_as) for each in led_on(world).cluster("aurora").cases]
    assert closed == [
        ("bronze-1", ClosedAs.AWARDED),
        ("silver-1", ClosedAs.AWARDED),
        ("bronze-2", ClosedAs.AWARDED),
    ]

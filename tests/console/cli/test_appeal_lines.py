"""How `laurel show` tells of appeals, and until which day a decision may be appealed against."""

from datetime import timedelta

from console.cli.appeal_lines import print_appeals
from console.cli.output import console
from domain.schemes import scheme
from tests.domain.appealed import acknowledged, in_time_until, refused
from tests.domain.specification import World


def said(world: World, days_later: int = 0) -> str:
    with console.capture() as capture:
        print_appeals(world.cluster("aurora"), scheme(), world.now + timedelta(days=days_later))
    return " ".join(capture.get().split())


def test_a_decision_is_told_with_the_last_day_for_an_appeal() -> None:
    world = refused()
    told_on, until = world.today, in_time_until(world)
    assert said(world).endswith(f"gold-1 refused {told_on} {until}")


def test_when_its_time_is_over_nothing_is_told() -> None:
    assert said(refused(), days_later=60) == ""


def test_an_open_appeal_is_told_with_its_state_and_its_limit() -> None:
    world = acknowledged()
    (limit,) = world.cluster("aurora").appeals[0].limits
    row = said(world)
    assert "appeal-1 gold-1 refused" in row
    assert f"acknowledged {world.now:%Y-%m-%d %H:%M} UTC {limit.last_day} – –" in row

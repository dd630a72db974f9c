"""What may happen in any year, on a day of chance."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from console.simulation.living.occasion import Occasion
from console.simulation.office_days import opening_on
from console.simulation.scene import Act, Scene

Yearly = tuple[str, float, Callable[[Scene], Iterator[Act]]]
_FIRST_DAY, _DAYS = (1, 8), 340


def in_a_year(scene: Scene, happenings: tuple[Yearly, ...]) -> Iterator[Occasion]:
    """This year's occasions and the next one's, each with its probability."""
    for year in (scene.today.year, scene.today.year + 1):
        for name, probability, acts in happenings:
            if scene.happens(probability, name, year):
                day = date(year, *_FIRST_DAY) + timedelta(days=scene.luck(name, year, "day").randrange(_DAYS))
                if day > scene.organisation.joins_on:
                    yield Occasion(opening_on(day), (name, year), acts)

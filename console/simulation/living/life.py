"""Every occasion of a cluster, and which of them are behind it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from console.simulation.living.changing import changing
from console.simulation.living.joining import joining
from console.simulation.living.merging import merging
from console.simulation.living.occasion import Occasion
from console.simulation.living.striving import striving
from console.simulation.living.troubling import troubling
from console.simulation.office_days import opening_on
from console.simulation.scene import Scene

_PARTS: tuple[Callable[[Scene], Iterator[Occasion]], ...] = (
    joining,
    striving,
    changing,
    troubling,
    merging,
)
_DAYS_TILL_THE_NEXT_TRY = 45


class Life:
    """The occasions of a desk's clusters."""

    def __init__(self) -> None:
        self._behind: set[tuple[object, ...]] = set()
        self._not_before: dict[tuple[object, ...], date] = {}

    def occasions(self, scene: Scene) -> list[Occasion]:
        """Those to come, the soonest first. One whose day is past by a change of mind is of today."""
        return sorted(self._each(scene), key=lambda occasion: occasion.at)

    def taken(self, scene: Scene, occasion: Occasion, *, in_vain: bool) -> None:
        """What was done on the occasion is behind the cluster, or `in_vain`."""
        about = (scene.stream, *occasion.about)
        if occasion.once:
            self._behind.add(about)
        elif in_vain:
            self._not_before[about] = scene.today + timedelta(days=_DAYS_TILL_THE_NEXT_TRY)

    def _each(self, scene: Scene) -> Iterator[Occasion]:
        for occasion in (each for part in _PARTS for each in part(scene)):
            about = (scene.stream, *occasion.about)
            if about in self._behind:
                continue
            day = self._not_before.get(about)
            yield occasion if day is None else occasion._replace(at=max(occasion.at, opening_on(day)))

"""A desk of the secretariat: operators, experts, clusters and rounds of its own; desks share committee and record."""

from datetime import date

from console.simulation.chance import Chance
from console.simulation.organisations import Organisation, organisations_of
from console.simulation.people import Figure, experts_of, operators_of
from domain.frozen import Frozen


class Desk(Frozen):
    """What one desk has to do with; nobody of it appears at another."""

    number: int
    operators: tuple[Figure, ...]
    experts: tuple[Figure, ...]
    organisations: tuple[Organisation, ...]

    @property
    def rounds(self) -> str:
        """What the names of its rounds begin with."""
        return f"round-{self.number}-"

    @property
    def beside(self) -> tuple[str, ...]:
        """What the names of its streams begin with, but for its clusters'."""
        return self.rounds, f"complaint-{self.number}-"


def desks(shards: int, clusters: int, begins: date, chance: Chance) -> tuple[Desk, ...]:
    """So many desks, the clusters dealt out evenly."""
    bounds = [clusters * each // shards for each in range(shards + 1)]
    return tuple(
        Desk(
            number=number,
            operators=operators_of(number),
            experts=experts_of(number, bounds[number] - bounds[number - 1]),
            organisations=organisations_of(
                number, range(bounds[number - 1] + 1, bounds[number] + 1), begins, chance
            ),
        )
        for number in range(1, shards + 1)
    )

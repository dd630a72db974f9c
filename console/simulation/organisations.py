"""The fictional clusters of a desk: where they work, what they aim at, how well they do."""

from datetime import date, timedelta

from console.simulation.chance import Chance
from console.simulation.people import COUNTRIES, Figure, manager_of
from domain.cluster.events.shared import Profile
from domain.frozen import Frozen
from domain.levels import Level

# The sectors of the operator's register (domain.md, §1), with a name's beginning for each.
_SECTORS = (
    ("Aviation and space", "Aether"),
    ("Biotechnology", "Calyx"),
    ("Construction", "Keystone"),
    ("Creative industries", "Kaleidoscope"),
    ("Energy and environment", "Zephyr"),
    ("Food industry", "Ambrosia"),
    ("Health and medical science", "Panacea"),
    ("ICT", "Lambda"),
    ("New materials and chemistry", "Quicksilver"),
    ("Production and engineering", "Cogwheel"),
)
_ENDINGS = ("Valley", "Harbour", "Ridge", "Delta", "Meadow", "Fjord", "Lagoon", "Heath", "Isle", "Grove")
# How many of a hundred begin with a label another body awarded, and how long the others take to join.
_BROUGHT_IN_OF_100 = 40
_JOIN_WITHIN_YEARS = 4
_AIMS = (
    (Level.BRONZE,),
    (Level.BRONZE,),
    (Level.BRONZE, Level.SILVER),
    (Level.BRONZE, Level.GOLD),
    (Level.BRONZE, Level.SILVER, Level.GOLD),
)


class Organisation(Frozen):
    """One cluster. `strength`: of a hundred, how well it does; `held`: the label it is brought in with."""

    cluster_id: str
    number: int
    name: str
    country: str
    sector: str
    joins_on: date
    aims: tuple[Level, ...]
    strength: int
    held: Level | None = None

    @property
    def stream(self) -> str:
        return f"cluster-{self.cluster_id}"

    @property
    def carrier(self) -> str:
        return f"{self.name} Association"

    @property
    def manager(self) -> Figure:
        return manager_of(self.cluster_id, self.number, self.country)

    def profile(self, year: int, chance: Chance) -> Profile:
        """What eligibility is judged by, another every year."""
        luck = chance.of(self.cluster_id, "profile", year)
        return Profile(
            eccp_address=f"https://cluster-platform.example/{self.cluster_id}",
            staff_fte_hundredths=luck.randint(80, 900),
            english_website=True,
            committed_members=luck.randint(20, 140),
            member_types=luck.randint(2, 5),
        )


def organisations_of(desk: int, numbers: range, begins: date, chance: Chance) -> tuple[Organisation, ...]:
    """The clusters of a desk by their numbers among all."""
    return tuple(_organisation(desk, number, begins, chance) for number in numbers)


def _organisation(desk: int, number: int, begins: date, chance: Chance) -> Organisation:
    luck = chance.of("organisation", number)
    sector, beginning = luck.choice(_SECTORS)
    aims = luck.choice(_AIMS)
    held = luck.choice(aims) if luck.randrange(100) < _BROUGHT_IN_OF_100 else None
    waits = luck.randrange(_JOIN_WITHIN_YEARS * 365)
    return Organisation(
        cluster_id=f"sim-{desk}-{number:04}",
        number=number,
        name=f"{beginning} {_ENDINGS[number % len(_ENDINGS)]} {number}",
        country=luck.choice(COUNTRIES),
        sector=sector,
        joins_on=begins + timedelta(days=1 if held else waits),
        aims=aims,
        strength=luck.randint(35, 100),
        held=held,
    )

"""Accredited offices of these sentences: Nordlys for Danish Bronze and Gold, Limes for German; and their staff."""

from datetime import date

from domain.cluster.case import Stage
from domain.cluster.commands.handover import HandOverCase
from domain.levels import Level
from domain.office.commands import AccreditOffice, AppointStaff
from tests.domain.cast import ACCEPT, APPLY, AURORA, MONDAY, OLGA, bronze, person, stage_set
from tests.domain.specification import World

NORDLYS, LIMES = "office-nordlys", "office-limes"
NINA, NILS, LUISE = "nina-nordlys", "nils-nordlys", "luise-limes"
WORKS_AT = {NINA: NORDLYS, NILS: NORDLYS, LUISE: LIMES}
DANISH = AccreditOffice(
    name="Nordlys", procedures=(Level.BRONZE, Level.GOLD), countries=("DK",), from_on=date(2026, 1, 1)
)
GERMAN = DANISH.model_copy(update={"name": "Limes", "countries": ("DE",)})


def with_offices(world: World | None = None) -> World:
    """Both are accredited since the beginning of 2026; Nina and Nils work at Nordlys, Luise at Limes."""
    world = world or stage_set()
    world.does(OLGA, DANISH, on=NORDLYS).does(OLGA, GERMAN, on=LIMES)
    for name, office in WORKS_AT.items():
        world.does(OLGA, person(name), on=f"person-{name}")
        world.does(OLGA, AppointStaff(person=name), on=office)
    return world


def applied_for_by_nordlys() -> World:
    """Nina applies for Aurora: the case is Nordlys'."""
    return with_offices().does(NINA, APPLY, on=AURORA)


def nordlys_at(stage: Stage) -> World:
    """Aurora's first Bronze case at a stage; Nordlys handles it since a moment after it was applied for."""
    world = with_offices(bronze(stage, MONDAY))
    return world.does(OLGA, to_nordlys(), on=AURORA)


def to_nordlys() -> HandOverCase:
    return HandOverCase(to="nordlys", reason="It is nearer.")


def accepted_by_nordlys() -> World:
    return with_offices(bronze(Stage.APPLIED)).does(NINA, ACCEPT, on=AURORA)

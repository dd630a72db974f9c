"""How a cluster comes to the secretariat: registered, or brought in with a label awarded elsewhere."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

from console.simulation.living.occasion import Occasion
from console.simulation.office_days import opening_on
from console.simulation.people import language_of
from console.simulation.scene import Act, Scene
from domain.calendar import month_end
from domain.cluster.commands.organisation import ChangeManager, ImportLabel, RegisterCluster, UpdateProfile
from domain.levels import Kind, Level
from domain.streams import PERSON
from domain.terms import Interval

_TERM_MONTHS = 24


def joining(scene: Scene) -> Iterator[Occasion]:
    if not scene.cluster.registered:
        yield Occasion(opening_on(scene.organisation.joins_on), ("joins",), _joins)


def _joins(scene: Scene) -> Iterator[Act]:
    organisation, operator = scene.organisation, scene.operator("joins")
    manager = organisation.manager
    yield Act(by=operator, command=manager.registration, on=f"{PERSON}{manager.person_id}")
    profile = organisation.profile(scene.today.year, scene.chance)
    if organisation.held is None:
        registered = RegisterCluster(
            name=organisation.name,
            country=organisation.country,
            carrier=organisation.carrier,
            language=language_of(organisation.country),
            managers=(manager.person_id,),
            sector=organisation.sector,
            profile=profile,
        )
        yield scene.act(operator, registered)
        return
    yield scene.act(operator, _brought_in(scene, organisation.held))
    yield scene.act(operator, ChangeManager(managers=(manager.person_id,)))
    yield scene.act(operator, UpdateProfile(profile=profile, carrier=organisation.carrier))


def _brought_in(scene: Scene, level: Level) -> ImportLabel:
    organisation = scene.organisation
    assessed = scene.today - timedelta(days=scene.luck("held").randint(60, 690))
    return ImportLabel(
        name=organisation.name,
        country=organisation.country,
        sector=organisation.sector,
        language=language_of(organisation.country),
        level=level,
        kind=Kind.FIRST,
        assessed=Interval.exactly(assessed),
        awarded=Interval.exactly(assessed + timedelta(days=40)),
        valid_until=Interval.exactly(month_end(assessed, _TERM_MONTHS)),
        source="a list of the operator before",
        row_key=sha256(f"{organisation.cluster_id} {level}".encode()).hexdigest(),
    )

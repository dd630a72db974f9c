"""What changes in a cluster from year to year: its profile, its name, its carrier, who acts for it."""

from collections.abc import Iterator

from console.simulation.living.occasion import Occasion
from console.simulation.living.yearly import Yearly, in_a_year
from console.simulation.people import manager_of
from console.simulation.scene import Act, Scene
from domain.cluster.commands.organisation import ChangeCarrier, ChangeManager, RenameCluster, UpdateProfile
from domain.streams import PERSON


def changing(scene: Scene) -> Iterator[Occasion]:
    """This year's changes and the next one's."""
    if not scene.cluster.registered or scene.cluster.ended:
        return
    yield from in_a_year(scene, _CHANGES)


def _new_profile(scene: Scene) -> Iterator[Act]:
    profile = scene.organisation.profile(scene.today.year, scene.chance)
    yield scene.act(scene.cluster.managers[0], UpdateProfile(profile=profile))


def _new_name(scene: Scene) -> Iterator[Act]:
    name = f"{scene.organisation.name} {scene.today.year}"
    yield scene.act(scene.cluster.managers[0], RenameCluster(name=name))


def _new_carrier(scene: Scene) -> Iterator[Act]:
    carrier = f"{scene.organisation.name} Foundation of {scene.today.year}"
    yield scene.act(scene.cluster.managers[0], ChangeCarrier(carrier=carrier))


def _new_manager(scene: Scene) -> Iterator[Act]:
    organisation, operator = scene.organisation, scene.operator("manager")
    successor = manager_of(
        organisation.cluster_id, organisation.number, organisation.country, scene.today.year
    )
    yield Act(by=operator, command=successor.registration, on=f"{PERSON}{successor.person_id}")
    yield scene.act(operator, ChangeManager(managers=(successor.person_id,)))


_CHANGES: tuple[Yearly, ...] = (
    ("profile", 0.2, _new_profile),
    ("name", 0.02, _new_name),
    ("carrier", 0.04, _new_carrier),
    ("manager", 0.06, _new_manager),
)

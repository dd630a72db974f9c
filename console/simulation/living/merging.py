"""How clusters come together, hand a part over, or end (R37)."""

from collections.abc import Iterator, Sequence

from console.simulation.known import cluster_of
from console.simulation.living.occasion import Occasion
from console.simulation.living.yearly import Yearly, in_a_year
from console.simulation.organisations import Organisation
from console.simulation.scene import Act, Scene
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.lineage import DissolveCluster, LineageCommand, RecordMerger, RecordTransfer
from domain.cluster.events.approvals import Endorsable

_DECREED = "By decree of the ministry."
_FORMED_OF = 2


def merging(scene: Scene) -> Iterator[Occasion]:
    if scene.cluster.registered and not scene.cluster.ended:
        yield from in_a_year(scene, _UNIONS)


def _absorb(scene: Scene) -> Iterator[Act]:
    if neighbours := _neighbours(scene)[:1]:
        yield from _by_two(
            scene, "merger", neighbours[0].cluster_id, _merger(scene, "absorption", neighbours)
        )


def _form(scene: Scene) -> Iterator[Act]:
    """Only where the cluster holds nothing yet: the others end in it."""
    parties = _neighbours(scene)[:_FORMED_OF]
    if len(parties) == _FORMED_OF and not scene.cluster.labels and not scene.cluster.cases:
        subject = ",".join(sorted(each.cluster_id for each in parties))
        yield from _by_two(scene, "merger", subject, _merger(scene, "new-formation", parties))


def _take_over_a_part(scene: Scene) -> Iterator[Act]:
    if neighbours := _neighbours(scene)[:1]:
        giver = neighbours[0].cluster_id
        command = RecordTransfer(giver=giver, effective_on=scene.today, reason=_DECREED)
        yield from _by_two(scene, "transfer", giver, command)


def _dissolve(scene: Scene) -> Iterator[Act]:
    command = DissolveCluster(effective_on=scene.today, reason=_DECREED)
    yield from _by_two(scene, "dissolution", scene.organisation.cluster_id, command)


def _by_two(scene: Scene, act: Endorsable, subject: str, command: LineageCommand) -> Iterator[Act]:
    operator = scene.operator("lineage", scene.today.year)
    endorsed = EndorseAct(act=act, subject=subject, reason=_DECREED)
    yield scene.act(scene.another_operator(operator), endorsed)
    yield scene.act(operator, command)


def _merger(scene: Scene, kind: str, parties: Sequence[Organisation]) -> RecordMerger:
    said = {
        "kind": kind,
        "parties": tuple(each.cluster_id for each in parties),
        "effective_on": scene.today,
        "reason": _DECREED,
    }
    return RecordMerger.model_validate(said)


def _neighbours(scene: Scene) -> list[Organisation]:
    """Clusters of the desk that are there, those next in number first."""
    own = scene.organisation.number
    there = [
        each
        for each in scene.desk.organisations
        if each.number != own
        and (known := cluster_of(scene.known, each.cluster_id)).registered
        and not known.ended
    ]
    return sorted(there, key=lambda each: (each.number < own, each.number))


_UNIONS: tuple[Yearly, ...] = (
    ("absorbs", 0.008, _absorb),
    ("is formed", 0.06, _form),
    ("takes a part over", 0.008, _take_over_a_part),
    ("is dissolved", 0.006, _dissolve),
)

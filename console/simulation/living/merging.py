"""How clusters come together, part, hand a part over, or end (R37)."""

from collections.abc import Iterator, Sequence

from console.simulation.known import cluster_of
from console.simulation.living.occasion import Occasion
from console.simulation.living.yearly import Yearly, in_a_year
from console.simulation.organisations import Organisation
from console.simulation.people import committee
from console.simulation.scene import Act, Scene
from domain.calendar import same_day
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.lineage import (
    CastContinuationVote,
    ContinueLabel,
    DissolveCluster,
    LineageCommand,
    RecordMerger,
    RecordSplit,
    RecordTransfer,
)
from domain.cluster.events.approvals import Endorsable
from domain.levels import Level
from domain.streams import CLUSTER

_DECREED = "By decree of the ministry."
_FORMED_OF = 2
_COUNTS_ON_MONTHS = 3


def merging(scene: Scene) -> Iterator[Occasion]:
    if scene.cluster.registered and not scene.cluster.ended:
        yield from in_a_year(scene, _UNIONS)


def _absorb(scene: Scene) -> Iterator[Act]:
    if neighbours := _neighbours(scene)[:1]:
        party = neighbours[0].cluster_id
        held = cluster_of(scene.known, party).labels
        yield from _by_two(scene, "merger", party, _merger(scene, "absorption", neighbours))
        for level in held:
            yield from _continue(scene, party, level)


def _continue(scene: Scene, party: str, level: Level) -> Iterator[Act]:
    """The committee lets a label of who was absorbed count on for a while; whoever presides states it."""
    until_on = same_day(scene.today, _COUNTS_ON_MONTHS)
    members = [member.figure.person_id for member in committee()]
    for member in members:
        vote = CastContinuationVote(level=level, until_on=until_on, vote="yes")
        yield Act(by=member, command=vote, on=f"{CLUSTER}{party}")
    for member in members:
        if not _continued(scene, party, level):
            stated = ContinueLabel(level=level, until_on=until_on, reason=_DECREED)
            yield Act(by=member, command=stated, on=f"{CLUSTER}{party}")


def _continued(scene: Scene, party: str, level: Level) -> bool:
    term = cluster_of(scene.known, party).latest_term(level)
    return bool(term and term.ended and term.ended.continued_until)


def _split(scene: Scene) -> Iterator[Act]:
    """A part of it becomes a cluster that has nothing of its own yet; it lives on itself."""
    blank = [each for each in _neighbours(scene) if not cluster_of(scene.known, each.cluster_id).labels]
    if blank:
        part = blank[0].cluster_id
        command = RecordSplit(parts=(part,), ended=False, effective_on=scene.today, reason=_DECREED)
        yield from _by_two(scene, "split", part, command)


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
    ("is split", 0.006, _split),
    ("is dissolved", 0.006, _dissolve),
)

"""Clusters that merge, split and end: how it is endorsed, recorded and decided, in a world of its own."""

from collections.abc import Callable
from datetime import date
from typing import Literal

from domain.cluster.case import Stage
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.lineage import (
    CastContinuationVote,
    ConcludeSpecialAudit,
    ContinueLabel,
    DissolveCluster,
    LineageCommand,
    RecordMerger,
    RecordSplit,
    RecordTransfer,
    ReviewChange,
)
from domain.cluster.commands.organisation import ImportLabel
from domain.cluster.events.approvals import ClusterAct
from domain.levels import Kind, Level
from domain.lineage import Kin, ReviewOutcome
from domain.person.state import Office
from domain.terms import Interval
from tests.domain.cast import (
    AURORA,
    CARL,
    CLARA,
    KNUD,
    MONA,
    MONDAY,
    OLGA,
    POLARIS,
    VERA,
    person,
    registration,
    stage_set,
    walk,
)
from tests.domain.specification import World, document
from tests.domain.teams import OTTO

VEGA, DENEB = "cluster-vega", "cluster-deneb"
NINA = "nina-manager"  # acts for Vega, the cluster newly formed
SINCE = date(2026, 1, 15)  # the day from which mergers count in these stories
WHY = "By the minutes of the general assembly."


def scene() -> World:
    """Polaris and Deneb stand beside Aurora, Vega is newly registered, and a second operator is there."""
    world = stage_set()
    world.does(OLGA, person(OTTO, Office.OPERATOR), on=f"person-{OTTO}")
    world.does(OLGA, person(NINA, country="DK"), on=f"person-{NINA}")
    world.does(OLGA, registration("Polaris", manager=KNUD), on=POLARIS)
    world.does(OLGA, registration("Deneb", manager=KNUD), on=DENEB)
    world.does(OLGA, registration("Vega", manager=NINA), on=VEGA)
    return world


def holding(
    name: str, level: Level, until: date = date(2027, 12, 31), awarded: date = date(2025, 12, 1)
) -> ImportLabel:
    """A label of a cluster of that name, given elsewhere."""
    return ImportLabel(
        name=name,
        country="DK",
        level=level,
        kind=Kind.FIRST,
        awarded=Interval.exactly(awarded),
        valid_until=Interval.exactly(until),
        source="a page of the holder",
        row_key=document(f"{name} {level} {until}"),
    )


def merger(
    *parties: str,
    kind: Literal["new-formation", "absorption"] = "new-formation",
    since: date = SINCE,
) -> RecordMerger:
    return RecordMerger(kind=kind, parties=parties, effective_on=since, reason=WHY)


def transfer(giver: str, since: date = SINCE) -> RecordTransfer:
    return RecordTransfer(giver=giver, effective_on=since, reason=WHY)


def split(*parts: str, ended: bool = True, since: date = SINCE) -> RecordSplit:
    return RecordSplit(parts=parts, ended=ended, effective_on=since, reason=WHY)


def dissolution(since: date = SINCE) -> DissolveCluster:
    return DissolveCluster(effective_on=since, reason=WHY)


def endorsing(act: ClusterAct, subject: str) -> EndorseAct:
    return EndorseAct(act=act, subject=subject, reason="The register of associations says so.")


def endorsed(world: World, command: LineageCommand, on: str) -> World:
    """The second operator has agreed to it."""
    match command:
        case RecordMerger(parties=named):
            return world.does(OTTO, endorsing("merger", ",".join(sorted(named))), on=on)
        case RecordSplit(parts=named):
            return world.does(OTTO, endorsing("split", ",".join(sorted(named))), on=on)
        case RecordTransfer(giver=giver):
            return world.does(OTTO, endorsing("transfer", giver), on=on)
        case _:
            own = on.removeprefix("cluster-")
            return world.does(OTTO, endorsing("dissolution", own), on=on)


def recorded(world: World, command: LineageCommand, on: str) -> World:
    """Two operators have recorded it."""
    return endorsed(world, command, on).does(OLGA, command, on=on)


def merged(world: World | None = None) -> World:
    """Aurora and Polaris are part of Vega."""
    return recorded(world or scene(), merger("aurora", "polaris"), VEGA)


ACTING = {"aurora": (CLARA,), "polaris": (KNUD,), "deneb": (KNUD,), "vega": (NINA,)}


def kin(cluster_id: str, *more: str, managers: tuple[str, ...] | None = None) -> Kin:
    """A cluster of this scene as the record of a merger keeps it; `more`: slugs of its own kin."""
    return Kin(
        cluster_id=cluster_id,
        name=cluster_id.title(),
        organisations=tuple(sorted({cluster_id, f"{cluster_id}-association", *more})),
        managers=ACTING[cluster_id] if managers is None else managers,
    )


def voting(until: date, *members: str, level: Level = Level.GOLD, world: World, on: str = AURORA) -> World:
    """The members are for continuing the label."""
    for member in members or (CARL, VERA, MONA):
        ballot = CastContinuationVote(level=level, until_on=until, vote="yes")
        world.does(member, ballot, on=on)
    return world


def continuing(until: date, level: Level = Level.GOLD) -> ContinueLabel:
    return ContinueLabel(level=level, until_on=until, reason="Its members need the time.")


def _left_the_agenda() -> World:
    return merged(walk(scene(), Stage.ON_AGENDA))


def _reviewed(outcome: ReviewOutcome) -> World:
    review = ReviewChange(outcome=outcome, reason=WHY)
    return recorded(scene(), transfer("aurora"), POLARIS).does(OLGA, review, on=AURORA)


def _audited_in_vain() -> World:
    world = _reviewed("special-audit")
    return world.does(OLGA, ConcludeSpecialAudit(held_on=MONDAY, upheld=False, reason=WHY), on=AURORA)


def _continued() -> World:
    world = merged(scene().does(OLGA, holding("Aurora", Level.GOLD), on=AURORA))
    until = date(2026, 6, 30)
    return voting(until, world=world).does(CARL, continuing(until), on=AURORA)


# Each brings about letters that nothing else does.
LINEAGE_TURNS: tuple[Callable[[], World], ...] = (
    _left_the_agenda,
    lambda: recorded(scene(), split("polaris", "vega"), AURORA),
    lambda: recorded(scene(), dissolution(), AURORA),
    lambda: _reviewed("no-effect"),
    lambda: _reviewed("recheck-eligibility"),
    _audited_in_vain,
    _continued,
)

"""What a cluster came out of and what became of it, through every stream concerned (R37)."""

from datetime import date
from typing import Literal

from domain.cluster.descent import Descent
from domain.cluster.state import Cluster
from domain.frozen import Frozen
from domain.lineage import Act, HowEnded, Role
from ledger.connection import Connection
from readmodel.past import Past, Then, read_past


class Bond(Frozen):
    """One step of descent: by what it came about, since when, and where it stands in the record."""

    act: Act
    effective_on: date
    ended: bool
    position: int
    cluster: "Kinship"


class Kinship(Frozen):
    """A cluster with what came before it, or with what came after it: a tree from whichever end it is looked at."""

    cluster_id: str
    name: str
    ended: HowEnded | None
    ended_on: date | None
    predecessors: tuple[Bond, ...] = ()
    successors: tuple[Bond, ...] = ()


Direction = Literal["predecessors", "successors"]
_ROLES: dict[Direction, Role] = {"predecessors": "predecessor", "successors": "successor"}


async def kinship(connection: Connection, cluster_id: str, then: Then) -> Kinship | None:
    """The whole descent of a cluster, both ways, as it was then; None where nothing was known of the cluster."""
    past = await _read(connection, cluster_id, then)
    if not isinstance(past.state, Cluster) or not past.state.registered:
        return None
    before = await _bonds(connection, past, "predecessors", then, frozenset({cluster_id}))
    after = await _bonds(connection, past, "successors", then, frozenset({cluster_id}))
    return _node(past.state, before, after)


async def _bonds(
    connection: Connection, past: Past, direction: Direction, then: Then, seen: frozenset[str]
) -> tuple[Bond, ...]:
    """What lies in one direction. Parts may move back and forth: nobody is followed twice on one way."""
    if not isinstance(past.state, Cluster):
        return ()
    positions = {each.event_id: each.position for each in past.stored}
    found = []
    for each in past.state.descent:
        if each.role == _ROLES[direction]:
            kin = await _kin(connection, each, direction, then, seen)
            found.append(
                Bond(
                    act=each.act,
                    effective_on=each.effective_on,
                    ended=each.ended,
                    position=positions[each.event_id],
                    cluster=kin,
                )
            )
    return tuple(found)


async def _kin(
    connection: Connection, bond: Descent, direction: Direction, then: Then, seen: frozenset[str]
) -> Kinship:
    past = await _read(connection, bond.kin.cluster_id, then)
    state = past.state
    if not isinstance(state, Cluster) or not state.registered:
        return Kinship(cluster_id=bond.kin.cluster_id, name=bond.kin.name, ended=None, ended_on=None)
    if bond.kin.cluster_id in seen:
        return _node(state, (), ())
    further = await _bonds(connection, past, direction, then, seen | {bond.kin.cluster_id})
    return _node(state, *((further, ()) if direction == "predecessors" else ((), further)))


def _node(cluster: Cluster, before: tuple[Bond, ...], after: tuple[Bond, ...]) -> Kinship:
    return Kinship(
        cluster_id=cluster.cluster_id,
        name=cluster.name,
        ended=cluster.ended.how if cluster.ended else None,
        ended_on=cluster.ended.on if cluster.ended else None,
        predecessors=before,
        successors=after,
    )


async def _read(connection: Connection, cluster_id: str, then: Then) -> Past:
    return await read_past(connection, f"cluster-{cluster_id}", then)

"""What the players see: the state of every stream, as the record has it now."""

from collections.abc import Mapping
from typing import Protocol

from domain.cluster.state import Cluster
from domain.editions.state import Editions, in_force
from domain.permissions import State
from domain.person.state import Person
from domain.scheme import Scheme
from domain.schemes import scheme
from domain.streams import CLUSTER, PERSON, SCHEME


class Known(Protocol):
    """The folded states of an engine's record."""

    @property
    def states(self) -> Mapping[str, State]:
        """Of every stream that has an event."""
        ...


def cluster_of(known: Known, cluster_id: str) -> Cluster:
    """The cluster; one without an event is blank."""
    state = known.states.get(f"{CLUSTER}{cluster_id}")
    return state if isinstance(state, Cluster) else Cluster(cluster_id=cluster_id)


def person_of(known: Known, person_id: str) -> Person:
    """The person; one nobody registered is blank."""
    state = known.states.get(f"{PERSON}{person_id}")
    return state if isinstance(state, Person) else Person(person_id=person_id)


def scheme_of(states: Mapping[str, State]) -> Scheme:
    """The scheme with what was activated meanwhile."""
    editions = states.get(SCHEME)
    return in_force(scheme(), editions) if isinstance(editions, Editions) else scheme()

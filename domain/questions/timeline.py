"""A stream as it stood at every position of the record."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from domain.cluster.decided import Entry
from domain.cluster.state import Cluster
from domain.permissions import State
from domain.person.state import Person
from domain.streams import CLUSTER, PERSON, blank, evolve


class Timeline:
    """One stream's history, with the state after each event."""

    def __init__(self, stream: str, history: Sequence[Entry]) -> None:
        self._stream = stream
        self.history = history

    @cached_property
    def _states(self) -> list[State]:
        states = [blank(self._stream)]
        for entry in self.history:
            states.append(evolve(states[-1], entry.happened))
        return states

    @cached_property
    def _positions(self) -> list[int]:
        return [entry.position for entry in self.history]

    def at(self, position: int) -> State:
        """The state as known at that position."""
        return self._states[bisect_right(self._positions, position)]

    @property
    def now(self) -> State:
        return self._states[-1]

    def after(self, position: int) -> Iterator[tuple[Entry, State]]:
        """Each event behind the position, with the state after it."""
        first = bisect_right(self._positions, position)
        return zip(self.history[first:], self._states[first + 1 :], strict=True)


class Known:
    """The persons, and the clusters that nominate members, as the record knew them at any position."""

    def __init__(self, histories: Mapping[str, Sequence[Entry]]) -> None:
        self._timelines = {stream: Timeline(stream, history) for stream, history in histories.items()}

    def timeline(self, stream: str) -> Timeline:
        """That of a stream nobody has heard of is empty."""
        return self._timelines.get(stream) or Timeline(stream, ())

    def person(self, person_id: str, position: int | None = None) -> Person:
        """The person as known at that position; None: today."""
        state = self._state(f"{PERSON}{person_id}", position)
        return state if isinstance(state, Person) else Person(person_id=person_id)

    def cluster(self, cluster_id: str, position: int | None = None) -> Cluster:
        """The cluster as known at that position; None: today."""
        state = self._state(f"{CLUSTER}{cluster_id}", position)
        return state if isinstance(state, Cluster) else Cluster(cluster_id=cluster_id)

    def _state(self, stream: str, position: int | None) -> State:
        timeline = self.timeline(stream)
        return timeline.now if position is None else timeline.at(position)

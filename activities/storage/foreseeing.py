"""Reminders foreseen from the record, on facts read as `record` reads them; nothing is written."""

from collections.abc import Sequence
from datetime import datetime

from activities.storage.facts import read_facts
from activities.storage.folds import Folds
from activities.storage.streams import Streams
from domain.cluster.foreseeing import Foreseen, foreseeing
from domain.cluster.state import Cluster
from domain.scheme import Scheme
from ledger.connection import Connection
from ledger.documents import Documents

_AT_ONCE = 200


class Foresight:
    """What the clock will do of itself, as far as the record knows."""

    def __init__(self, connection: Connection, documents: Documents, scheme: Scheme) -> None:
        self._connection = connection
        self._documents = documents
        self._scheme = scheme

    async def of(self, streams: Sequence[str], *, now: datetime, until: datetime) -> list[Foreseen]:
        """Every letter of the clusters' ladders up to a moment, and every one that is not written; by time."""
        found: list[Foreseen] = []
        for first in range(0, len(streams), _AT_ONCE):
            some = Streams(self._connection, Folds())
            for stream, state in (await some.states(streams[first : first + _AT_ONCE])).items():
                if isinstance(state, Cluster):
                    found += await self._walked(state, stream, some, now, until)
        return sorted(found, key=lambda line: (line.at, line.cluster_id))

    async def _walked(
        self, cluster: Cluster, stream: str, streams: Streams, now: datetime, until: datetime
    ) -> tuple[Foreseen, ...]:
        walk = foreseeing(cluster, self._scheme, now, until)
        try:
            needed = next(walk)
            while True:
                read = await read_facts(self._connection, self._documents, needed, streams, stream)
                needed = walk.send(read.facts)
        except StopIteration as walked:
            lines: tuple[Foreseen, ...] = walked.value
            return lines

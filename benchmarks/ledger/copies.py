"""A large record: one history many times over, under other names and at other times, hashed as the ledger hashes."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from benchmarks.ledger.site import LedgerSite
from benchmarks.ledger.template import CLUSTER_ID
from domain.streams import CLUSTER
from ledger.chain import event_hash
from ledger.reading import StoredEvent

_SEED = 20260105
_BEGUN_WITHIN = timedelta(days=6 * 365)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# An odd factor takes each number to another one, and neighbours far apart: as random as the record's own ids.
_SCATTERING = 0x9E3779B97F4A7C15F39CC0605CEDC835
_MOST_LETTERS = 4
_NAMED = re.compile(rf"{CLUSTER_ID}|[0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}")

Row = dict[str, Any]


async def copy_many(site: LedgerSite, history: Sequence[StoredEvent], clusters: int) -> None:
    """The history as that of so many clusters, begun within six years; in a record without any event."""
    async with site.superuser() as connection:
        rows = _rows([_Mould(event, history) for event in history], clusters)
        first = next(rows)
        await connection.copy_records_to_table(
            "events",
            schema_name="ledger",
            columns=list(first),
            records=(tuple(row.values()) for row in _with(first, rows)),
        )
        await connection.execute("analyze ledger.events")


def _with(first: Row, rows: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rows


def stream_of(cluster: int) -> str:
    return f"{CLUSTER}{_name(cluster)}"


def _name(cluster: int) -> str:
    return f"copy-{cluster:05d}"


def _id(cluster: int, number: int, length: int) -> UUID:
    return UUID(int=(cluster * length + number + 1) * _SCATTERING % 2**128)


class _Mould:
    """One event of the history, its texts cut where a copy differs: at the cluster's name and at ids derived."""

    def __init__(self, event: StoredEvent, history: Sequence[StoredEvent]) -> None:
        self.event = event
        letters = {
            str(uuid5(other.event_id, f"notice-{n}")): (number, f"notice-{n}")
            for number, other in enumerate(history)
            for n in range(_MOST_LETTERS)
        }
        events = {str(other.event_id): (number, "") for number, other in enumerate(history)}
        self._origins = letters | events
        self._length = len(history)
        self._payload = self._cut(event.payload)

    def payload(self, cluster: int) -> str:
        return "".join(part if isinstance(part, str) else self._own(cluster, *part) for part in self._payload)

    def _own(self, cluster: int, number: int, derived: str) -> str:
        if number < 0:
            return _name(cluster)
        event_id = _id(cluster, number, self._length)
        return str(uuid5(event_id, derived) if derived else event_id)

    def _cut(self, text: str) -> list[str | tuple[int, str]]:
        parts: list[str | tuple[int, str]] = []
        end = 0
        for found in _NAMED.finditer(text):
            origin = (-1, "") if found[0] == CLUSTER_ID else self._origins.get(found[0])
            if origin is not None:
                parts += [text[end : found.start()], origin]
                end = found.end()
        return [*parts, text[end:]]


def _rows(moulds: Sequence[_Mould], clusters: int) -> Iterator[Row]:
    """The rows of ledger.events in their order."""
    previous = [b""] * clusters
    for position, (microseconds, cluster, number) in enumerate(_order(moulds, clusters), start=1):
        mould = moulds[number]
        row: Row = {
            "previous_hash": previous[cluster],
            "position": position,
            "stream": stream_of(cluster),
            "version": number + 1,
            "event_id": _id(cluster, number, len(moulds)),
            "type": mould.event.type,
            "schema_version": mould.event.schema_version,
            "recorded_at": _EPOCH + microseconds * _MICROSECOND,
            "payload": mould.payload(cluster),
            "metadata": mould.event.metadata,
        }
        previous[cluster] = row["hash"] = event_hash(**row)
        yield row


def _order(moulds: Sequence[_Mould], clusters: int) -> Iterator[tuple[int, int, int]]:
    """When which cluster has which event, in order of time: microseconds since 1970, cluster, number."""
    random = Random(_SEED)  # noqa: S311 -- the same record at every run
    moments = [(mould.event.recorded_at - _EPOCH) // _MICROSECOND for mould in moulds]
    earlier = [random.randrange(_BEGUN_WITHIN // _MICROSECOND) for _ in range(clusters)]
    # One integer each: a million tuples would take ten times the room.
    bits = 24
    keys = sorted(
        ((moment - earlier[cluster]) << 2 * bits) | (cluster << bits) | number
        for cluster in range(clusters)
        for number, moment in enumerate(moments)
    )
    mask = (1 << bits) - 1
    return ((key >> 2 * bits, key >> bits & mask, key & mask) for key in keys)

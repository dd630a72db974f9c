"""Asking an auditor's questions of the whole record, cluster by cluster and complaint by complaint."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import orjson

from domain.cluster.decided import Entry
from domain.frozen import Frozen
from domain.questions.asking import irregularities
from domain.questions.complaint_acts import irregular_complaint
from domain.questions.irregularity import Irregularity
from domain.questions.timeline import Known
from domain.scheme import Scheme
from domain.secretariat import day_ends
from domain.streams import CLUSTER, COMPLAINT, PERSON
from ledger.connection import Connection
from ledger.reading import StoredEvent, last_position, position_at, streams_between, streams_with_prefix
from readmodel.filling import histories_of
from readmodel.history import happened_of

# No certification was on record before: a day a database may have trouble with is this one.
_EARLIEST: Final = date(1970, 1, 1)
Told = Callable[[int, int], None]
"""Is told how many of how many clusters and complaints were examined."""


class Examination(Frozen):
    """What was found of the acts of some days, both included; None: since the beginning, or until now."""

    first: date | None
    last: date | None
    clusters: int
    complaints: int
    irregularities: tuple[Irregularity, ...]


async def examined(
    connection: Connection, scheme: Scheme, days: tuple[date | None, date | None], told: Told
) -> Examination:
    """The acts of the days in every cluster and complaint, judged by what was known then and by what is known now."""
    first, last = days
    begins = first and max(first, _EARLIEST) - timedelta(days=1)
    after = await position_at(connection, day_ends(begins)) if begins else 0
    up_to = await position_at(connection, day_ends(last)) if last else await last_position(connection)
    clusters = await streams_between(connection, CLUSTER, after, up_to)
    complaints = await streams_between(connection, COMPLAINT, after, up_to)
    asked = (first or date.min, last or date.max)
    known = await _known(connection)
    found: list[Irregularity] = []
    done = 0
    async for histories in histories_of(connection, (*clusters, *complaints)):
        for stream, history in histories.items():
            found += _found(stream, _entries(history), known, scheme, asked)
        done += len(histories)
        told(done, len(clusters) + len(complaints))
    ordered = sorted(found, key=lambda each: each.acts[0].position)
    return Examination(
        first=first,
        last=last,
        clusters=len(clusters),
        complaints=len(complaints),
        irregularities=tuple(ordered),
    )


def _found(
    stream: str, history: Sequence[Entry], known: Known, scheme: Scheme, days: tuple[date, date]
) -> tuple[Irregularity, ...]:
    if stream.startswith(COMPLAINT):
        return irregular_complaint(stream, history, known, days)
    return irregularities(stream.removeprefix(CLUSTER), history, known, scheme, days)


async def _known(connection: Connection) -> Known:
    """Every person, and the clusters on whose Gold somebody's seat rests."""
    histories = await _read(connection, await streams_with_prefix(connection, PERSON))
    persons = Known(histories)
    seats = [seat for stream in histories for seat in persons.person(stream.removeprefix(PERSON)).seats]
    nominators = sorted({f"{CLUSTER}{seat.rests_on}" for seat in seats if seat.rests_on})
    return Known(histories | await _read(connection, nominators))


async def _read(connection: Connection, streams: Iterable[str]) -> dict[str, Sequence[Entry]]:
    read: dict[str, Sequence[Entry]] = {}
    async for histories in histories_of(connection, streams):
        read |= {stream: _entries(history) for stream, history in histories.items()}
    return read


def _entries(history: Sequence[StoredEvent]) -> tuple[Entry, ...]:
    return tuple(_entry(stored) for stored in history)


def _entry(stored: StoredEvent) -> Entry:
    metadata: Mapping[str, object] = orjson.loads(stored.metadata)
    return Entry(position=stored.position, happened=happened_of(stored), actor=str(metadata["actor"]))

"""What simulations leave, read back: events by stream, opened, and as two engines must agree on them."""

import re
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
import orjson

from console.embedded.ports import free_port
from console.embedded.postgres import Postgres
from console.embedded.stack import DATABASE, to_end
from console.settings import settings_from
from domain.streams import ROUND
from ledger.reading import StoredEvent, read_all
from ledger.sealing import Sealer

_COMMITMENT = re.compile(r"sealed:[0-9a-f]{64}")
# What pays a debt. Letters of one moment go out in any order, and their ids hang on the event that owes them.
_PAYMENTS = {
    "NoticeSent",
    "ComparisonMade",
    "ReportDraftIssued",
    "ReportIssued",
    "ReportReleased",
    "CertificateIssued",
}
_REPORTS = {"ReportDraftIssued", "ReportIssued", "ReportReleased"}
_IDS = {"notice_id", "message_id"}


class Entry(NamedTuple):
    """One event as it may be compared: `payload` with its sealed texts opened."""

    type: str
    payload: dict[str, Any]
    at: datetime


@asynccontextmanager
async def left_in(data: Path) -> AsyncIterator[Postgres]:
    """The database a simulation left, running again."""
    server = Postgres(data / "postgres", port=free_port())
    await to_end(server.start)
    try:
        yield server
    finally:
        await to_end(server.stop)


async def events_in(data: Path) -> list[StoredEvent]:
    """The whole record."""
    async with left_in(data) as server:
        connection = await asyncpg.connect(server.app_url(DATABASE))
        try:
            return await read_all(connection, limit=10_000_000)
        finally:
            await connection.close()


async def opened_in(data: Path) -> list[StoredEvent]:
    """The whole record, the sealed texts in their commitments' places: salts are another each time."""
    events = await events_in(data)
    sealer = Sealer(settings_from(data / "laurel.env").sealing_key_bytes)
    async with left_in(data) as server:
        connection = await asyncpg.connect(server.app_url(DATABASE))
        try:
            tokens = {token for event in events for token in _COMMITMENT.findall(event.payload)}
            texts = await sealer.unseal(connection, sorted(tokens))
        finally:
            await connection.close()
    return [
        event._replace(payload=_COMMITMENT.sub(lambda found: texts[found[0]], event.payload))
        for event in events
    ]


def by_stream(events: list[StoredEvent]) -> dict[str, list[Entry]]:
    """Type, payload and instant of every event, in the order of its stream.

    Payments of one moment are brought into one order, and named by what they say; so is all that is told a round
    in one moment, by its own clock and those of its cases. How far the record was when a comparison was made is
    left out, for another stream may have been faster, and so is the hash of a report, which prints it.
    """
    streams: dict[str, list[Entry]] = defaultdict(list)
    for event in events:
        streams[event.stream].append(_entry(event))
    return {
        stream: list(_in_order(entries, shared=stream.startswith(ROUND)))
        for stream, entries in streams.items()
    }


def _entry(event: StoredEvent) -> Entry:
    payload: dict[str, Any] = orjson.loads(event.payload)
    if event.type == "ComparisonMade":
        payload = {name: value for name, value in payload.items() if name != "portfolio_position"}
    if event.type in _PAYMENTS:
        apart = _IDS | ({"document"} if event.type in _REPORTS else set())
        payload = {name: value for name, value in payload.items() if name not in apart}
    return Entry(event.type, payload, event.recorded_at)


def _in_order(entries: list[Entry], *, shared: bool) -> Iterator[Entry]:
    def in_any_order(entry: Entry) -> datetime | None:
        return entry.at if shared or entry.type in _PAYMENTS else None

    for at, together in groupby(entries, key=in_any_order):
        found = list(together)
        yield from found if at is None else sorted(found, key=str)

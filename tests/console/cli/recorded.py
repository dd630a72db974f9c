"""Histories of a world put on the record of a stack, for the command line to read."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import uuid5

from console.connections import connect_database
from console.embedded.stack import Stack
from console.settings import settings_from
from domain.cluster.events.committee import DecisionTaken, VoteCast
from domain.events import payload_of
from domain.happened import Happened
from domain.upcasting import schema_version
from ledger.appending import Append, NewEvent, Outcome, StreamAppend, append
from ledger.canonical import canonical
from ledger.connection import Connection
from ledger.sealing import Sealed, Sealer
from tests.domain.cast import CARL
from tests.domain.specification import World, sealed


class _Event(NamedTuple):
    """An event, and the version its stream has without it."""

    stream: str
    version: int
    happened: Happened[Any]


def record(
    stack: Stack, world: World, *, texts: Sequence[str] = (), seen: Mapping[str, int] | None = None
) -> None:
    """Every event of the world in the order of time. `texts` are sealed and can be opened; any other is erased.

    `seen`: the position each voting member had seen.
    """
    asyncio.run(_record(stack, world, texts, seen or {}))


async def _record(stack: Stack, world: World, texts: Sequence[str], seen: Mapping[str, int]) -> None:
    settings = settings_from(stack.env_file)
    sealer = Sealer(settings.sealing_key_bytes)
    commitments = {sealed(text): sealer.commit(text) for text in texts}
    events = [
        _Event(stream, version, happened)
        for stream, history in world.histories.items()
        for version, happened in enumerate(history)
    ]
    async with await connect_database(settings) as pool, pool.acquire() as connection:
        async with connection.transaction():
            await sealer.seal(connection, "cluster-aurora", list(commitments.values()))
        # Streams that begin at one instant stay in the order in which the world got to know them.
        for event in sorted(events, key=lambda event: event.happened.recorded_at):
            await _append(connection, event, commitments, seen)


async def _append(
    connection: Connection, each: _Event, commitments: Mapping[str, Sealed], seen: Mapping[str, int]
) -> None:
    stream, version, happened = each
    payload = canonical(payload_of(happened.event))
    for stands_for, commitment in commitments.items():
        payload = payload.replace(stands_for, commitment.token)
    metadata = canonical(_metadata(happened.event, seen))
    type_ = happened.event.type
    event = NewEvent(happened.event_id, type_, schema_version(type_), payload, metadata)
    command_id = uuid5(happened.event_id, "command")
    outcome = Outcome(stream, command_id, b"\0" * 32, canonical({"events": [event.type], "version": version}))
    entry = Append((StreamAppend(stream, version, (event,)),), outcome)
    await append(connection, [entry], happened.recorded_at)


def _metadata(event: object, seen: Mapping[str, int]) -> dict[str, Any]:
    match event:
        case VoteCast(member=member) if member in seen:
            return {"actor": member, "authority": "committee member", "seen": seen[member]}
        case DecisionTaken():
            return {"actor": CARL, "authority": "presiding member"}
        case _:
            return {"actor": "engine", "authority": "engine"}

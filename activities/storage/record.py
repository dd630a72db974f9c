"""The heart of Laurel: one command, one transaction, one outcome under the command's id.

`Record` looks the id up, folds the stream, reads the facts, asks the permission table and the rules, and writes
outcome, events and rows together. Refusals are outcomes too, and remembered.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID, uuid5

import asyncpg
import orjson

from activities.interface import Receipt, Recorded, Recording, Refusal
from activities.storage.facts import FactsRead, read_facts
from domain.commands import Command, engine_commands, person_commands
from domain.elsewhere import Elsewhere
from domain.events import SCHEMA_VERSION, payload_of
from domain.frozen import Frozen
from domain.happened import Happened
from domain.permissions import State, authority
from domain.rejected import Rejected
from domain.scheme import Scheme
from domain.sealed import seal, sealed_fields
from domain.secretariat import SECRETARIAT_COUNTRY
from domain.streams import decide, fold, needs, standing
from ledger.appending import Append, CommandRepeated, NewEvent, Outcome, StreamAppend, VersionConflict, append
from ledger.canonical import canonical
from ledger.connection import Connection
from ledger.documents import Documents
from ledger.reading import StoredOutcome, read_for_command, read_stream
from ledger.sealing import Sealed, Sealer
from readmodel.history import folded
from readmodel.replacing import replace_rows

Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"

ENGINE = "engine"
# The database is away for now: what is repeated under the same command id may succeed.
DATABASE_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.DeadlockDetectedError,
    asyncpg.InterfaceError,
    OSError,
    TimeoutError,
)
# Races are decided by reading again; so many in a row mean something else is wrong.
MOST_RACES = 20


@dataclass(frozen=True)
class _Decided:
    """What the rules said: events by stream in order, and the authority they were asked for with."""

    events: dict[str, list[Frozen]]
    authority: str
    sealed: tuple[Sealed, ...]


class Record:
    """Carries commands out. `pool` connects as laurel_app."""

    def __init__(self, pool: Pool, sealer: Sealer, documents: Documents, scheme: Scheme) -> None:
        self._pool = pool
        self._sealer = sealer
        self._documents = documents
        self._scheme = scheme

    async def __call__(self, recording: Recording) -> Recorded:
        """The command's outcome, the same for the same id however often it is asked.

        Raises faults only: of the database, or of the program. A rule's no is an outcome.
        """
        for _ in range(MOST_RACES):
            try:
                async with self._pool.acquire() as connection, connection.transaction():
                    return await self._carry_out(connection, recording)
            except (VersionConflict, CommandRepeated, asyncpg.UniqueViolationError):
                # Another command was faster: read again, and decide on what is so now.
                continue
        raise TooManyRaces(recording.stream)

    async def _carry_out(self, connection: Connection, recording: Recording) -> Recorded:
        seen, history = await read_for_command(connection, recording.stream, recording.command_id)
        state = folded(recording.stream, history)
        mac = self._sealer.request_mac(_request(recording))
        if seen is not None:
            return await _repeated(connection, seen, mac, state)
        at = max(recording.at, history[-1].recorded_at) if history else recording.at
        command = _parsed(recording)
        actor = recording.actor
        read = await read_facts(connection, self._documents, needs(command, state, actor), state)
        try:
            decided = self._decided(command, state, read, at, actor)
        except Rejected as refused:
            text = canonical({"refused": {"code": refused.code, "sentence": refused.sentence}})
            await append(connection, [Append((), _outcome(recording, mac, text))], at)
            refusal = Refusal(code=refused.code, sentence=refused.sentence)
            return Recorded(refusal=refusal, standing=standing(state))
        return await self._write(connection, recording, _Turn(command, state, read, at, mac), decided)

    def _decided(
        self, command: Command, state: State, read: FactsRead, at: datetime, actor: str | None
    ) -> _Decided:
        facts, held = read.facts, ENGINE
        if actor is not None:
            day = facts.calendars[SECRETARIAT_COUNTRY].day_of(at)
            held = authority(command, state, facts, actor, day)  # type: ignore[arg-type]
        sealed: list[Sealed] = []
        committed = (
            seal(command, lambda text: self._commit(text, sealed))
            if sealed_fields(type(command))
            else command
        )
        decided = decide(committed, state, self._scheme, facts, at=at, actor=actor or ENGINE)
        events: dict[str, list[Frozen]] = defaultdict(list)
        own = standing(state).stream
        for event in decided:
            if isinstance(event, Elsewhere):
                events[event.stream].append(event.event)
            else:
                events[own].append(event)
        return _Decided(dict(events), held, tuple(sealed))

    def _commit(self, text: str, sealed: list[Sealed]) -> str:
        commitment = self._sealer.commit(text)
        sealed.append(commitment)
        return commitment.token

    async def _write(
        self, connection: Connection, recording: Recording, turn: "_Turn", decided: _Decided
    ) -> Recorded:
        after = turn.state
        appends, metadata = [], _metadata(recording, turn.command, decided.authority)
        for stream, events in decided.events.items():
            before = turn.state if stream == recording.stream else await _state(connection, stream)
            new = [_new_event(recording, stream, n, event, metadata) for n, event in enumerate(events)]
            happened = [_happened(each, event, turn.at) for each, event in zip(new, events, strict=True)]
            folded_anew = fold(before, happened)
            await replace_rows(connection, folded_anew)
            appends.append(StreamAppend(stream, before.version, tuple(new)))
            after = folded_anew if stream == recording.stream else after
        if decided.events:
            await self._sealer.seal(connection, recording.stream, decided.sealed)
        types = [str(event.type) for event in decided.events.get(recording.stream, [])]  # type: ignore[attr-defined]
        text = canonical({"events": types, "version": after.version})
        # Facts hold only while the streams they came from stand as they were read.
        unchanged = {s: v for s, v in turn.read.versions.items() if s not in decided.events}
        (appended,) = await append(
            connection, [Append(tuple(appends), _outcome(recording, turn.mac, text), unchanged)], turn.at
        )
        position = appended.last_position
        receipt = Receipt(
            stream=recording.stream, version=after.version, position=position, events=tuple(types)
        )
        return Recorded(receipt=receipt, standing=standing(after))


@dataclass(frozen=True)
class _Turn:
    """One attempt at a command: what was read, and as of when."""

    command: Command
    state: State
    read: FactsRead
    at: datetime
    mac: bytes


class TooManyRaces(Exception):
    """The stream moved on at every attempt."""

    def __init__(self, stream: str) -> None:
        super().__init__(f"{stream} moved on {MOST_RACES} times while a command was being decided.")


def _parsed(recording: Recording) -> Command:
    if recording.actor is None:
        return engine_commands.validate_python(recording.command)
    return person_commands.validate_python(recording.command)


def _request(recording: Recording) -> str:
    request = {"stream": recording.stream, "actor": recording.actor or ENGINE, "command": recording.command}
    return orjson.dumps(request, option=orjson.OPT_SORT_KEYS).decode()


def _outcome(recording: Recording, mac: bytes, text: str) -> Outcome:
    return Outcome(recording.stream, recording.command_id, mac, text)


def _metadata(recording: Recording, command: Command, held: str) -> str:
    metadata: dict[str, Any] = {
        "actor": recording.actor or ENGINE,
        "authority": str(held),
        "command": command.type,
        "command_id": str(recording.command_id),
    }
    if recording.seen is not None:
        metadata["seen"] = recording.seen
    return canonical(metadata)


def _new_event(recording: Recording, stream: str, number: int, event: Frozen, metadata: str) -> NewEvent:
    event_id: UUID = uuid5(recording.command_id, f"{recording.stream} {stream} {number}")
    type_ = str(event.type)  # type: ignore[attr-defined]
    return NewEvent(event_id, type_, SCHEMA_VERSION, canonical(payload_of(event)), metadata)  # type: ignore[arg-type]


def _happened(new: NewEvent, event: Frozen, at: datetime) -> Happened[Any]:
    return Happened.model_construct(event_id=new.event_id, recorded_at=at, event=event)


async def _state(connection: Connection, stream: str) -> State:
    return folded(stream, await read_stream(connection, stream))


async def _repeated(connection: Connection, seen: StoredOutcome, mac: bytes, state: State) -> Recorded:
    """The first outcome again; the same id with another request is refused."""
    if seen.request_mac != mac:
        sentence = "This command id was used for another request already."
        return Recorded(
            refusal=Refusal(code="command-id-reused", sentence=sentence), standing=standing(state)
        )
    outcome = orjson.loads(seen.text)
    if refused := outcome.get("refused"):
        return Recorded(refusal=Refusal(**refused), standing=standing(state))
    position: int | None = None
    if outcome["events"]:
        position = await connection.fetchval(
            "select position from ledger.events where stream = $1 and version = $2",
            seen.stream,
            outcome["version"],
        )
    receipt = Receipt(
        stream=seen.stream, version=outcome["version"], position=position, events=tuple(outcome["events"])
    )
    return Recorded(receipt=receipt, standing=standing(state))

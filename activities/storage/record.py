"""The heart of Laurel: one command, one transaction, one outcome under the command's id.

`Record` looks the id up, folds the stream, reads the facts, asks the permission table and the rules, and writes
outcome, events and rows together. Refusals are outcomes too, and remembered. What is read comes before the transaction:
the append holds only while every stream read stands at the version it had.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from typing import Any
from uuid import UUID, uuid5

import asyncpg
import orjson

from activities.interface import Foreseen, Receipt, Recorded, Recording, Refusal
from activities.storage.erasing import erasures_of, require_list
from activities.storage.facts import FactsRead, read_facts
from activities.storage.folds import AnotherRecord, Fold, Folds, stands_at
from activities.storage.streams import Streams
from activities.storage.touching import kept, remembered, touched_by
from domain.commands import Command, engine_commands, person_commands
from domain.editions.state import Editions, in_force
from domain.elsewhere import Elsewhere
from domain.events import payload_of
from domain.frozen import Frozen
from domain.happened import Happened
from domain.permissions import State, authority
from domain.rejected import Rejected
from domain.scheme import Scheme
from domain.sealed import has_sealed, seal
from domain.secretariat import secretariat_day
from domain.standing import Standing
from domain.streams import PERSON, SCHEME, decide, evolve, fold, needs, standing
from domain.upcasting import schema_version
from ledger.appending import (
    Append,
    Beside,
    CommandRepeated,
    NewEvent,
    Outcome,
    StreamAppend,
    VersionConflict,
    append,
)
from ledger.canonical import canonical
from ledger.connection import Connection, Pool
from ledger.documents import Documents
from ledger.erasing import erase
from ledger.erasures import Erasure, Erasures
from ledger.reading import StoredOutcome, has_event
from ledger.sealing import Sealed, Sealer
from readmodel.recording import under_way
from readmodel.replacing import REPLACE, replacement

ENGINE = "engine"
# Races are decided by reading again; so many in a row mean something else is wrong.
MOST_RACES = 20


@dataclass(frozen=True)
class _Decided:
    """What the rules said: events by stream in order, and the authority they were asked for with."""

    events: dict[str, list[Frozen]]
    authority: str
    sealed: tuple[Sealed, ...]


class Record:
    """Carries commands out. `pool` connects as laurel_app; without `erasures` what erases is refused.

    `folds`: those another reader in this process goes by, too.
    """

    def __init__(  # noqa: PLR0913 - all that a command may concern
        self,
        pool: Pool,
        sealer: Sealer,
        documents: Documents,
        scheme: Scheme,
        erasures: Erasures | None = None,
        *,
        folds: Folds | None = None,
    ) -> None:
        self._pool = pool
        self._sealer = sealer
        self._documents = documents
        self._scheme = scheme
        self._erasures = erasures
        self._folds = folds or Folds()
        self._editions, self._in_force = Editions(), scheme

    async def __call__(self, recording: Recording) -> Recorded:
        """The command's outcome, the same for the same id however often it is asked.

        Raises faults only: of the database, or of the program. A rule's no is an outcome.
        """
        for _ in range(MOST_RACES):
            try:
                async with self._pool.acquire() as connection:
                    return await self._carry_out(connection, recording)
            except (VersionConflict, CommandRepeated, AnotherRecord, asyncpg.UniqueViolationError):
                # Another command was faster: read again, and decide on what is so now.
                continue
        raise TooManyRaces(recording.stream)

    async def foresee(self, recordings: Sequence[Recording]) -> tuple[Foreseen, ...]:
        """What commands to one stream would give, one after the other, if nothing else happened; nothing is written."""
        stream, foreseen = recordings[0].stream, []
        async with self._pool.acquire() as connection:
            streams = Streams(connection, self._folds)
            state = (await streams.states([stream, SCHEME]))[stream]
            for recording in recordings:
                command = _parsed(recording)
                wanted = needs(command, state, recording.actor)
                read = await read_facts(connection, self._documents, wanted, streams, stream)
                at = max(recording.at, streams.fold(stream).recorded_at or recording.at)
                turn = _Turn(recording, command, state, read, streams, at, mac=b"")
                try:
                    decided = self._decided(turn)
                except Rejected as refused:
                    foreseen.append(Foreseen(refusal=Refusal(code=refused.code, sentence=refused.sentence)))
                    continue
                written = _written(turn, stream, state, decided.events.get(stream, []), decided.authority)
                state = written.states[-1]
                foreseen.append(Foreseen(events=tuple(event.type for event in written.append.events)))
        return tuple(foreseen)

    async def _carry_out(self, connection: Connection, recording: Recording) -> Recorded:
        stream, actor = recording.stream, recording.actor
        streams = Streams(connection, self._folds)
        # Nearly every command needs its actor, and the editions: read at the same time, that costs nothing.
        acting = [f"{PERSON}{actor}"] if actor else []
        seen = await streams.for_command(stream, recording.command_id, also=[SCHEME, *acting])
        own = streams.fold(stream)
        if not await _holds(connection, own, recording.known):
            return Recorded(behind=True, standing=stands_at(own))
        mac = await self._sealer.request_mac(connection, _request(recording))
        if seen is not None:
            return await _repeated(connection, seen, mac, stands_at(own))
        at = max(recording.at, own.recorded_at or recording.at)
        command = _parsed(recording)
        wanted = needs(command, own.state, actor)
        read = await read_facts(connection, self._documents, wanted, streams, stream)
        turn = _Turn(recording, command, own.state, read, streams, at, mac)
        try:
            decided = self._decided(turn)
        except Rejected as refused:
            text = canonical({"refused": {"code": refused.code, "sentence": refused.sentence}})
            await append(connection, [Append((), _outcome(recording, mac, text))], at)
            refusal = Refusal(code=refused.code, sentence=refused.sentence)
            return Recorded(refusal=refusal, standing=stands_at(own))
        return await self._write(connection, turn, decided)

    def _decided(self, turn: "_Turn") -> _Decided:
        command, facts, actor = turn.command, turn.read.facts, turn.recording.actor
        held: str = ENGINE
        if actor is not None:
            held = authority(command, turn.state, facts, actor, secretariat_day(turn.at))  # type: ignore[arg-type]
        require_list(command, self._erasures)
        sealed: list[Sealed] = []
        committed = (
            seal(command, lambda text: self._commit(text, sealed)) if has_sealed(type(command)) else command
        )
        scheme = self._scheme_by(turn.streams.fold(SCHEME))
        decided = decide(committed, turn.state, scheme, facts, at=turn.at, actor=actor or ENGINE)
        events: dict[str, list[Frozen]] = defaultdict(list)
        for event in decided:
            if isinstance(event, Elsewhere):
                events[event.stream].append(event.event)
            else:
                events[turn.recording.stream].append(event)
        return _Decided(dict(events), held, tuple(sealed))

    def _scheme_by(self, editions: Fold) -> Scheme:
        """The scheme with what was activated; made anew only when that is more than before."""
        state = editions.state
        if isinstance(state, Editions) and state is not self._editions:
            self._editions, self._in_force = state, in_force(self._scheme, state)
        return self._in_force

    def _commit(self, text: str, sealed: list[Sealed]) -> str:
        commitment = self._sealer.commit(text)
        sealed.append(commitment)
        return commitment.token

    async def _write(self, connection: Connection, turn: "_Turn", decided: _Decided) -> Recorded:
        stream = turn.recording.stream
        before = await turn.streams.states(decided.events)
        written = {
            each: _written(turn, each, before[each], events, decided.authority)
            for each, events in decided.events.items()
        }
        own = written.get(stream)
        stands = own.known if own else stands_at(turn.streams.fold(stream))
        types = tuple(event.type for event in own.append.events) if own else ()
        touched = touched_by({each.append.stream: each.known for each in written.values()}, before, stream)
        said = {"events": types, "version": stands.version, **kept(touched)}
        outcome = _outcome(turn.recording, turn.mac, canonical(said))
        # Facts hold only while the streams they came from stand as they were read.
        held = {**turn.read.versions, **turn.streams.versions((SCHEME,))}
        unchanged = {each: at for each, at in held.items() if each not in written}
        entry = Append(tuple(each.append for each in written.values()), outcome, unchanged)
        rows = Beside(REPLACE, (replacement(each.states for each in written.values()),))
        sealed = decided.sealed if written else ()
        erasures = await self._listed(entry, decided, turn.at)
        # Alone, the statement that appends is a transaction by itself.
        async with connection.transaction() if sealed or erasures else nullcontext():
            await self._sealer.seal(connection, stream, sealed)
            for erasure in erasures:
                await erase(connection, erasure)
            (appended,) = await append(connection, [entry], turn.at, rows if written else None)
        turn.streams.went_on(each.recorded(appended.recorded_at) for each in written.values())
        position = _own_position(appended.first_position, written, stream)
        receipt = Receipt(stream=stream, version=stands.version, position=position, events=types)
        return Recorded(receipt=receipt, standing=stands, touched=touched)

    async def _listed(self, entry: Append, decided: _Decided, at: datetime) -> tuple[Erasure, ...]:
        """What the events erase, on the list outside before it is erased here: no crash leaves it the other way."""
        erasures = erasures_of(entry.streams, decided.events, at)
        if self._erasures is not None:
            for erasure in erasures:
                await self._erasures.note(erasure)
        return erasures


@dataclass(frozen=True)
class _Written:
    """What a stream is given, and its states from that before to that after each event."""

    append: StreamAppend
    states: tuple[State, ...]
    happened: tuple[Happened[Any], ...]

    @cached_property
    def known(self) -> Standing:
        """What it stands at afterwards, and by which event."""
        stands = standing(self.states[-1])
        return stands.model_copy(update={"last_event": self.append.events[-1].event_id})

    def recorded(self, at: datetime) -> tuple[str, Fold]:
        """The stream, and its fold from now on: as if it were read, its events at the instant the ledger gave them."""
        history = (replace(each, recorded_at=at) for each in self.happened)
        return self.append.stream, Fold(fold(self.states[0], history), self.append.events[-1].event_id, at)


@dataclass(frozen=True)
class _Turn:
    """One attempt at a command: what was read, and as of when."""

    recording: Recording
    command: Command
    state: State
    read: FactsRead
    streams: Streams
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


def _written(turn: _Turn, stream: str, before: State, events: list[Frozen], held: str) -> _Written:
    metadata = _metadata(turn.recording, turn.command, held)
    new = [_new_event(turn.recording, stream, n, event, metadata) for n, event in enumerate(events)]
    happened: tuple[Happened[Any], ...] = tuple(
        Happened(each.event_id, under_way(turn.at), event, turn.recording.actor or ENGINE)
        for each, event in zip(new, events, strict=True)
    )
    states: tuple[State, ...] = tuple(accumulate(happened, evolve, initial=before))
    return _Written(StreamAppend(stream, before.version, tuple(new)), states, happened)


def _own_position(first: int | None, written: Mapping[str, _Written], own: str) -> int | None:
    """Where the command's own stream ends now: a repeated command is told the same. Streams follow each other."""
    if first is None or own not in written:
        return None
    streams = list(written)
    until = streams[: streams.index(own) + 1]
    return first + sum(len(written[each].append.events) for each in until) - 1


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
    payload = canonical(payload_of(event))  # type: ignore[arg-type]
    return NewEvent(event_id, type_, schema_version(type_), payload, metadata)


async def _holds(connection: Connection, own: Fold, known: UUID | None) -> bool:
    """Whether the stream has the event a path knows of; without one nobody doubts it."""
    return known is None or known == own.last_event or await has_event(connection, known)


async def _repeated(connection: Connection, seen: StoredOutcome, mac: bytes, stands: Standing) -> Recorded:
    """The first outcome again; the same id with another request is refused."""
    if seen.request_mac != mac:
        sentence = "This command id was used for another request already."
        return Recorded(refusal=Refusal(code="command-id-reused", sentence=sentence), standing=stands)
    outcome = orjson.loads(seen.text)
    if refused := outcome.get("refused"):
        return Recorded(refusal=Refusal(**refused), standing=stands)
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
    return Recorded(receipt=receipt, standing=stands, touched=remembered(outcome))

"""What follows a restore, whoever brought the database back: erasures, a sentence on the record, letters held."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import asyncpg

from activities.interface import Recorded, Recording
from activities.storage.record import Record
from console.connections import connect_database, erasures_of
from console.recovery.backing_up import checkpoints_of
from console.recovery.checking import published_of, wrong_with
from console.recovery.holding import Holding
from console.recovery.restoring import RestoreRefused, Target, require_no_worker
from console.settings import Settings
from domain.frozen import Frozen
from domain.ledger.commands import RestoreLedger
from domain.ledger.events import CitedCheckpoint
from domain.ledger.state import Ledger
from domain.person.state import Office, Person
from domain.rejected import Rejected
from domain.schemes import scheme
from domain.streams import CLUSTER, COMPLAINT, LEDGER, PERSON, ROUND
from ledger.connection import Connection, Pool
from ledger.documents import Documents
from ledger.erasing import reapply
from ledger.erasures import Erasure
from ledger.published import Place
from ledger.reading import has_event, last_position, read_stream, streams_with_prefix
from ledger.sealing import Sealer
from readmodel.history import folded


class Restored(Frozen):
    """A restore that is on the record.

    `lost`: so many positions at least were published and are gone; None where nothing was published. `unsaid`: whose
    erasure is carried out again, and has to be given again, since the event that said so is gone; who is not on the
    record any more has none to be given. `held`: letters in operators' hands.
    """

    position: int
    made_at: datetime | None
    lost: int | None
    erasures: int
    unsaid: tuple[str, ...]
    held: int
    origin: str | None


class RestoreRecorder:
    """For an installation whose database was brought back and whose workers stand still."""

    def __init__(self, target: Target, *, by: str, reason: str, told: Callable[[str], None]) -> None:
        self._target = target
        self._by = by
        self._reason = reason
        self._told = told

    async def record(self, *, made_at: datetime | None, at: datetime) -> Restored:
        """Check the record, erase again, say that it was restored, begin another log, hold letters.

        Raises `RestoreRefused` where the record is empty, not whole, or a worker is at work, and `Rejected` where the
        person is no operator. Done again it says so again.
        """
        settings = self._target.settings
        owner = await asyncpg.connect(self._target.owner_url.get_secret_value())
        try:
            await require_no_worker(owner)
        finally:
            await owner.close()
        async with await connect_database(settings) as pool:
            record = Record(pool, Sealer(settings.sealing_key_bytes), _documents(settings), scheme())
            position = await _reached(pool)
            await self._require_operator(pool)
            await self._require_whole(pool)
            self._told("erasures")
            erasures, unsaid = await _erased_again(pool, settings)
            published = await checkpoints_of(settings)
            lost = _lost(published, position)
            command = RestoreLedger(
                position=position,
                made_at=made_at,
                checkpoints=published,
                lost=lost,
                erasures=erasures,
                reason=self._reason,
            )
            _accepted(await record(self._recording(command, at)))
            origin = await _another_log(pool, settings)
            self._told("letters")
            held = await Holding(record, pool).hold_all(await _clocks(pool), at=at, told=lambda: None)
        return Restored(
            position=position,
            made_at=made_at,
            lost=lost,
            erasures=erasures,
            unsaid=unsaid,
            held=held,
            origin=origin,
        )

    async def _require_operator(self, pool: Pool) -> None:
        """Asked before the command is given: a refusal is an outcome too, where another one may have been published."""
        async with pool.acquire() as connection:
            stream = f"{PERSON}{self._by}"
            person = folded(stream, await read_stream(connection, stream))
        if not (isinstance(person, Person) and Office.OPERATOR in person.offices):
            raise Rejected(
                "not-permitted", f"{self._by} may not say that it was restored: only an operator may."
            )

    async def _require_whole(self, pool: Pool) -> None:
        self._told("chains and checkpoints")
        async with pool.acquire() as connection:
            published = await published_of(connection, Place(self._target.settings.checkpoints_url))
            if wrong := await wrong_with(connection, published):
                raise RestoreRefused(f"The record is not whole: {' '.join(wrong[:3])}")

    def _recording(self, command: RestoreLedger, at: datetime) -> Recording:
        return Recording(
            stream=LEDGER, command_id=uuid4(), actor=self._by, command=command.model_dump(mode="json"), at=at
        )


async def _erased_again(pool: Pool, settings: Settings) -> tuple[int, tuple[str, ...]]:
    """How many erasures had to be carried out again, and of what no event speaks any more."""
    place = erasures_of(settings)
    listed = await place.listed() if place else []
    async with pool.acquire() as connection:
        erased = await reapply(connection, listed)
        unsaid = dict.fromkeys([each.name for each in listed if await _is_unsaid(connection, each)])
    return erased, tuple(unsaid)


async def _is_unsaid(connection: Connection, erasure: Erasure) -> bool:
    if await has_event(connection, erasure.event_id):
        return False
    return erasure.kind == "text" or bool(await read_stream(connection, erasure.name))


async def _reached(pool: Pool) -> int:
    async with pool.acquire() as connection:
        position = await last_position(connection)
    if not position:
        raise RestoreRefused("The record is empty: there is nothing to say of it.")
    return position


def _lost(published: tuple[CitedCheckpoint, ...], position: int) -> int | None:
    sizes = [each.size for each in published if each.origin.endswith("/events")]
    return max(sizes[-1] - position, 0) if sizes else None


def _accepted(recorded: Recorded) -> None:
    if recorded.refusal:
        raise Rejected(recorded.refusal.code, recorded.refusal.sentence)


async def _another_log(pool: Pool, settings: Settings) -> str | None:
    """Positions come again: from here on they are published under another origin, which cites the one before."""
    place = Place(settings.checkpoints_url)
    origins = await place.origins()
    if not origins:
        return None
    async with pool.acquire() as connection:
        ledger = folded(LEDGER, await read_stream(connection, LEDGER))
    generation = ledger.generation if isinstance(ledger, Ledger) else 1
    # A backup from before a restore knows nothing of it.
    origin = f"{origins[0]}/{max(generation, len(origins) + 1)}"
    for log in ("events", "outcomes"):
        if note := await place.read(f"{origins[-1]}/{log}/checkpoint"):
            await place.add(f"{origin}/{log}/cited", note)
    await place.begin(origin)
    return origin


async def _clocks(pool: Pool) -> list[str]:
    async with pool.acquire() as connection:
        clusters = await streams_with_prefix(connection, CLUSTER)
        rounds = await streams_with_prefix(connection, ROUND)
        return [*clusters, *rounds, *await streams_with_prefix(connection, COMPLAINT)]


def _documents(settings: Settings) -> Documents:
    return Documents(settings.documents_url, limit_bytes=settings.document_limit_bytes)

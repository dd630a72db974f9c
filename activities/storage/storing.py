"""`load` and `record` as activities: rules' refusals are data, faults of the program end that one command only."""

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.behind import note_behind
from activities.faults import faults_are_incidents
from activities.interface import ERASURES_OUT_OF_REACH, LOAD, RECORD, Recorded, Recording
from activities.storage.certificates import watch_certificates
from activities.storage.reach import out_of_reach
from activities.storage.record import Record, TooManyRaces
from domain.standing import Standing
from ledger.connection import Pool
from ledger.hinting import Hints
from ledger.outside import PlaceOutOfReach
from ledger.reading import read_stream
from readmodel.history import standing_of
from readmodel.incidents import Cause, raise_incident, resolve_incidents

UNAVAILABLE = "StorageUnavailable"
FAULT = "Fault"
_log = structlog.get_logger()


class Storage:
    """Reads and writes streams for workflows."""

    def __init__(self, pool: Pool, record: Record) -> None:
        self._pool = pool
        self._record = record
        self._hints = Hints(pool)

    @activity.defn(name=LOAD)
    async def load(self, stream: str) -> Standing:
        """What the stream stands at, folded from the ledger."""
        begun_at = activity.info().started_time
        try:
            async with (
                faults_are_incidents(self._pool, stream=stream, subject=LOAD, at=begun_at),
                self._pool.acquire() as connection,
            ):
                return standing_of(stream, await read_stream(connection, stream))
        except Exception as error:
            if out_of_reach(error):
                raise _unavailable(error) from error
            raise

    @activity.defn(name=RECORD)
    async def record(self, recording: Recording) -> Recorded:
        """Carries a command out, once per id. A database out of reach is worth repeating; a fault is not."""
        log = _log.bind(
            stream=recording.stream,
            command_id=str(recording.command_id),
            command=recording.command.get("type"),
        )
        try:
            recorded = await self._record(recording)
        except PlaceOutOfReach as away:
            log.warning("nothing is erased without the list of erasures")
            raise ApplicationError(str(away), type=ERASURES_OUT_OF_REACH, non_retryable=True) from away
        except Exception as error:
            if out_of_reach(error) or isinstance(error, TooManyRaces):
                log.warning("record waits for the database", error=type(error).__name__)
                raise _unavailable(error) from error
            raise await self._fault(recording, error) from error
        self._hints.give()
        if recorded.behind:
            await note_behind(self._pool, stream=recording.stream, known=recording.known, at=recording.at)
            return recorded
        if recording.actor is None:
            await self._mended(recording)
        if recorded.standing.stalled:
            await self._stalled(recording, recorded.standing.stalled)
        await watch_certificates(self._pool, recording, recorded)
        refused = recorded.refusal.code if recorded.refusal else None
        log.info("recorded", refused=refused, version=recorded.standing.version)
        return recorded

    async def _mended(self, recording: Recording) -> None:
        """The engine repeats what failed by a fault, until it succeeds and the incident is over."""
        async with self._pool.acquire() as connection:
            await resolve_incidents(
                connection,
                causes=[Cause.FAULT_IN_RECORD],
                stream=recording.stream,
                subject=_subject(recording),
                at=recording.at,
                by="engine",
            )

    async def _stalled(self, recording: Recording, cases: tuple[str, ...]) -> None:
        """An open case for which neither engine, person nor clock will act: the rules forgot it."""
        async with self._pool.acquire() as connection:
            for case in cases:
                await raise_incident(
                    connection,
                    cause=Cause.CASE_STALLED,
                    stream=recording.stream,
                    subject=case,
                    detail="neither debt, nor task, nor deadline",
                    at=recording.at,
                )

    async def _fault(self, recording: Recording, fault: Exception) -> ApplicationError:
        """An incident is raised; the command fails with its id and holds up no other."""
        _log.exception("fault in record", stream=recording.stream, command_id=str(recording.command_id))
        async with self._pool.acquire() as connection:
            incident = await raise_incident(
                connection,
                cause=Cause.FAULT_IN_RECORD,
                stream=recording.stream,
                subject=_subject(recording),
                detail=type(fault).__name__,
                at=recording.at,
            )
        sentence = f"The command met a fault of the program. Incident {incident}."
        return ApplicationError(sentence, str(incident), type=FAULT, non_retryable=True)


def _subject(recording: Recording) -> str:
    """A person's command by its id; the engine's by what it is about, since its id changes with the version."""
    if recording.actor is not None:
        return str(recording.command_id)
    named = [recording.command.get(name) for name in ("type", "case_id", "limit", "level", "notice_id")]
    return " ".join(str(name) for name in named if name)


def _unavailable(error: BaseException) -> ApplicationError:
    return ApplicationError(f"The database is out of reach: {type(error).__name__}.", type=UNAVAILABLE)

"""Reconciling: every stream with a clock has a path that stands where the record says, and every path a stream."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from activities.interface import ReconcileResult
from console.gateway import Gateway
from console.recovery.comparing import Difference, Finding, compared
from console.recovery.paths import NotRunning, Paths, Silent
from console.recovery.published import BehindPublished, require_all_published
from domain.frozen import Frozen
from domain.standing import Standing
from domain.streams import CLUSTER, COMPLAINT, LEDGER, ROUND
from ledger.connection import Pool
from ledger.published import Place
from ledger.reading import has_event, read_stream, streams_with_prefix
from readmodel.history import standing_of
from readmodel.incidents import Cause, open_incidents, raise_incident, resolve_incidents

_AT_ONCE = 16
_ATTEMPTS = 3
_MOMENT = 0.5
_ENGINE = "engine"
_CAUSES = {
    Difference.AHEAD: Cause.RECORD_BEHIND,
    Difference.WITHOUT_STREAM: Cause.WORKFLOW_WITHOUT_STREAM,
    Difference.SILENT: Cause.WORKFLOW_SILENT,
    Difference.RECORD_BEHIND: Cause.RECORD_BEHIND,
}


class Reconciled(Frozen):
    """What was found. `examined`: streams with a clock and running workflows, each counted once."""

    examined: int
    findings: tuple[Finding, ...]

    @property
    def wrong(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.wrong)


class Reconciler:
    """Compares, starts what is missing, refreshes what lags, and raises an incident where a person must decide."""

    def __init__(self, gateway: Gateway, paths: Paths, pool: Pool, place: Place) -> None:
        self._gateway = gateway
        self._paths = paths
        self._pool = pool
        self._place = place

    async def reconcile(
        self, *, at: datetime, repair: bool, begun: Callable[[int], None], told: Callable[[], None]
    ) -> Reconciled:
        """`begun` hears how many there are to examine, `told` of each. Without `repair` nothing is changed.

        Nor is any path where the record holds less than was published of it.
        """
        streams, behind = await self.streams(), await self._behind()
        begun(len(streams))
        free = asyncio.Semaphore(_AT_ONCE)

        async def one(stream: str) -> Finding | None:
            async with free:
                finding = await self._examined(stream, repair=repair and not behind)
            told()
            return finding

        first = [finding for finding in await asyncio.gather(*map(one, streams)) if finding]
        # Where many paths begin at once, some are slow to answer: a second time the crowd is gone.
        asked = [await self._once_more(finding, repair=repair and not behind) for finding in first]
        found = (*behind, *(finding for finding in asked if finding))
        if repair:
            await self._note(found, at)
        return Reconciled(examined=len(streams), findings=found)

    async def scheduled(self, at: datetime, told: Callable[[], None]) -> ReconcileResult:
        """All of it, as the schedule asks for it."""
        found = await self.reconcile(at=at, repair=True, begun=lambda _: None, told=told)
        mended = sum(finding.mended for finding in found.findings)
        return ReconcileResult(examined=found.examined, mended=mended, wrong=len(found.wrong))

    async def streams(self) -> list[str]:
        """Every stream with a clock, and every workflow that runs, in order."""
        running = {stream async for stream in self._paths.running()}
        async with self._pool.acquire() as connection:
            clusters = await streams_with_prefix(connection, CLUSTER)
            rounds = await streams_with_prefix(connection, ROUND)
            complaints = await streams_with_prefix(connection, COMPLAINT)
        return sorted({*running, *clusters, *rounds, *complaints})

    async def difference(self, stream: str) -> tuple[Difference | None, Standing | None, Standing]:
        """How path and record differ, with what each says. Raises `Silent`."""
        try:
            path = await self._paths.standing(stream)
        except NotRunning:
            record = await self._recorded(stream)
            gone = record.ended or not record.version
            return None if gone else Difference.MISSING, None, record
        # In this order: what the path knew then, the record holds by now.
        async with self._pool.acquire() as connection:
            record = standing_of(stream, await read_stream(connection, stream))
            held = path.last_event is None or await has_event(connection, path.last_event)
        return compared(path, record, held=held), path, record

    async def _behind(self) -> list[Finding]:
        try:
            await require_all_published(self._pool, self._place)
        except BehindPublished as behind:
            return [Finding(stream=LEDGER, difference=Difference.RECORD_BEHIND, detail=str(behind))]
        return []

    async def _once_more(self, finding: Finding, *, repair: bool) -> Finding | None:
        if finding.difference is not Difference.SILENT:
            return finding
        return await self._examined(finding.stream, repair=repair)

    async def _examined(self, stream: str, *, repair: bool) -> Finding | None:
        try:
            difference, path, record = await self.difference(stream)
            if difference is Difference.LAGS:
                # Most often a command is on its way from the record back to the path.
                await asyncio.sleep(_MOMENT)
                difference, path, record = await self.difference(stream)
            if difference is None:
                return None
            detail = _detail(difference, path, record)
            mended = repair and await self._mended(difference, stream)
        except Silent as silent:
            return Finding(stream=stream, difference=Difference.SILENT, detail=str(silent))
        return Finding(stream=stream, difference=difference, detail=detail, mended=mended)

    async def _mended(self, difference: Difference | None, stream: str) -> bool:
        """Whether they agree after a few attempts: what goes on meanwhile may move the record on again."""
        for _ in range(_ATTEMPTS):
            match difference:
                case Difference.MISSING:
                    await self._gateway.resume(stream)
                case Difference.LAGS:
                    # A round that takes up its end may end with it.
                    with suppress(NotRunning):
                        await self._paths.refresh(stream)
                case _:
                    break
            difference, _path, _record = await self.difference(stream)
        return difference is None

    async def _recorded(self, stream: str) -> Standing:
        async with self._pool.acquire() as connection:
            return standing_of(stream, await read_stream(connection, stream))

    async def _note(self, found: Sequence[Finding], at: datetime) -> None:
        """Incidents for what a person must decide; those that are over are closed."""
        noted = {(_CAUSES[each.difference], each.stream) for each in found if each.difference in _CAUSES}
        async with self._pool.acquire() as connection:
            for each in found:
                if cause := _CAUSES.get(each.difference):
                    await raise_incident(
                        connection, cause=cause, stream=each.stream, subject="", detail=each.detail, at=at
                    )
            for incident in await open_incidents(connection):
                over = (incident.cause, incident.stream) not in noted
                if incident.cause in _CAUSES.values() and over:
                    await resolve_incidents(
                        connection,
                        causes=[incident.cause],
                        stream=incident.stream,
                        subject=incident.subject,
                        at=at,
                        by=_ENGINE,
                    )


def _detail(difference: Difference, path: Standing | None, record: Standing) -> str:
    match difference:
        case Difference.MISSING:
            return f"no workflow ran; the record is at version {record.version}: {record.stage}"
        case Difference.UNBEGUN:
            return "its first command was refused, and it waits for another"
        case Difference.WITHOUT_STREAM:
            return f"the path knows of version {path.version if path else 0}, the record of no such stream"
        case _:
            return f"the path is at version {path.version if path else 0}, the record at version {record.version}"

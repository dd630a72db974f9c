"""A rehearsed past: commands of earlier days, carried out in order with the clock running between them.

They go straight to the record, on streams whose workflow has never run. What is owed and due when the rehearsal ends,
the engine finds when it takes the streams up from the ledger: exactly as after a loss of Temporal.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import orjson

from activities.interface import Recorded, Recording, Refusal
from console.journeys.acts import Act
from console.journeys.installation import Installation
from domain.standing import Due, Standing
from domain.streams import WITH_A_CLOCK, standing
from readmodel.history import folded


class ActFailed(Exception):
    """A step did not end as its file says."""


class PastTooLate(Exception):
    """The record already reaches beyond the day a step lies on: nothing can be recorded before that."""


async def rehearse(
    installation: Installation,
    acts: Sequence[Act],
    registrar: str,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[str, ...]:
    """Take every act that has a time and was not taken yet; the streams with a clock that had one.

    Acts of several journeys are merged by time. Raises PastTooLate before anything is done, and ActFailed.
    """
    past = sorted((act for act in acts if act.at), key=_at)
    ahead = [act for act in past if not await taken(installation, act)]
    streams = {act.stream for act in past if act.command and act.stream.startswith(WITH_A_CLOCK)}
    if not ahead:
        return tuple(sorted(streams))
    await _not_too_late(installation, ahead[0])
    rehearsal = _Rehearsal(installation, registrar)
    await rehearsal.take_up(streams)
    left = {id(act) for act in ahead}
    for act in past:
        await rehearsal.run_the_clock(_at(act))
        if id(act) in left:
            await rehearsal.take(act)
            tell(act.place)
    return tuple(sorted(streams))


async def taken(installation: Installation, act: Act) -> bool:
    """Whether the act was taken before: its command has an outcome, or its person is registered.

    Raises ActFailed when that outcome is not the one its file expects.
    """
    if act.command is None:
        return True
    if act.actor is None:
        return await installation.begun_at(act.stream) is not None
    if (outcome := await installation.outcome(act)) is None:
        return False
    refused = orjson.loads(outcome.text).get("refused")
    judged(act, Refusal(**refused) if refused else None)
    return True


def judged(act: Act, refusal: Refusal | None) -> None:
    """ActFailed unless the act was refused with the code its file expects, or, expecting none, accepted."""
    if act.expect and refusal is None:
        raise ActFailed(f"{act.place} should have been refused: {act.expect}; it was accepted.")
    if refusal is not None and refusal.code != act.expect:
        raise ActFailed(f"{act.place} was refused: {refusal.sentence} ({refusal.code})")


def _at(act: Act) -> datetime:
    if act.at is None:
        raise ValueError(f"{act.place} has no time.")
    return act.at


async def _not_too_late(installation: Installation, first: Act) -> None:
    reached = await installation.recorded_until()
    if reached is not None and _at(first) < reached:
        raise PastTooLate(
            f"{first.place} lies on {_at(first).date()}, but the record reaches to {reached.date()} already. "
            "A rehearsed past comes first: play it on a new data directory."
        )


class _Rehearsal:
    def __init__(self, installation: Installation, registrar: str) -> None:
        self._installation = installation
        self._registrar = registrar
        self._stands: dict[str, Standing] = {}

    async def take_up(self, streams: set[str]) -> None:
        """Go on where the record stands."""
        for stream in streams:
            if events := await self._installation.events(stream):
                self._stands[stream] = standing(folded(stream, events))

    async def run_the_clock(self, until: datetime) -> None:
        """Give every command of the clock that comes due by then, at its own instant, in order over all streams."""
        while coming := self._next(until):
            stream, due = coming
            await self._record(
                Recording(
                    stream=stream, command_id=due.command_id, actor=None, command=due.command, at=due.at
                )
            )
            if self._stands[stream].due == due:
                raise RuntimeError(f"The clock of {stream} does not move on.")

    async def take(self, act: Act) -> None:
        for text in act.texts:
            await self._installation.documents.put(text.encode())
        recorded = await self._record(
            Recording(
                stream=act.stream,
                command_id=act.command_id,
                actor=act.actor or self._registrar,
                command=act.command or {},
                at=_at(act),
            )
        )
        judged(act, recorded.refusal)

    def _next(self, until: datetime) -> tuple[str, Due] | None:
        coming = [(stream, stands.due) for stream, stands in self._stands.items() if stands.due]
        due = [(stream, each) for stream, each in coming if each.at <= until]
        return min(due, key=lambda each: each[1].at, default=None)

    async def _record(self, recording: Recording) -> Recorded:
        recorded = await self._installation.record(recording)
        if recording.stream.startswith(WITH_A_CLOCK):
            self._stands[recording.stream] = recorded.standing
        return recorded

"""A rehearsed past: commands of earlier days, carried out in order with the clock running between them.

They go straight to the record, on streams whose workflow has never run. What is owed and due when the rehearsal ends,
the engine finds when it takes the streams up from the ledger: exactly as after a loss of Temporal.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from activities.interface import Recorded, Recording
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
    ahead = [act for act in past if not await installation.done(act)]
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


def judged(act: Act, code: str | None, sentence: str | None) -> None:
    """ActFailed unless the act was refused with the code its file expects, or, expecting none, accepted."""
    if code != act.expect:
        expected = f"to be refused: {act.expect}" if act.expect else "to be accepted"
        raise ActFailed(f"{act.place} was expected {expected}; {sentence or 'it was accepted.'} ({code})")


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
        refusal = recorded.refusal
        judged(act, refusal and refusal.code, refusal and refusal.sentence)

    def _next(self, until: datetime) -> tuple[str, Due] | None:
        coming = [(stream, stands.due) for stream, stands in self._stands.items() if stands.due]
        due = [(stream, each) for stream, each in coming if each.at <= until]
        return min(due, key=lambda each: each[1].at, default=None)

    async def _record(self, recording: Recording) -> Recorded:
        recorded = await self._installation.record(recording)
        if recording.stream.startswith(WITH_A_CLOCK):
            self._stands[recording.stream] = recorded.standing
        return recorded

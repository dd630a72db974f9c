"""Playing journeys: first their rehearsed past, then, step by step, the present on the running engine."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeAlias

from activities.interface import Order, Refusal
from console.journeys.acts import Act
from console.journeys.installation import Installation
from console.journeys.rehearsing import ActFailed, judged, rehearse, taken
from domain.rejected import Rejected

Tell: TypeAlias = Callable[[str], None]

_LONGEST_WAIT = 60.0


async def play(installation: Installation, acts: Sequence[Act], tell: Tell = lambda _: None) -> None:
    """Take every act that was not taken before. `tell` hears the place of each.

    Raises ActFailed at the first one that does not end as its file says, and before the first one PastTooLate, or
    ActFailed when one lies ahead.
    """
    _nothing_lies_ahead(acts)
    registrar = await installation.registrar(tuple(acts))
    for stream in await rehearse(installation, acts, registrar, tell):
        await installation.gateway.resume(stream)
    await play_live(installation, acts, registrar, tell)


def _nothing_lies_ahead(acts: Sequence[Act]) -> None:
    now = datetime.now(UTC)
    for act in acts:
        if act.at and act.at > now:
            raise ActFailed(f"{act.place} lies ahead, on {act.at.date()}: only a simulated clock gets there.")


async def play_live(
    installation: Installation, acts: Sequence[Act], registrar: str, tell: Tell = lambda _: None
) -> None:
    """Take the acts that have no time, one after the other."""
    for act in acts:
        if act.at is None and not await taken(installation, act):
            await take(installation, act, registrar)
            tell(act.place)


async def take(installation: Installation, act: Act, registrar: str) -> None:
    """Take an act on the running engine, now. Raises ActFailed."""
    await _wait(installation, act)
    for text in act.texts:
        await installation.documents.put(text.encode())
    order = Order(
        stream=act.stream,
        command_id=act.command_id,
        actor=act.actor or registrar,
        command=act.command or {},
    )
    try:
        await installation.gateway.submit(order)
    except Rejected as refused:
        judged(act, Refusal(code=refused.code, sentence=refused.sentence))
    else:
        judged(act, None)


async def _wait(installation: Installation, act: Act) -> None:
    """People act on what has been made: comparisons and documents come first, letters need not have arrived."""
    awaited = act.after or "what is still to be made"
    try:
        if act.after is not None:
            await installation.until_event(act.stream, act.after, _LONGEST_WAIT)
        await installation.until_made(act.stream, _LONGEST_WAIT)
    except TimeoutError:
        raise ActFailed(f"{act.place} waited {_LONGEST_WAIT:.0f} s in vain for {awaited}.") from None

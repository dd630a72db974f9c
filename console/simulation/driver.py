"""Simulated time: from one moment at which anything happens to the next, all desks in step."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from console.simulation.central import CentralOffice
from console.simulation.engine import Engine
from console.simulation.opening import opening
from console.simulation.playing import Player

Reached = Callable[[datetime], None]


class Unopened(Exception):
    """An act of the first day was refused: nothing can be simulated on it."""


async def drive(  # noqa: PLR0913 - who plays, on what, and from when to when
    engine: Engine,
    central: CentralOffice,
    players: Sequence[Player],
    reached: Reached,
    *,
    begins: datetime,
    ends: datetime,
) -> datetime:
    """Play from the first moment to the last; the moment that was reached.

    The record only goes forward in time, so that desks keep step: none acts before all have come to the moment.
    Within it they act beside each other, but for what a comparison with the portfolio sees: that is done desk by
    desk. So the same seed leads to the same streams, however fast each desk is. `reached` may stop it by raising
    CancelledError; the record is then whole up to the last command.
    """
    await engine.advance(begins)
    for act in opening(tuple(player.desk for player in players)):
        if (refusal := await engine.give(act, begins)) is not None:
            raise Unopened(f"{act.command.type} on {act.on}: {refusal}")
    for player in players:
        player.plan_all(begins)
    now = begins
    while True:
        await central.play(now)
        await _play(engine, players, now)
        coming = _next(engine, central, players)
        if coming is None or coming > ends:
            break
        now = max(now, coming)
        await engine.advance(now)
        _tell(engine.changed(), players, now)
        reached(now)
    await engine.advance(ends)
    return ends


async def _play(engine: Engine, players: Sequence[Player], now: datetime) -> None:
    await asyncio.gather(*(player.play(now, compared=False) for player in players))
    await engine.settle(engine.states)
    for player in players:
        await player.play(now, compared=True)
    await engine.settle(engine.states)
    _tell(engine.changed(), players, now)


def _tell(streams: Iterable[str], players: Sequence[Player], now: datetime) -> None:
    concerned = tuple(streams)
    for player in players:
        player.plan((each for each in concerned if player.concerns(each)), now)


def _next(engine: Engine, central: CentralOffice, players: Sequence[Player]) -> datetime | None:
    moments = (engine.next_due(), central.next_moment(), *(player.next_moment() for player in players))
    return min((moment for moment in moments if moment is not None), default=None)

"""How many commands a second many clusters take together, beside bare updates of as many workflows."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count
from time import perf_counter
from typing import TypeVar

from benchmarks.figures import Figure, Goal
from benchmarks.portfolio import OPERATOR, labelled, profile
from benchmarks.site import BareHandle, Site
from benchmarks.sizes import Size

_One = TypeVar("_One")


async def throughput(site: Site, size: Size) -> list[Figure]:
    """One caller for each cluster or workflow, never more than one update in flight for each; rounds in turns."""
    streams = await labelled(site, "busy", size.simultaneous)
    for stream in streams:
        await site.gateway.resume(stream)
    handles = [await site.start_bare(f"bare-busy-{number}") for number in range(size.simultaneous)]
    staff = count()

    async def command(stream: str) -> None:
        await site.submit(stream, OPERATOR, "UpdateProfile", **profile(next(staff)))

    async def update(handle: BareHandle) -> None:
        await handle.execute_update("touch", "word")

    commands_took = updates_took = 0.0
    each = size.updates_per_round // size.simultaneous
    # The first round fills caches and is not counted.
    for turn in range(size.rounds + 1):
        commands = await _round(command, streams, each)
        updates = await _round(update, handles, each)
        if turn:
            commands_took += commands
            updates_took += updates
    done = size.rounds * each * size.simultaneous
    return [
        Figure(
            key="commands-per-second",
            name=f"commands at {size.simultaneous} clusters",
            unit="1/s",
            laurel=done / commands_took,
            bare=done / updates_took,
            goal=Goal(bound="at least", limit=0.8, of="ratio"),
        )
    ]


async def _round(act: Callable[[_One], Awaitable[None]], on: list[_One], times: int) -> float:
    async def caller(one: _One) -> None:
        for _ in range(times):
            await act(one)

    begun = perf_counter()
    await asyncio.gather(*(caller(one) for one in on))
    return perf_counter() - begun

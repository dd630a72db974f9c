"""How long one command takes beside one bare update, one after the other and in turns."""

from collections.abc import Awaitable
from time import perf_counter

from benchmarks.figures import Figure, Goal, p50, p95
from benchmarks.portfolio import OPERATOR, labelled, profile
from benchmarks.site import Site
from benchmarks.sizes import Size

# So many streams take turns that none grows longer than a case's own.
_STREAMS = 10


async def latencies(site: Site, size: Size) -> list[Figure]:
    """A command on a cluster; a bare update; a bare update with an empty local activity, the least a command can be."""
    streams = await labelled(site, "latency", _STREAMS)
    handles = [await site.start_bare(f"bare-latency-{number}") for number in range(_STREAMS)]
    for stream in streams:
        await site.gateway.resume(stream)
    commands: list[float] = []
    updates: list[float] = []
    floors: list[float] = []
    for turn in range(size.warm_ups + size.latencies):
        stream, handle = streams[turn % _STREAMS], handles[turn % _STREAMS]
        commands.append(await _timed(site.submit(stream, OPERATOR, "UpdateProfile", **profile(turn))))
        updates.append(await _timed(handle.execute_update("touch", "word")))
        floors.append(await _timed(handle.execute_update("touch_with_activity", "word")))
    commands, updates, floors = (each[size.warm_ups :] for each in (commands, updates, floors))
    return [
        Figure(
            key="command-p50",
            name="command, p50",
            unit="ms",
            laurel=p50(commands),
            bare=p50(updates),
            goal=Goal(bound="at most", limit=1.5, of="ratio"),
        ),
        Figure(key="command-p95", name="command, p95", unit="ms", laurel=p95(commands), bare=p95(updates)),
        Figure(
            key="empty-activity-p50",
            name="bare update with an empty local activity, p50",
            unit="ms",
            laurel=p50(floors),
            bare=p50(updates),
        ),
    ]


async def _timed(act: Awaitable[object]) -> float:
    begun = perf_counter()
    await act
    return perf_counter() - begun

"""What waiting costs: starting many workflows that then sleep, and the memory they hold in the worker's cache."""

import asyncio
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHandle

from benchmarks.figures import Figure, Goal
from benchmarks.portfolio import labelled
from benchmarks.site import Site
from benchmarks.sizes import Size

_AT_ONCE = 20


async def idling(site: Site, size: Size) -> list[Figure]:
    """Clusters with a label, so that each waits on a timer as each bare workflow does."""
    streams = await labelled(site, "idle", size.idle)
    names = [f"bare-idle-{number}" for number in range(size.idle)]
    laurel_before, bare_before = site.resident_kilobytes()
    # Taken in turns by halves: growing files and a busy machine weigh on both.
    half = size.idle // 2
    clusters_took = bare_took = 0.0
    for part in (slice(None, half), slice(half, None)):
        clusters_took += await _started(site, site.gateway.resume, streams[part])
        bare_took += await _started(site, site.start_bare, names[part])
    laurel_after, bare_after = site.resident_kilobytes()
    return [
        Figure(
            key="starts-per-second",
            name="starts, the cluster loaded from the ledger",
            unit="1/s",
            laurel=size.idle / clusters_took,
            bare=size.idle / bare_took,
        ),
        Figure(
            key="memory-per-idle-cluster",
            name=f"memory of an idle cached cluster ({size.idle})",
            unit="kB",
            laurel=(laurel_after - laurel_before) / size.idle,
            bare=(bare_after - bare_before) / size.idle,
            goal=Goal(bound="at most", limit=40, of="figure"),
        ),
    ]


async def _started(site: Site, start: Callable[[str], Awaitable[object]], names: list[str]) -> float:
    """Seconds until all have been started and have done their first task, some at a time."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def begin(name: str) -> None:
        async with gate:
            await start(name)
            await _first_task_done(site.client.get_workflow_handle(name))

    begun = perf_counter()
    await asyncio.gather(*(begin(name) for name in names))
    return perf_counter() - begun


async def _first_task_done(handle: WorkflowHandle[Any, Any]) -> None:
    """By then a cluster is loaded from the ledger."""
    async for event in handle.fetch_history_events(wait_new_event=True):
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
            return

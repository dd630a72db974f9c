"""How much history Temporal keeps: for one command, and for a whole journey with every run of its chain."""

from itertools import pairwise
from statistics import mean, median

from benchmarks.figures import Figure, Goal, p50, p95
from benchmarks.journey import Walked, walk
from benchmarks.portfolio import OPERATOR, labelled, profile
from benchmarks.site import Site
from benchmarks.sizes import Size

_COMMANDS = 10


async def histories(site: Site, size: Size) -> tuple[list[Figure], Walked]:
    """Figures of history, of the journeys' own commands, and the last journey walked."""
    per_command = await _per_command(site)
    journeys = [await walk(site, f"journey-{number}") for number in range(size.journeys)]
    seconds = [each for journey in journeys for each in journey.seconds]
    figures = [
        Figure(
            key="history-events-per-command",
            name="history events of a command",
            unit="events",
            laurel=per_command,
            goal=Goal(bound="at most", limit=6, of="figure"),
        ),
        Figure(
            key="history-events-per-journey",
            name=f"history events of a Bronze award ({len(journeys[-1].events)} events on record)",
            unit="events",
            laurel=mean([await _in_all_runs(site, journey.stream) for journey in journeys]),
        ),
        Figure(
            key="journey-command-p50", name="command of a Bronze award, p50", unit="ms", laurel=p50(seconds)
        ),
        Figure(
            key="journey-command-p95", name="command of a Bronze award, p95", unit="ms", laurel=p95(seconds)
        ),
    ]
    return figures, journeys[-1]


async def _per_command(site: Site) -> float:
    (stream,) = await labelled(site, "history", 1)
    await site.submit(stream, OPERATOR, "UpdateProfile", **profile(0))
    lengths = [await _length(site, stream)]
    for turn in range(1, _COMMANDS + 1):
        await site.submit(stream, OPERATOR, "UpdateProfile", **profile(turn))
        lengths.append(await _length(site, stream))
    return median(after - before for before, after in pairwise(lengths))


async def _length(site: Site, stream: str) -> int:
    return (await site.client.get_workflow_handle(stream).describe()).history_length


async def _in_all_runs(site: Site, stream: str) -> int:
    events = 0
    run_id = (await site.client.get_workflow_handle(stream).describe()).run_id or ""
    while run_id:
        history = await site.client.get_workflow_handle(stream, run_id=run_id).fetch_history()
        events += len(history.events)
        run_id = history.events[0].workflow_execution_started_event_attributes.continued_execution_run_id
    return events

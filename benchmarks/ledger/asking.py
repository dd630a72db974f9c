"""What is asked of a large record: a cluster as it was, its trail, and the lists as they were."""

from collections.abc import Awaitable, Callable
from datetime import date
from random import Random
from time import perf_counter

from benchmarks.figures import Figure, Goal, p95
from benchmarks.ledger.copies import stream_of
from benchmarks.ledger.site import LedgerSite
from benchmarks.sizes import LedgerSize
from domain.cluster.visible_state import visible_state
from ledger.connection import Connection
from ledger.reading import recorded_at
from readmodel.inquiries import clusters, inbox
from readmodel.past import Then, read_past, visible_payloads
from readmodel.register import register
from readmodel.rows_then import rows_then

_SEED = 1
# A day on which every label of the record holds.
_DAY = date(2026, 6, 1)
_ONE = Goal(bound="at most", limit=50, of="figure")
_LIST = Goal(bound="at most", limit=500, of="figure")

_Question = Callable[[Connection, str, Then], Awaitable[object]]


async def asking(site: LedgerSite, size: LedgerSize) -> list[Figure]:
    """From the question to the answer as `laurel` prints it; a cluster and a position drawn for each."""
    of = f"{size.events:,} events"
    asked: list[tuple[str, str, _Question, int, Goal]] = [
        ("show-as-of", "show --as-of", _show, size.asked, _ONE),
        ("trail", "trail", _trail, size.asked, _ONE),
        ("clusters-as-of", "clusters --as-of", _clusters, size.lists, _LIST),
        ("inbox-as-of", "inbox --as-of", _inbox, size.lists, _LIST),
        ("register-as-of", "register --as-of", _register, size.lists, _LIST),
    ]
    async with site.pool.acquire() as connection:
        return [
            Figure(
                key=key,
                name=f"{name} of {of}, p95",
                unit="ms",
                laurel=p95(await _seconds(connection, question, times, size)),
                goal=goal,
            )
            for key, name, question, times, goal in asked
        ]


async def _seconds(connection: Connection, ask: _Question, times: int, size: LedgerSize) -> list[float]:
    random = Random(_SEED)  # noqa: S311 -- the same questions at every run
    took: list[float] = []
    for _ in range(times):
        position = random.randint(1, size.events)
        stream = stream_of(random.randrange(size.clusters))
        begun = perf_counter()
        at = await recorded_at(connection, position)
        if at is None:
            raise LookupError(position)
        await ask(connection, stream, Then(at=at, position=position))
        took.append(perf_counter() - begun)
    return took


async def _show(connection: Connection, stream: str, then: Then) -> object:
    past = await read_past(connection, stream, then)
    return visible_state(past.state, None, past.now)


async def _trail(connection: Connection, stream: str, then: Then) -> object:
    return visible_payloads(await read_past(connection, stream, Then(at=then.at)), None)


async def _clusters(connection: Connection, _: str, then: Then) -> object:
    rows = await rows_then(connection, then)
    return await clusters(connection, _DAY, then.at, rows=rows)


async def _inbox(connection: Connection, _: str, then: Then) -> object:
    return await inbox(connection, then.at, rows=await rows_then(connection, then))


async def _register(connection: Connection, _: str, then: Then) -> object:
    return await register(connection, _DAY, rows=await rows_then(connection, then))

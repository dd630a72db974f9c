"""What a wave of reminders costs: many labels whose rung falls due in the same moment, each with one letter."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from time import monotonic
from uuid import uuid4

from benchmarks.figures import Figure
from benchmarks.portfolio import MANAGER, OPERATOR, PROFILE, labelled, person
from benchmarks.site import Site
from benchmarks.sizes import ReminderSize
from domain.cluster.events.reminders import LadderPlanned
from domain.events import payload_of
from domain.levels import Level
from domain.rungs import Rung
from domain.streams import CLUSTER
from domain.upcasting import schema_version
from ledger.appending import Append, NewEvent, Outcome, StreamAppend, append
from ledger.canonical import canonical

_AT_ONCE = 16
_PAUSE = 0.5
# Paths begin more slowly the more there are: the moment lies so much further off than the probes say.
_MARGIN, _LEAST = 3.0, 8.0
_FAR = timedelta(days=3650)
# Behind so many seconds without another letter, one is lost.
_PATIENCE = 300.0
_METADATA = canonical({"actor": "engine", "authority": "engine", "command": "PlanLadder"})
# Registered, its label brought in, its ladder planned.
_EVENTS_BEFORE = 3
_GIVEN = "select count(*) from ledger.events where type = $1"


async def reminding(site: Site, size: ReminderSize) -> list[Figure]:
    """Every path waits on its timer when the moment comes. Raises when a letter is missing, or came twice."""
    streams = await _on_record(site, size.labels + size.probes)
    probes, streams = streams[: size.probes], streams[size.probes :]
    began = monotonic()
    await _wait_for(site, probes, datetime.now(UTC) + _FAR)
    lead = _LEAST + _MARGIN * (monotonic() - began) * size.labels / size.probes
    moment = datetime.now(UTC) + timedelta(seconds=lead)
    await _wait_for(site, streams, moment)
    early = (moment - datetime.now(UTC)).total_seconds()
    await asyncio.sleep(max(early, 0.0))
    memory = await _worked_off(site, size.labels)
    took = (datetime.now(UTC) - moment).total_seconds()
    await _once_each(site, size.labels)
    return [
        Figure(
            key="reminders-per-second",
            name=f"reminders due at once ({size.labels:,}), until the last letter was sent",
            unit="1/s",
            laurel=size.labels / took,
        ),
        Figure(
            key="memory-of-reminders",
            name="the most memory of the worker meanwhile",
            unit="MB",
            laurel=memory / 1000,
        ),
        Figure(
            key="lead-of-reminders",
            name="of the paths, how long before the moment the last one had begun",
            unit="s",
            laurel=early,
        ),
    ]


async def _on_record(site: Site, labels: int) -> list[str]:
    for each, offices in ((OPERATOR, ("operator",)), (MANAGER, ())):
        await person(site, each, offices=offices)
    streams = [f"{CLUSTER}reminded-{number}" for number in range(labels)]

    async def registered(stream: str) -> None:
        about = {"name": stream, "country": "DE", "carrier": "e.V.", "language": "en", "managers": [MANAGER]}
        await site.put_on_record(stream, OPERATOR, "RegisterCluster", **about, profile=PROFILE)

    await _at_once(streams, registered)
    return await labelled(site, "reminded", labels)


async def _wait_for(site: Site, streams: Sequence[str], moment: datetime) -> None:
    """The paths of the streams have begun; each waits for the moment."""
    await _at_once(streams, lambda stream: _plan(site, stream, moment))
    await _at_once(streams, site.gateway.resume)


async def _plan(site: Site, stream: str, moment: datetime) -> None:
    """The label's next reminder is due at the moment: no rule gives one at any minute but nine o'clock."""
    planned = LadderPlanned(level=Level.BRONZE, term=1, rungs=(Rung(key="before-end-12", due_at=moment),))
    payload = canonical(payload_of(planned))
    event = NewEvent(uuid4(), planned.type, schema_version(planned.type), payload, _METADATA)
    outcome = Outcome(
        stream, uuid4(), b"benchmark", canonical({"events": [planned.type], "version": _EVENTS_BEFORE})
    )
    async with site.pool.acquire() as connection:
        entry = Append((StreamAppend(stream, _EVENTS_BEFORE - 1, (event,)),), outcome)
        await append(connection, [entry], datetime.now(UTC))


async def _worked_off(site: Site, labels: int) -> float:
    """The most kilobytes the worker took until every letter was sent, or no more came."""
    most, sent, latest = 0.0, 0, monotonic()
    while sent < labels and monotonic() - latest < _PATIENCE:
        most = max(most, site.resident_kilobytes()[0])
        await asyncio.sleep(_PAUSE)
        if (now := await site.pool.fetchval(_GIVEN, "NoticeSent")) > sent:
            sent, latest = now, monotonic()
    return most


async def _once_each(site: Site, labels: int) -> None:
    mails = [mail["Message-ID"] for mail in site.stack.mailbox.mails()]
    given = [await site.pool.fetchval(_GIVEN, type_) for type_ in ("ReminderSent", "NoticeSent")]
    if [*given, len(mails), len(set(mails))] != [labels] * 4:
        raise RuntimeError(
            f"Of {labels} reminders {given} were given and noted as sent; {len(mails)} mails came."
        )


async def _at_once(streams: Iterable[str], act: Callable[[str], Awaitable[object]]) -> None:
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(stream: str) -> None:
        async with gate:
            await act(stream)

    await asyncio.gather(*map(one, streams))

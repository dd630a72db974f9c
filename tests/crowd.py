"""Many Gold cases that wait for their visit, and operators who plan all of them at once with the same few experts."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid5

import asyncpg

from activities.interface import Recording
from activities.storage.record import Record, TooManyRaces
from domain.cluster.case import Stage
from domain.cluster.commands.evidence import AcceptEvidence
from domain.events import payload_of
from domain.happened import Happened
from domain.person.state import Person
from domain.upcasting import schema_version
from ledger.appending import Append, NewEvent, Outcome, StreamAppend, append
from ledger.canonical import canonical
from ledger.connection import Pool
from ledger.reading import read_streams, streams_with_prefix
from readmodel.filling import fill
from readmodel.history import folded
from tests.domain.audited import GOLD_CODES, handing_in, with_team
from tests.domain.cast import AURORA, CLARA, EMIL, ESTHER, OLGA
from tests.domain.silver_gold import gold
from tests.domain.specification import World, calendar

_IDS = UUID("0d3c8e3e-5a52-5d0b-8b39-0f3f6a1d9b11")
_METADATA = canonical({"actor": "engine", "authority": "engine"})
_REFUSED = re.compile(r"(\S+) is booked for something else on (.+) \(R32\)\.")
LEADS, SECONDS = 12, 12


@dataclass(frozen=True)
class Plan:
    """One operator's wish: this visit of this cluster, on two days."""

    number: int
    days: tuple[str, str]

    @property
    def stream(self) -> str:
        return f"cluster-aurora-{self.number}"

    @property
    def operator(self) -> str:
        return f"operator-{self.number}"

    @property
    def team(self) -> tuple[str, str]:
        return f"lead-{self.number % LEADS}", f"second-{self.number // 3 % SECONDS}"

    @property
    def command_id(self) -> UUID:
        return uuid5(_IDS, str(self.number))


# The code and the sentence of a refusal; None where the visit was planned.
Answer = tuple[str, str] | None


def plans(count: int, today: date) -> list[Plan]:
    """Each cluster once, on one of some overlapping pairs of working days."""
    working = calendar("DK")
    first = working.next_working(today + timedelta(days=20))
    days = [working.add_working_days(first, number) for number in range(25)]
    pairs = [(one.isoformat(), other.isoformat()) for one, other in pairwise(days)]
    return [Plan(number, pairs[number * 7 % len(pairs)]) for number in range(count)]


def waiting_for_a_visit(today: date) -> World:
    """Aurora's Gold case on that day: the evidence is checked, and Emil and Esther may plan the visit."""
    world = with_team(gold(Stage.SIGNED, today), "gold-1", EMIL, ESTHER)
    world.does(CLARA, handing_in(*GOLD_CODES), on=AURORA).pay()
    return world.does(EMIL, AcceptEvidence(subjects=GOLD_CODES), on=AURORA).pay()


async def put_on_record(pool: Pool, owner_url: str, world: World, wishes: Sequence[Plan]) -> None:
    """The world, and of each cluster, expert and operator a copy of its own."""
    histories = {
        **{stream: _events(stream, history, {}) for stream, history in world.histories.items()},
        **{f"person-lead-{n}": _copied(world, f"person-{EMIL}", n, {}) for n in range(LEADS)},
        **{f"person-second-{n}": _copied(world, f"person-{ESTHER}", n, {}) for n in range(SECONDS)},
        **{f"person-{wish.operator}": _copied(world, f"person-{OLGA}", wish.number, {}) for wish in wishes},
        **{wish.stream: _cluster(world, wish) for wish in wishes},
    }
    async with pool.acquire() as connection:
        for stream, events in histories.items():
            outcome = Outcome(
                stream, uuid5(_IDS, stream), b"\0" * 32, canonical({"events": [], "version": 0})
            )
            await append(connection, [Append((StreamAppend(stream, 0, tuple(events)),), outcome)], world.now)
    owner = await asyncpg.connect(owner_url)
    await fill(owner, "rows", list(histories), lambda _: None)
    await owner.close()


async def all_at_once(ask: Callable[[Plan], Awaitable[Answer]], wishes: Iterable[Plan]) -> dict[int, Answer]:
    """The answer to each wish, by its number."""

    async def asked(wish: Plan) -> tuple[int, Answer]:
        return wish.number, await ask(wish)

    return dict(await asyncio.gather(*map(asked, wishes)))


def recording(wish: Plan, world: World) -> Recording:
    """The wish as the workflow hands it to `record`."""
    command = {"type": "ScheduleAudit", "days": list(wish.days)}
    return Recording(
        stream=wish.stream, command_id=wish.command_id, actor=wish.operator, command=command, at=world.now
    )


async def recorded(record: Record, wish: Plan, world: World) -> Answer:
    """The answer on the record itself. Who loses too many races asks again under the same id, as the gateway does."""
    while True:
        try:
            outcome = await record(recording(wish, world))
        except TooManyRaces:
            continue
        return (outcome.refusal.code, outcome.refusal.sentence) if outcome.refusal else None


async def require_no_overlap(pool: Pool, wishes: Sequence[Plan], answers: Mapping[int, Answer]) -> None:
    """Nobody is booked twice; each visit is planned as its operator was told, and each refusal names the days taken."""
    assert await overlaps(pool) == []
    days = await booked(pool)
    for wish in wishes:
        asked = {date.fromisoformat(day) for day in wish.days}
        reference, answer = f"{wish.stream.removeprefix('cluster-')}/gold-1", answers[wish.number]
        for expert in wish.team:
            kept = {day for day, cases in days[expert].items() if cases == [reference]}
            assert kept == (asked if answer is None else set())
        if answer is not None:
            code, sentence = answer
            told = _REFUSED.fullmatch(sentence)
            assert told is not None
            expert, named = told[1], {date.fromisoformat(day) for day in told[2].split(", ")}
            assert (code, expert in wish.team) == ("expert-booked", True)
            assert named <= asked & days[expert].keys()


async def overlaps(pool: Pool) -> list[str]:
    """Every day for which somebody is booked twice, read from the record."""
    return [
        f"{person} on {day} for {' and '.join(cases)}"
        for person, kept in (await booked(pool)).items()
        for day, cases in kept.items()
        if len(cases) > 1
    ]


async def booked(pool: Pool) -> dict[str, dict[date, list[str]]]:
    """By person, then by day, the cases somebody is booked for."""
    found: dict[str, dict[date, list[str]]] = defaultdict(lambda: defaultdict(list))
    async with pool.acquire() as connection:
        streams = await streams_with_prefix(connection, "person-")
        histories = await read_streams(connection, dict.fromkeys(streams, 0))
    for stream, events in histories.items():
        person = folded(stream, events)
        assert isinstance(person, Person)
        for booking in person.bookings:
            for day in booking.days:
                found[person.person_id][day].append(booking.case or "")
    return found


def _cluster(world: World, wish: Plan) -> list[NewEvent]:
    name, (lead, second) = wish.stream.removeprefix("cluster-"), wish.team
    exchanged = {'"aurora"': f'"{name}"', '"Aurora"': f'"{name}"', EMIL: lead, ESTHER: second}
    return _events(wish.stream, world.histories[AURORA], exchanged)


def _copied(world: World, like: str, number: int, exchanged: dict[str, str]) -> list[NewEvent]:
    return _events(f"{like} {number}", world.histories[like], exchanged)


def _events(stream: str, history: Sequence[Happened[Any]], exchanged: dict[str, str]) -> list[NewEvent]:
    events = []
    for happened in history:
        payload, type_ = canonical(payload_of(happened.event)), happened.event.type
        for stands_for, text in exchanged.items():
            payload = payload.replace(stands_for, text)
        event_id = uuid5(happened.event_id, stream)
        events.append(NewEvent(event_id, type_, schema_version(type_), payload, _METADATA))
    return events

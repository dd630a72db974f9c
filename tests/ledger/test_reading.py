"""Reading streams, the whole record and outcomes."""

from datetime import timedelta
from uuid import uuid4

import pytest

from ledger.appending import Append, StreamAppend
from ledger.connection import Connection
from ledger.reading import (
    FOR_COMMAND,
    STREAMS,
    StoredOutcome,
    last_position,
    outcome_of,
    position_at,
    read_all,
    read_for_command,
    read_stream,
    read_streams,
    recorded_at,
    streams_between,
    streams_with_prefix,
)
from tests.ledger.appends import NOON, appended, appending, event, outcome

pytestmark = pytest.mark.postgres


async def test_a_stream_is_read_in_order_after_a_version(app: Connection) -> None:
    await appended(app, appending("cluster-1", 0, event("A"), event("B")))
    await appended(app, appending("cluster-2", 0, event("X")))
    await appended(app, appending("cluster-1", 2, event("C")))
    assert [(e.version, e.type) for e in await read_stream(app, "cluster-1")] == [
        (1, "A"),
        (2, "B"),
        (3, "C"),
    ]
    assert [(e.version, e.type) for e in await read_stream(app, "cluster-1", 2)] == [(3, "C")]
    assert await read_stream(app, "cluster-3") == []


async def test_several_streams_are_read_at_once_each_from_its_version_on(app: Connection) -> None:
    await appended(app, appending("cluster-1", 0, event("A"), event("B"), event("C")))
    await appended(app, appending("person-1", 0, event("X")))
    await appended(app, appending("cluster-2", 0, event("Y")))
    found = await read_streams(app, {"person-1": 0, "cluster-1": 2, "cluster-2": 2, "person-9": 0})
    assert {stream: [e.type for e in events] for stream, events in found.items()} == {
        "person-1": ["X"],
        "cluster-1": ["B", "C"],
        "cluster-2": [],
        "person-9": [],
    }


async def test_the_whole_record_is_read_page_by_page(app: Connection) -> None:
    await appended(app, *(appending(f"cluster-{n}", 0, event()) for n in range(5)))
    assert [e.position for e in await read_all(app, limit=2)] == [1, 2]
    assert [e.position for e in await read_all(app, after_position=2, limit=2)] == [3, 4]
    assert [e.position for e in await read_all(app, after_position=4, limit=2)] == [5]
    assert await last_position(app) == 5


async def test_streams_are_found_by_prefix_and_named_once(app: Connection) -> None:
    for stream in ("cluster-b", "cluster-a", "clusters", "person-a", "cluster_a", "cluster-%"):
        await appended(app, appending(stream, 0, event(), event()))
    await appended(app, Append((), outcome("cluster-refused")))
    assert await streams_with_prefix(app, "cluster-") == ["cluster-%", "cluster-a", "cluster-b"]


async def test_the_last_position_of_an_empty_record_is_zero(app: Connection) -> None:
    assert await last_position(app) == 0


async def test_a_new_command_reads_streams_and_no_outcome(app: Connection) -> None:
    await appended(app, appending("cluster-1", 0, event("A"), event("B")))
    await appended(app, appending("person-1", 0, event("X")))
    known, events = await read_for_command(app, "cluster-1", uuid4(), {"cluster-1": 2, "person-1": 0})
    assert known is None
    assert events == {
        "cluster-1": await read_stream(app, "cluster-1", 1),
        "person-1": await read_stream(app, "person-1"),
    }


async def test_a_repeated_command_reads_its_outcome_and_its_stream(app: Connection) -> None:
    given = outcome("cluster-1", text='{"accepted":true}')
    await appended(app, Append((), outcome("cluster-1")))
    await appended(app, Append((StreamAppend("cluster-1", 0, (event("A"),)),), given))
    stored = StoredOutcome(2, "cluster-1", given.command_id, given.request_mac, given.text, NOON)
    assert await read_for_command(app, "cluster-1", given.command_id, {"cluster-1": 0}) == (
        stored,
        {"cluster-1": await read_stream(app, "cluster-1")},
    )
    assert await outcome_of(app, "cluster-1", given.command_id) == stored
    assert await outcome_of(app, "cluster-2", given.command_id) is None


async def test_a_refusal_on_a_stream_without_events_is_read_back(app: Connection) -> None:
    refusal = outcome("cluster-1")
    await appended(app, Append((), refusal))
    known, events = await read_for_command(app, "cluster-1", refusal.command_id, {"cluster-1": 0})
    assert known == StoredOutcome(1, "cluster-1", refusal.command_id, b"mac", "{}", NOON)
    assert events == {"cluster-1": []}


async def test_a_stream_is_read_up_to_a_position(app: Connection) -> None:
    await appended(app, appending("cluster-1", 0, event("A"), event("B")))
    await appended(app, appending("cluster-2", 0, event("X")))
    await appended(app, appending("cluster-1", 2, event("C")))
    assert [e.type for e in await read_stream(app, "cluster-1", up_to=3)] == ["A", "B"]
    assert [e.type for e in await read_stream(app, "cluster-1", 1, up_to=4)] == ["B", "C"]
    assert await read_stream(app, "cluster-2", up_to=2) == []


async def test_a_moment_has_the_position_of_the_last_event_recorded_by_then(app: Connection) -> None:
    hour, instant = timedelta(hours=1), timedelta(microseconds=1)
    for number in range(5):
        await appended(
            app, appending(f"cluster-{number}", 0, event(), event(), event()), at=NOON + number * hour
        )
    assert await position_at(app, NOON - instant) == 0
    assert [await position_at(app, NOON + number * hour) for number in range(5)] == [3, 6, 9, 12, 15]
    assert [await position_at(app, NOON + number * hour - instant) for number in range(1, 5)] == [3, 6, 9, 12]
    assert await position_at(app, NOON + 9 * hour) == 15


async def test_in_an_empty_record_every_moment_has_position_zero(app: Connection) -> None:
    assert await position_at(app, NOON) == 0


async def test_a_position_has_the_moment_at_which_its_event_was_recorded(app: Connection) -> None:
    await appended(app, appending("cluster-1", 0, event()))
    assert (await recorded_at(app, 1), await recorded_at(app, 2)) == (NOON, None)


async def test_streams_are_found_by_the_positions_of_their_events(app: Connection) -> None:
    await appended(app, appending("cluster-1", 0, event(), event()))
    await appended(app, appending("person-1", 0, event()))
    await appended(app, appending("cluster-2", 0, event()))
    await appended(app, appending("cluster-1", 2, event()))
    assert await streams_between(app, "cluster-", 0, 5) == ["cluster-1", "cluster-2"]
    assert await streams_between(app, "cluster-", 2, 4) == ["cluster-2"]
    assert await streams_between(app, "cluster-", 4, 5) == ["cluster-1"]
    assert await streams_between(app, "person-", 3, 5) == []


@pytest.mark.parametrize("statement", [STREAMS, FOR_COMMAND])
async def test_a_plan_made_while_the_record_is_empty_reads_each_stream_by_its_index(
    app: Connection, statement: str
) -> None:
    streams = ["cluster-1", "person-1", "scheme"]
    command = ["cluster-1", uuid4()] if statement == FOR_COMMAND else []
    plan = await app.fetch(f"explain {statement}", streams, [0, 0, 0], *command)
    assert [row[0] for row in plan if "Seq Scan on events" in row[0]] == []

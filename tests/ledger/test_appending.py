"""Appending: positions, versions, outcomes, and what is refused."""

import asyncio
from datetime import datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest

from ledger.appending import (
    Append,
    Appended,
    Beside,
    CommandRepeated,
    StreamAppend,
    VersionConflict,
    append,
)
from ledger.chain import broken_links
from ledger.connection import Connection
from ledger.reading import StoredEvent, last_position, outcome_of, read_all, read_stream
from tests.ledger.appends import NOON, appended, appending, event, outcome
from tests.servers import Database

pytestmark = pytest.mark.postgres

WRITERS = 16
APPENDS_EACH = 10


async def test_an_event_is_stored_as_it_was_given(app: Connection) -> None:
    given = event(payload='{"name":"Køge 🌿","quote":"\\"\\\\","n":9007199254740991}')
    assert await appended(app, appending("cluster-1", 0, given)) == (Appended(1, 1, NOON),)
    assert await read_stream(app, "cluster-1") == [
        StoredEvent(1, "cluster-1", 1, given.event_id, given.type, 1, given.payload, given.metadata, NOON)
    ]


async def test_a_set_of_appends_is_answered_one_by_one_in_its_order(app: Connection) -> None:
    refusal = Append((), outcome("cluster-1"))
    first = appending("cluster-2", 0, event(), event())
    second = appending("cluster-2", 2, event())
    assert await appended(app, first, refusal, second) == (
        Appended(1, 2, NOON),
        Appended(None, None, NOON),
        Appended(3, 3, NOON),
    )


async def test_several_streams_are_appended_to_in_one_append(app: Connection) -> None:
    merger = Append(
        (StreamAppend("cluster-1", 0, (event(),)), StreamAppend("cluster-2", 0, (event(), event()))),
        outcome("cluster-1"),
    )
    assert await appended(app, merger) == (Appended(1, 3, NOON),)
    assert [(e.position, e.stream, e.version) for e in await read_all(app)] == [
        (1, "cluster-1", 1),
        (2, "cluster-2", 1),
        (3, "cluster-2", 2),
    ]


async def test_positions_have_no_hole_when_sixteen_write_at_once_and_some_roll_back(
    database: Database,
) -> None:
    async def write(writer: int) -> None:
        connection = await asyncpg.connect(database.app_url)
        for version in range(APPENDS_EACH):
            await appended(connection, appending(f"cluster-{writer}", version, event()))
            await _append_and_roll_back(connection, f"abandoned-{writer}")
        await connection.close()

    await asyncio.gather(*(write(writer) for writer in range(WRITERS)))
    connection = await asyncpg.connect(database.app_url)
    assert [e.position for e in await read_all(connection)] == list(range(1, WRITERS * APPENDS_EACH + 1))
    assert await broken_links(connection) == []
    await connection.close()


async def _append_and_roll_back(connection: Connection, stream: str) -> None:
    transaction = connection.transaction()
    await transaction.start()
    await append(connection, [appending(stream, 0, event())], NOON)
    await transaction.rollback()


async def test_a_stream_that_has_moved_on_is_a_version_conflict(app: Connection) -> None:
    await appended(app, appending("cluster-1", 0, event(), event()))
    with pytest.raises(VersionConflict) as conflict:
        await appended(app, appending("cluster-1", 1, event()))
    assert (conflict.value.stream, conflict.value.expected, conflict.value.actual) == ("cluster-1", 1, 2)


async def test_of_two_appends_at_one_version_one_goes_in(database: Database) -> None:
    async def write() -> Appended | VersionConflict:
        connection = await asyncpg.connect(database.app_url)
        try:
            return (await appended(connection, appending("cluster-1", 0, event())))[0]
        except VersionConflict as conflict:
            return conflict
        finally:
            await connection.close()

    answers = await asyncio.gather(*(write() for _ in range(WRITERS)))
    assert [answer for answer in answers if isinstance(answer, Appended)] == [Appended(1, 1, NOON)]


async def test_a_stream_that_was_read_must_still_be_at_the_version_read(app: Connection) -> None:
    await appended(app, appending("person-7", 0, event()))
    unchanged = Append((), outcome("cluster-1"), {"person-7": 1, "person-8": 0})
    assert await appended(app, unchanged) == (Appended(None, None, NOON),)
    stale = Append((StreamAppend("cluster-1", 0, (event(),)),), outcome("cluster-1"), {"person-7": 0})
    with pytest.raises(VersionConflict) as conflict:
        await appended(app, stale)
    assert (conflict.value.stream, conflict.value.expected, conflict.value.actual) == ("person-7", 0, 1)
    assert await last_position(app) == 1


async def test_one_refused_append_refuses_the_whole_set(app: Connection) -> None:
    with pytest.raises(VersionConflict):
        await appended(app, appending("cluster-1", 0, event()), appending("cluster-2", 5, event()))
    assert await last_position(app) == 0


_NOTE = """
create table public.notes (note jsonb, first_position bigint, moment timestamptz, append_begun boolean);
grant select, insert on public.notes to laurel_app;
create function public.note(given jsonb, first_position bigint, moment timestamptz) returns void language sql as $$
    insert into public.notes
    values (given, first_position, moment, exists (select from pg_locks where locktype = 'advisory'));
$$
"""


async def test_what_goes_along_comes_behind_its_append_and_is_lost_with_it(
    app: Connection, superuser: Connection
) -> None:
    await superuser.execute(_NOTE)
    notes = "select * from public.notes order by note"
    with pytest.raises(VersionConflict):
        await append(app, [appending("cluster-1", 5, event())], NOON, Beside("public.note", ("1",)))
    assert await app.fetch(notes) == []
    pair = [appending("cluster-1", 0, event(), event()), appending("cluster-2", 0, event())]
    answer = await append(app, pair, NOON, Beside("public.note", ("2", "3")))
    assert answer == (Appended(1, 2, NOON), Appended(3, 3, NOON))
    assert [tuple(row) for row in await app.fetch(notes)] == [("2", 1, NOON, True), ("3", 3, NOON, True)]


async def test_an_outcome_without_events_is_remembered(app: Connection) -> None:
    refused = outcome("cluster-1", text='{"refused":"open-majors"}')
    await appended(app, Append((), refused))
    found = await outcome_of(app, "cluster-1", refused.command_id)
    assert found is not None
    assert (found.number, found.request_mac, found.text, found.recorded_at) == (1, b"mac", refused.text, NOON)


async def test_a_command_id_is_taken_once_per_stream(app: Connection) -> None:
    command_id = uuid4()
    await appended(
        app, Append((), outcome("cluster-1", command_id)), Append((), outcome("cluster-2", command_id))
    )
    with pytest.raises(CommandRepeated) as repeated:
        await appended(app, Append((), outcome("cluster-1", command_id)))
    assert (repeated.value.stream, repeated.value.command_id) == ("cluster-1", command_id)


async def test_a_command_id_is_taken_once_in_a_set_too(app: Connection) -> None:
    command_id = uuid4()
    twice = [Append((), outcome("cluster-1", command_id)) for _ in range(2)]
    with pytest.raises(CommandRepeated):
        await appended(app, *twice)
    assert await outcome_of(app, "cluster-1", command_id) is None


async def test_several_events_of_one_append_are_chained_as_those_of_several(app: Connection) -> None:
    await appended(app, appending("cluster-1", 0, event(), event(), event()))
    await appended(app, appending("cluster-1", 3, event(), event()))
    assert [(e.position, e.version) for e in await read_stream(app, "cluster-1")] == [
        (1, 1),
        (2, 2),
        (3, 3),
        (4, 4),
        (5, 5),
    ]
    assert await broken_links(app) == []


async def test_a_command_given_by_sixteen_at_once_has_one_outcome(database: Database) -> None:
    command_id = uuid4()

    async def give() -> str:
        connection = await asyncpg.connect(database.app_url)
        one = Append((StreamAppend("cluster-1", 0, (event(),)),), outcome("cluster-1", command_id))
        try:
            await appended(connection, one)
        except CommandRepeated:
            return "repeated"
        finally:
            await connection.close()
        return "appended"

    answers = await asyncio.gather(*(give() for _ in range(WRITERS)))
    assert sorted(answers) == ["appended"] + ["repeated"] * (WRITERS - 1)


async def test_the_record_never_goes_back_in_time(app: Connection) -> None:
    earlier, later = NOON - timedelta(days=1), NOON + timedelta(microseconds=1)
    assert await appended(app, appending("cluster-1", 0, event()), at=NOON) == (Appended(1, 1, NOON),)
    assert await appended(app, appending("cluster-2", 0, event()), at=earlier) == (Appended(2, 2, NOON),)
    assert await appended(app, Append((), outcome("cluster-1")), at=later) == (Appended(None, None, later),)
    assert await appended(app, appending("cluster-3", 0, event()), at=NOON) == (Appended(3, 3, later),)


async def test_an_instant_without_a_time_zone_is_refused(app: Connection) -> None:
    with pytest.raises(ValueError, match=r"^2026-03-02 00:00:00 has no time zone\.$"):
        await appended(app, appending("cluster-1", 0, event()), at=datetime(2026, 3, 2))  # noqa: DTZ001


async def test_an_append_under_an_older_snapshot_is_refused(app: Connection) -> None:
    with pytest.raises(asyncpg.PostgresError, match="read committed transactions only"):
        async with app.transaction(isolation="repeatable_read"):
            await append(app, [appending("cluster-1", 0, event())], NOON)

"""Who may do what in the database, whatever a program asks for."""

import asyncpg
import pytest

from ledger.appending import Appended
from ledger.connection import Connection
from ledger.reading import last_position
from tests.ledger.appends import NOON, appended, appending, event

pytestmark = pytest.mark.postgres

CHANGES = {
    "update": "update ledger.{} set recorded_at = now()",
    "delete": "delete from ledger.{}",
    "truncate": "truncate ledger.{}",
}


@pytest.mark.parametrize("table", ["events", "outcomes"])
@pytest.mark.parametrize("change", CHANGES)
async def test_nobody_changes_the_record_not_even_a_superuser_who_switches_triggers_off(
    app: Connection, superuser: Connection, table: str, change: str
) -> None:
    await appended(app, appending("cluster-1", 0, event()))
    for setting in ("origin", "local", "replica"):
        await superuser.execute(f"set session_replication_role = {setting}")
        with pytest.raises(asyncpg.PostgresError) as refused:
            await superuser.execute(CHANGES[change].format(table))
        assert str(refused.value) == f"{change.upper()} of ledger.{table} is refused: the record only grows."


@pytest.mark.parametrize("change", CHANGES)
async def test_its_owner_does_not_change_the_record_either(owner: Connection, change: str) -> None:
    with pytest.raises(asyncpg.PostgresError, match="the record only grows"):
        await owner.execute(CHANGES[change].format("events"))


@pytest.mark.parametrize(
    "statement",
    [
        *(change.format("events") for change in CHANGES.values()),
        *(change.format("outcomes") for change in CHANGES.values()),
        "insert into ledger.events select * from ledger.events",
        "insert into ledger.outcomes select * from ledger.outcomes",
        "insert into ledger.migrations values (99, '', '')",
        "alter table ledger.events disable trigger refuse_change",
        "select ledger.append_events('cluster-1', 0, '[]', 0, now())",
        "select ledger.append_outcome('{}', 0, '', now())",
        "create table rows.mine ()",
        "create table public.mine ()",
    ],
)
async def test_the_app_has_no_way_into_the_record_but_append(app: Connection, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from sealed.texts",
        "select * from sealed.keys",
        "insert into operations.mail_attempts select * from operations.mail_attempts",
        "delete from operations.incidents",
    ],
)
async def test_the_reader_reads_and_nothing_sealed(reader: Connection, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await reader.execute(statement)


async def test_the_reader_cannot_append(reader: Connection) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await appended(reader, appending("cluster-1", 0, event()), at=NOON)


async def test_the_reader_reads_the_record_and_what_went_wrong(reader: Connection) -> None:
    assert await last_position(reader) == 0
    assert await reader.fetch("select * from ledger.outcomes") == []
    assert await reader.fetch("select * from operations.incidents") == []
    assert await reader.fetch("select * from operations.mail_attempts") == []


async def test_rows_made_by_the_owner_are_written_by_the_app_and_read_by_the_reader(
    app: Connection, reader: Connection
) -> None:
    await app.execute("insert into rows.rounds values ('round-1', '2026-01-01', '2026-02-01', false, 1, 1)")
    await app.execute("update rows.rounds set waiting = 2")
    assert await reader.fetchval("select waiting from rows.rounds") == 2
    await app.execute("delete from rows.rounds")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await reader.execute("delete from rows.rounds")


async def test_an_incident_is_open_once_per_cause_stream_and_subject(app: Connection) -> None:
    report = """
        insert into operations.incidents (incident_id, cause, stream, detail, first_seen, last_seen)
        values (gen_random_uuid(), 'smtp-down', 'cluster-1', '', now(), now())
        on conflict (cause, stream, subject) where resolved_at is null
        do update set attempts = incidents.attempts + 1
    """
    await app.execute(report)
    await app.execute(report)
    await app.execute("update operations.incidents set resolved_at = now(), resolved_by = 'person-1'")
    await app.execute(report)
    rows = await app.fetch("select attempts, resolved_by from operations.incidents order by resolved_by")
    assert [tuple(row) for row in rows] == [(2, "person-1"), (1, None)]


async def test_a_function_planted_in_a_callers_search_path_is_not_called(
    superuser: Connection, app: Connection
) -> None:
    await superuser.execute("create schema planted; grant usage on schema planted to public")
    await superuser.execute(
        "create function planted.jsonb_array_length(jsonb) returns integer language sql return 0"
    )
    await app.execute("set search_path = planted, pg_catalog")
    assert await appended(app, appending("cluster-1", 0, event())) == (Appended(1, 1, NOON),)

"""A merger killed at each of its statements is whole or absent, and asked again it is carried out once (R37)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

import asyncpg
import pytest

from activities.interface import Recorded, Recording
from activities.storage.record import Record
from domain.schemes import scheme
from ledger.connection import Connection, Pool
from ledger.documents import Documents
from ledger.sealing import Sealer
from tests.scene import OLGA, PROFILE
from tests.servers import Database

pytestmark = pytest.mark.postgres

AT = datetime(2030, 3, 4, 9, tzinfo=UTC)
OTTO, NINA = "otto-operator", "nina-manager"
PARTIES = ("aurora", "deneb", "lyra", "mira", "polaris")
STREAMS = tuple(f"cluster-{name}" for name in ("vega", *PARTIES))
_STATEMENTS = frozenset({"fetch", "fetchrow", "fetchval", "execute"})
_MOST = 60


class Fatal:
    """A connection whose server process is ended at its n-th statement: before it, or once it was carried out."""

    def __init__(self, connection: Connection, kill: "Kill") -> None:
        self._connection = connection
        self._kill = kill

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._connection, name)
        if name not in _STATEMENTS:
            return found

        async def fatal(*args: Any, **named: Any) -> Any:
            self._kill.statements += 1
            struck = self._kill.statements == self._kill.at
            if struck and not self._kill.afterwards:
                await self._end()
            result = await found(*args, **named)
            if struck and self._kill.afterwards:
                await self._end()
                raise asyncpg.ConnectionDoesNotExistError
            return result

        return fatal

    async def _end(self) -> None:
        process = await self._connection.fetchval("select pg_backend_pid()")
        owner = await asyncpg.connect(self._kill.url)
        try:
            await owner.execute("select pg_terminate_backend($1, 5000)", process)
        finally:
            await owner.close()


@dataclass
class Kill:
    """Which statement of a command is its last."""

    url: str
    at: int
    afterwards: bool
    statements: int = 0


@dataclass
class Deadly:
    """A pool that gives out connections of which one is ended."""

    pool: Pool
    kill: Kill

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Any]:
        async with self.pool.acquire() as connection:
            yield Fatal(cast("Connection", connection), self.kill)


@dataclass(frozen=True)
class Site:
    """A record, and how another one over the same database is made."""

    pool: Pool
    database: Database
    documents: Documents

    def record(self, kill: Kill | None = None) -> Record:
        pool = cast("Pool", Deadly(self.pool, kill)) if kill else self.pool
        return Record(pool, Sealer(bytes(32)), self.documents, scheme())

    async def events(self, command_id: UUID) -> dict[str, list[str]]:
        """What a command has in each stream, by type."""
        async with self.pool.acquire() as connection:
            rows = await connection.fetch(
                "select stream, type from ledger.events where metadata::jsonb ->> 'command_id' = $1"
                " order by stream, version",
                str(command_id),
            )
        found: dict[str, list[str]] = {}
        for row in rows:
            found.setdefault(row["stream"], []).append(row["type"])
        return found


@pytest.fixture
async def site(database: Database, tmp_path: Path) -> AsyncIterator[Site]:
    """Five clusters, two of them with a label, one with a case under way, and a sixth that is new."""
    async with asyncpg.create_pool(database.app_url, min_size=1, max_size=10) as pool:
        site = Site(pool, database, Documents(tmp_path.as_uri(), limit_bytes=1000))
        record = site.record()
        for each in (*_people(), *_clusters()):
            assert (await record(each)).refusal is None
        yield site


def _people() -> list[Recording]:
    return [_person(OLGA, "operator"), _person(OTTO, "operator"), _person(NINA)]


def _clusters() -> list[Recording]:
    registered = [
        _order(
            stream,
            OLGA,
            type="RegisterCluster",
            name=stream.removeprefix("cluster-").title(),
            country="DK",
            carrier=f"{stream} Association",
            language="da",
            managers=[NINA],
            profile=PROFILE,
        )
        for stream in STREAMS
    ]
    labels = [_label("aurora", "gold"), _label("lyra", "silver")]
    applied = _order("cluster-aurora", NINA, type="SubmitApplication", level="bronze", kind="first")
    endorsed = _order(
        "cluster-vega", OTTO, type="EndorseAct", act="merger", subject=",".join(PARTIES), reason="So it is."
    )
    return [*registered, *labels, applied, endorsed]


def _person(name: str, *offices: str) -> Recording:
    known: dict[str, Any] = {"name": name.title(), "email": f"{name}@people.example", "language": "en"}
    return _order(f"person-{name}", OLGA, type="RegisterPerson", country="DE", offices=list(offices), **known)


def _label(cluster: str, level: str) -> Recording:
    awarded, until = (AT.date() - timedelta(days=90)).isoformat(), date(2032, 5, 31).isoformat()
    return _order(
        f"cluster-{cluster}",
        OLGA,
        type="ImportLabel",
        name=cluster.title(),
        country="DK",
        level=level,
        kind="first",
        awarded={"earliest": awarded, "latest": awarded},
        valid_until={"earliest": until, "latest": until},
        source="a page of the holder",
        row_key=cluster.encode().hex().zfill(64),
    )


def _order(stream: str, by: str, command_id: UUID | None = None, **command: Any) -> Recording:
    return Recording(stream=stream, command_id=command_id or uuid4(), actor=by, command=command, at=AT)


def merger() -> Recording:
    day = (AT.date() - timedelta(days=20)).isoformat()
    fields: dict[str, Any] = {"kind": "new-formation", "parties": list(PARTIES), "effective_on": day}
    return _order("cluster-vega", OLGA, type="RecordMerger", reason="By the minutes.", **fields)


WHOLE = {
    "cluster-aurora": ["LineageRecorded", "LabelEnded", "CaseEnded"],
    "cluster-deneb": ["LineageRecorded"],
    "cluster-lyra": ["LineageRecorded", "LabelEnded"],
    "cluster-mira": ["LineageRecorded"],
    "cluster-polaris": ["LineageRecorded"],
    "cluster-vega": ["MergerRecorded"],
}
TOUCHED = tuple(f"cluster-{name}" for name in PARTIES)


@pytest.mark.parametrize("afterwards", [False, True], ids=["before", "behind"])
async def test_a_merger_whose_connection_is_killed_at_any_statement_is_whole_or_absent(
    site: Site, *, afterwards: bool
) -> None:
    order, seen = merger(), []
    for at in range(1, _MOST):
        kill = Kill(site.database.superuser_url, at, afterwards)
        recorded = await _killed(site.record(kill), order)
        events = await site.events(order.command_id)
        seen.append(events)
        assert events in ({}, WHOLE), f"killed {'behind' if afterwards else 'before'} statement {at}"
        if recorded is not None:
            break
    else:
        pytest.fail(f"It has more than {_MOST} statements.")
    assert {} in seen
    assert seen[-1] == WHOLE
    assert {each.stream for each in recorded.touched} == set(TOUCHED)


async def _killed(record: Record, order: Recording) -> Recorded | None:
    """What the caller hears; None where the connection is gone."""
    try:
        return await record(order)
    except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, OSError, asyncpg.AdminShutdownError):
        return None


async def test_asked_again_a_merger_is_not_recorded_twice_and_names_the_same_streams(site: Site) -> None:
    order = merger()
    first = await site.record()(order)
    again = await site.record()(order)
    assert (again.receipt, again.touched) == (first.receipt, first.touched)
    assert await site.events(order.command_id) == WHOLE
    assert [each.stream for each in first.touched] == list(TOUCHED)


async def test_two_who_record_the_same_merger_at_once_end_each_party_once(site: Site) -> None:
    orders = [merger(), merger()]
    outcomes = await asyncio.gather(*(site.record()(each) for each in orders))
    codes = {each.refusal.code if each.refusal else None for each in outcomes}
    assert codes == {None, "party-ended"}
    events = [await site.events(each.command_id) for each in orders]
    assert sorted(events, key=len) == [{}, WHOLE]

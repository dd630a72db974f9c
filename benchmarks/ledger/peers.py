"""Whom an append is compared with: pgbench's insert of one row, and the recorder of another event store."""

import asyncio
import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from benchmarks.ledger.given import HASH, METADATA, PAYLOAD, TYPE
from benchmarks.ledger.site import LedgerSite
from console.embedded.postgres import Postgres
from console.embedded.programs import postgres_programs

# What a row of the record holds, so that both write as much. JSON would read as pgbench's own variables.
_INSERT = r"""
\set number random(1, 1000000000000)
insert into bench.events
    (stream, version, event_id, type, schema_version, payload, metadata, recorded_at, previous_hash, hash)
values ('cluster-' || :number, 1, gen_random_uuid(), :type, 1, :payload, :metadata, now(), '', decode(:hash, 'hex'));
"""
_GIVEN = {"type": TYPE, "payload": PAYLOAD, "metadata": METADATA, "hash": HASH.hex()}
_PER_SECOND = re.compile(r"tps = ([0-9.]+) \(without initial connection time\)")


async def pgbench(site: LedgerSite, callers: int, seconds: float) -> float:
    """Single-row inserts a second by so many clients of pgbench, each with a prepared statement."""
    with TemporaryDirectory() as folder:
        script = Path(folder) / "insert.sql"
        script.write_text(_INSERT, encoding="utf-8")
        program = str(postgres_programs() / "pgbench")
        options = ["-n", "-M", "prepared", "-f", str(script), "-c", str(callers), "-T", f"{seconds:.0f}"]
        given = [f"-D{name}={value}" for name, value in _GIVEN.items()]
        server = ["-h", "127.0.0.1", "-p", str(site.server.port), "-U", "postgres", site.database]
        process = await asyncio.create_subprocess_exec(
            program,
            *options,
            *given,
            *server,
            env=os.environ | {"PGPASSWORD": site.server.passwords["superuser"]},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        told, complained = await process.communicate()
    found = _PER_SECOND.search(told.decode())
    if found is None:
        raise RuntimeError(f"pgbench said no figure: {complained.decode()}")
    return float(found[1])


class OtherStore:
    """The PostgreSQL recorder of the library `eventsourcing`, in a database of its own on the same server."""

    def __init__(self, server: Postgres, database: str, *, callers: int) -> None:
        self._callers = callers
        self._datastore = PostgresDatastore(
            database,
            "127.0.0.1",
            server.port,
            "postgres",
            server.passwords["superuser"],
            pool_size=callers,
        )
        self._recorder = PostgresApplicationRecorder(self._datastore, events_table_name="stored_events")
        self._recorder.create_table()

    def close(self) -> None:
        self._datastore.close()

    async def appends_per_second(self, seconds: float) -> float:
        """Events recorded a second, one by one, by so many threads."""
        return await asyncio.to_thread(self._measure, seconds)

    def _measure(self, seconds: float) -> float:
        with ThreadPoolExecutor(self._callers) as threads:
            begun = perf_counter()
            written = sum(threads.map(self._write_until, [begun + seconds] * self._callers))
            return written / (perf_counter() - begun)

    def _write_until(self, end: float) -> int:
        written = 0
        while perf_counter() < end:
            event = StoredEvent(uuid4(), 1, TYPE, PAYLOAD.encode())
            self._recorder.insert_events([event])
            written += 1
        return written

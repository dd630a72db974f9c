"""Keeps the database as this version writes it, for the tests of later ones: `python -m tests.releases.record`.

To be run once for every release, by the program that is released. What is kept is the demo, with every letter sent,
beside the sealing key of this throw-away installation.
"""

import asyncio
import lzma
import subprocess
import tempfile
import tomllib
from pathlib import Path
from typing import get_args

import asyncpg
import orjson

from console.demo.furnishing import furnish
from console.embedded.programs import client_programs
from console.embedded.stack import DATABASE
from console.settings import settings_from
from domain.events import Event
from domain.upcasting import schema_version
from ledger.connection import Connection
from ledger.sealing import Sealer
from tests.engine import running

HERE = Path(__file__).parent
_PROJECT = HERE.parents[1] / "pyproject.toml"
# Not the rows: whoever opens the database makes them anew.
_SCHEMAS = ("ledger", "sealed", "operations")


async def main() -> None:
    version = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"]
    with tempfile.TemporaryDirectory() as data:
        async with running(Path(data)) as engine:
            await furnish(engine.stack.env_file, demo=True)
            owner_url = engine.stack.postgres.owner_url(DATABASE)
            await engine.until_paid(*await _with_a_path(owner_url))
            await keep(owner_url, settings_from(engine.stack.env_file).sealing_key_bytes, HERE / version)


async def keep(owner_url: str, sealing_key: bytes, folder: Path) -> None:
    """Dump the database of an installation at rest, and say beside it what a later version must find in it."""
    folder.mkdir(exist_ok=True)
    dumped = await asyncio.to_thread(_dumped, owner_url)
    (folder / "database.sql.xz").write_bytes(lzma.compress(dumped, preset=9 | lzma.PRESET_EXTREME))
    connection = await asyncpg.connect(owner_url)
    try:
        found = await _found(connection, sealing_key)
    finally:
        await connection.close()
    for name, content in (("found.json", found), ("shapes.json", shapes())):
        (folder / name).write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")


def shapes() -> dict[str, dict[str, object]]:
    """Of every type of event its version, and its fields with whether each must be there."""
    return {
        str(event.model_fields["type"].default): {
            "version": schema_version(str(event.model_fields["type"].default)),
            "fields": {name: field.is_required() for name, field in event.model_fields.items()},
        }
        for event in get_args(Event)
    }


def _dumped(owner_url: str) -> bytes:
    schemas = [f"--schema={schema}" for schema in _SCHEMAS]
    command = [str(client_programs() / "pg_dump"), f"--dbname={owner_url}", *schemas]
    return subprocess.run(command, check=True, capture_output=True).stdout


async def _found(connection: Connection, sealing_key: bytes) -> dict[str, object]:
    return {
        "sealing_key": sealing_key.hex(),
        "events": await connection.fetchval("select count(*) from ledger.events"),
        "cases": await cases(connection),
        "names": await names(connection, Sealer(sealing_key)),
    }


async def cases(connection: Connection) -> dict[str, str]:
    """Where every case stands, by the rows."""
    rows = await connection.fetch(
        "select stream, case_id, coalesce(closed_as, stage) as stands from rows.cases order by stream, case_id"
    )
    return {f"{row['stream']}/{row['case_id']}": row["stands"] for row in rows}


async def names(connection: Connection, sealer: Sealer) -> dict[str, str]:
    """Every person's sealed name, opened."""
    rows = await connection.fetch("select person_id, name from rows.persons order by person_id")
    texts = await sealer.unseal(connection, [row["name"] for row in rows])
    return {row["person_id"]: texts[row["name"]] for row in rows}


async def _with_a_path(owner_url: str) -> list[str]:
    connection = await asyncpg.connect(owner_url)
    try:
        rows = await connection.fetch("select stream from rows.clusters union select stream from rows.rounds")
    finally:
        await connection.close()
    return [row["stream"] for row in rows]


if __name__ == "__main__":
    asyncio.run(main())

"""pg_dump and pg_restore, which come with the embedded server."""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from console.embedded.programs import client_programs

SCHEMAS = ("ledger", "sealed", "operations", "rows")


class DumpFailed(Exception):
    """The program ended with an error; the sentence is its last line."""


async def dump(url: str, snapshot: str, target: Path) -> None:
    """The record's schemas as they are in an exported snapshot, in PostgreSQL's custom format."""
    schemas = [f"--schema={schema}" for schema in SCHEMAS]
    await _run("pg_dump", url, "--format=custom", f"--snapshot={snapshot}", *schemas, f"--file={target}")


async def load(url: str, source: Path) -> None:
    """Bring a dump into a database without these schemas, as their owner: all of it or nothing."""
    database = urlsplit(url).path.strip("/")
    await _run(
        "pg_restore", url, "--single-transaction", "--exit-on-error", f"--dbname={database}", str(source)
    )


async def _run(program: str, url: str, *arguments: str) -> None:
    running = await asyncio.create_subprocess_exec(
        client_programs() / program,
        "--no-password",
        *arguments,
        env=_environment(url),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await running.communicate()
    if running.returncode:
        lines = said.decode(errors="replace").strip().splitlines()
        raise DumpFailed(lines[-1] if lines else f"{program} ended with {running.returncode}.")


def _environment(url: str) -> Mapping[str, str]:
    """By the environment, so that no password stands in a list of processes."""
    parts = urlsplit(url)
    return {
        "PATH": os.environ.get("PATH", ""),
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": parts.path.strip("/"),
        **_options(parts.query),
    }


def _options(query: str) -> Mapping[str, str]:
    """What else an address may say, by the names of PostgreSQL's own variables."""
    known = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
    given = dict(part.split("=", 1) for part in query.split("&") if "=" in part)
    return {known[name]: unquote(value) for name, value in given.items() if name in known}

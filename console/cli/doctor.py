"""`laurel doctor`: whether every part is there, and the record whole."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

import asyncpg
from temporalio.service import RPCError

from console.connections import connect_database, connect_temporal
from console.exits import Exit
from console.polling import polled_lately
from console.settings import Settings, env_file
from domain.frozen import Frozen
from ledger.chain import broken_links
from ledger.migrating import pending
from readmodel import inquiries
from readmodel.incidents import open_incidents
from readmodel.making import rows_are_current


class Finding(Frozen):
    """One check's result. `away`: a server did not answer, so that nothing more is known."""

    check: str
    state: Literal["ok", "wrong", "away"]
    detail: str


Check = Callable[[Settings], Awaitable[list[Finding]]]


async def examine(settings: Settings) -> list[Finding]:
    """Every check, each by itself: one that fails keeps no other from being made."""
    checks: tuple[Check, ...] = (_database, _temporal, _mail_server)
    found = await asyncio.gather(*(check(settings) for check in checks))
    return [finding for findings in found for finding in findings]


def exit_code(findings: list[Finding]) -> Exit:
    """3 when a server is away, 1 when something is wrong."""
    states = {finding.state for finding in findings}
    return Exit.OUT_OF_REACH if "away" in states else Exit.REFUSED if "wrong" in states else Exit.DONE


async def _database(settings: Settings) -> list[Finding]:
    try:
        async with await connect_database(settings) as pool, pool.acquire() as connection:
            return [
                Finding(
                    check="PostgreSQL", state="ok", detail=await connection.fetchval("show server_version")
                ),
                _judged("migrations", await pending(connection), "missing"),
                _judged("rows", [] if await rows_are_current(connection) else ["another form"], "of"),
                _judged("chain of hashes", await broken_links(connection), "broken links"),
                _judged("stalled cases", await inquiries.stalled(connection), "cases"),
                _judged("incidents", await open_incidents(connection), "open: see `laurel incidents`"),
            ]
    except (OSError, TimeoutError, asyncpg.PostgresError) as away:
        return [Finding(check="PostgreSQL", state="away", detail=type(away).__name__)]


def _judged(check: str, faults: Sequence[object], noun: str) -> Finding:
    if not faults:
        return Finding(check=check, state="ok", detail="")
    return Finding(check=check, state="wrong", detail=f"{len(faults)} {noun}: {faults[0]}")


async def _temporal(settings: Settings) -> list[Finding]:
    try:
        async with asyncio.timeout(10):
            client = await connect_temporal(settings, env_file())
            polled = await polled_lately(client, settings.task_queue, datetime.now(UTC))
    except (RuntimeError, TimeoutError, RPCError) as away:
        return [Finding(check="Temporal", state="away", detail=type(away).__name__)]
    reached = Finding(check="Temporal", state="ok", detail=client.namespace)
    if not polled:
        return [reached, Finding(check="worker", state="away", detail=f"nobody polls {settings.task_queue}")]
    return [reached, Finding(check="worker", state="ok", detail=settings.task_queue)]


async def _mail_server(settings: Settings) -> list[Finding]:
    url = urlsplit(settings.smtp_url.get_secret_value())
    try:
        async with asyncio.timeout(5):
            _, writer = await asyncio.open_connection(url.hostname, url.port or 25)
            writer.close()
    except (OSError, TimeoutError) as away:
        return [Finding(check="mail server", state="away", detail=type(away).__name__)]
    return [Finding(check="mail server", state="ok", detail=f"{url.hostname}:{url.port or 25}")]

"""`laurel doctor`: whether every part is there, and the record whole."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

import asyncpg
from temporalio.service import RPCError

from console.connections import connect_database, connect_temporal, erasures_of
from console.exits import Exit
from console.polling import polled_lately
from console.privacy.listing import recorded_erasures, unlisted
from console.recovery.published import BehindPublished, require_all_published
from console.settings import Settings, env_file
from console.signing import place_of
from domain.frozen import Frozen
from ledger.chain import broken_links
from ledger.connection import Connection, Pool
from ledger.migrating import pending
from ledger.outside import PlaceOutOfReach
from ledger.rotating import under_another_key
from ledger.sealing import Sealer
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
                _judged(
                    "sealing key", await _sealed_otherwise(connection, settings), "keys are not under it"
                ),
                await _list_of_erasures(connection, settings),
                await _published(pool, settings),
                _judged("stalled cases", await inquiries.stalled(connection), "cases"),
                _judged("incidents", await _causes(connection), "open (`laurel incidents`)"),
            ]
    except (OSError, TimeoutError, asyncpg.PostgresError) as away:
        return [Finding(check="PostgreSQL", state="away", detail=type(away).__name__)]


async def _causes(connection: Connection) -> list[str]:
    return [incident.cause for incident in await open_incidents(connection)]


async def _sealed_otherwise(connection: Connection, settings: Settings) -> list[str]:
    return await under_another_key(connection, Sealer(settings.sealing_key_bytes))


async def _list_of_erasures(connection: Connection, settings: Settings) -> Finding:
    """Whether every erasure of the record is on the list outside."""
    erasures, check = erasures_of(settings), "list of erasures"
    if erasures is None:
        missing = await recorded_erasures(connection)
        return _judged(check, missing, "erasures on no list: LAUREL_ERASURES_URL names none")
    try:
        missing = await unlisted(connection, erasures)
    except (PlaceOutOfReach, ValueError) as away:
        return Finding(check=check, state="away", detail=str(away))
    return _judged(check, [each.name for each in missing], "erasures are not on it")


async def _published(pool: Pool, settings: Settings) -> Finding:
    """Whether the record holds all that was published of it."""
    check = "published logs"
    try:
        await require_all_published(pool, place_of(settings))
    except PlaceOutOfReach as away:
        return Finding(check=check, state="away", detail=str(away))
    except BehindPublished as behind:
        return Finding(check=check, state="wrong", detail=str(behind))
    return Finding(check=check, state="ok", detail="")


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

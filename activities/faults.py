"""A fault of the program inside an effect: an incident that stays open until the effect succeeds."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import structlog

from activities.storage.reach import out_of_reach
from ledger.connection import Pool
from readmodel.incidents import Cause, raise_incident, resolve_incidents

_log = structlog.get_logger()


@asynccontextmanager
async def faults_are_incidents(
    pool: Pool, *, stream: str, subject: str, at: datetime, expected: tuple[type[Exception], ...] = ()
) -> AsyncIterator[None]:
    """Lets `expected` errors and those of a database out of reach pass; any other is an incident, and passes too."""
    try:
        yield
    except expected:
        raise
    except Exception as fault:
        if out_of_reach(fault):
            raise
        await _log.aexception("fault in effect", stream=stream, subject=subject)
        async with pool.acquire() as connection:
            await raise_incident(
                connection,
                cause=Cause.FAULT_IN_EFFECT,
                stream=stream,
                subject=subject,
                detail=type(fault).__name__,
                at=at,
            )
        raise
    async with pool.acquire() as connection:
        await resolve_incidents(
            connection, causes=[Cause.FAULT_IN_EFFECT], stream=stream, subject=subject, at=at, by="engine"
        )

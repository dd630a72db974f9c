"""Telling a database that is out of reach, which is worth repeating, from a fault of the program, which is not."""

import asyncpg

_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.DeadlockDetectedError,
    # A connection that was cut in the middle of a message; the next one has nothing of it.
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)


def out_of_reach(error: BaseException) -> bool:
    """Whether the same call may succeed later. Storage of documents that does not answer counts too."""
    if isinstance(error, asyncpg.InterfaceError):
        # asyncpg has one class for a connection that was closed and for a call that is wrong.
        return "clos" in str(error)
    return isinstance(error, _AWAY)

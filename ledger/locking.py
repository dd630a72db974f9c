"""The lock under which the record grows."""

from ledger.connection import Connection


async def hold_appends(connection: Connection) -> None:
    """Let no append proceed until the caller's transaction ends; those before are committed."""
    await connection.execute("select pg_advisory_xact_lock(x'6c617572656c'::bigint)")  # as ledger.append

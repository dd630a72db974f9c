"""Exchanging the master key: every data key is wrapped anew, no text is encrypted anew, no hash changes."""

from ledger.connection import Connection
from ledger.sealing import SealBroken, Sealer


async def rotate(connection: Connection, old: Sealer, new: Sealer) -> int:
    """Wrap every key under `new`, in one transaction; return how many lay under `old`.

    Those that lie under `new` are left as they are, so that it may be done again. Raises `SealBroken`, with nothing
    changed, at a key that neither opens.
    """
    async with connection.transaction():
        # Nobody makes or deletes a key meanwhile; to read them goes on.
        await connection.execute("lock table sealed.keys in exclusive mode")
        # From the first command on the key of requests is kept; where there was none yet, it must not be the new one's.
        await _keep_request_key(connection, old, new)
        rows = await connection.fetch("select subject, wrapped_key from sealed.keys order by subject")
        changed = [
            (subject, new.wrapped(subject, old.unwrapped(subject, wrapped)))
            for subject, wrapped in rows
            if not opens(new, subject, wrapped)
        ]
        await connection.executemany("update sealed.keys set wrapped_key = $2 where subject = $1", changed)
    return len(changed)


async def under_another_key(connection: Connection, sealer: Sealer) -> list[str]:
    """The subjects whose keys `sealer` cannot open: changed, or wrapped under another master key."""
    rows = await connection.fetch("select subject, wrapped_key from sealed.keys order by subject")
    return [subject for subject, wrapped in rows if not opens(sealer, subject, wrapped)]


def opens(sealer: Sealer, subject: str, wrapped: bytes) -> bool:
    """Whether the key of `subject` lies under the master key of `sealer`."""
    try:
        sealer.unwrapped(subject, wrapped)
    except SealBroken:
        return False
    return True


async def _keep_request_key(connection: Connection, old: Sealer, new: Sealer) -> None:
    try:
        await old.request_key(connection)
    except SealBroken:
        await new.request_key(connection)

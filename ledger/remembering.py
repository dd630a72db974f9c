"""What the database remembers of publications: so that it is noticed when one is gone from its place."""

from collections.abc import Mapping
from datetime import datetime

from ledger.checkpoints import LogName
from ledger.connection import Connection
from ledger.findings import Finding, Kind

_REMEMBER = """
insert into operations.checkpoints (origin, log, size, note, published_at) values ($1, $2, $3, $4, $5)
on conflict do nothing
"""
_REMEMBERED = "select size, note from operations.checkpoints where origin = $1 and log = $2 order by size"
_ORIGINS = "select origin from operations.checkpoints group by origin order by max(published_at)"


async def remember(  # noqa: PLR0913, PLR0917 -- one argument a column
    connection: Connection, origin: str, log: LogName, size: int, note: str, at: datetime
) -> None:
    """Note that a checkpoint was published, as the last step of it; once, however often it is noted."""
    await connection.execute(_REMEMBER, origin, log, size, note, at)


async def remembered(connection: Connection, origin: str, log: LogName) -> dict[int, str]:
    """The notes of a log that were published, by size and in its order."""
    rows = await connection.fetch(_REMEMBERED, origin, log)
    return {row["size"]: row["note"] for row in rows}


async def remembered_origins(connection: Connection) -> list[str]:
    """The origins anything was published under, the latest one last."""
    return [row["origin"] for row in await connection.fetch(_ORIGINS)]


def gone(log: LogName, known: Mapping[int, str], there: Mapping[int, str]) -> list[Finding]:
    """Which of the notes that are known are not at their place, or are not what was published."""
    return [
        Finding(log, Kind.CHECKPOINT_MISSING, size, size)
        for size, note in known.items()
        if there.get(size) != note
    ]

"""Erasing sealed values: a subject's key with all its texts, or one text with its salt. The record stays as it is."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from ledger.connection import Connection
from ledger.erasures import Erasure


async def erase_subject(connection: Connection, subject: str) -> bool:
    """Delete the key of `subject`, and with it every text sealed under it; whether there was one.

    Part of the caller's transaction. Waits for whoever is sealing under the key.
    """
    erased = await connection.fetchval("delete from sealed.keys where subject = $1 returning true", subject)
    return erased is not None


async def erase_text(connection: Connection, commitment: str) -> bool:
    """Delete one text and its salt; whether it was there. Part of the caller's transaction."""
    statement = "delete from sealed.texts where commitment = $1 returning true"
    return await connection.fetchval(statement, commitment) is not None


async def erase(connection: Connection, erasure: Erasure) -> bool:
    """Carry one erasure out; whether anything was left to erase."""
    match erasure.kind:
        case "subject":
            return await erase_subject(connection, erasure.name)
        case "text":
            return await erase_text(connection, erasure.name)
        case _:
            assert_never(erasure.kind)


async def reapply(connection: Connection, erasures: Sequence[Erasure]) -> int:
    """Carry out again, in one transaction, what a restored backup has brought back; how many erasures had to be."""
    async with connection.transaction():
        return sum([await erase(connection, erasure) for erasure in erasures])


async def kept_of(connection: Connection, subject: str, commitments: Iterable[str]) -> frozenset[str]:
    """Those of the commitments whose texts are still kept under the key of `subject`."""
    rows = await connection.fetch(
        "select commitment from sealed.texts where subject = $1 and commitment = any($2::text[])",
        subject,
        list(commitments),
    )
    return frozenset(row["commitment"] for row in rows)

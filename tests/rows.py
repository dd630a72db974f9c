"""Rows of states that no record has led to."""

from datetime import UTC, datetime

from domain.permissions import State
from domain.standing import Standing
from domain.streams import blank, standing
from ledger.connection import Connection
from readmodel.replacing import REPLACE, replacement

_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def put_rows(connection: Connection, state: State) -> None:
    """The rows of a stream that has none yet, as of the record's first position."""
    stands: Standing = standing(state)
    given = replacement([(blank(stands.stream), state)])
    await connection.fetchval(f"select {REPLACE}($1::jsonb, 1, $2)", given, _AT)

"""Replacing the rows of streams: one call of one SQL function."""

import orjson

from domain.permissions import State
from domain.standing import Standing
from domain.streams import standing, tasks
from ledger.connection import Connection
from readmodel.rows import rows_of

# Takes what `replacement` makes, as jsonb, and returns true.
REPLACE = "rows.replace"


def replacement(states: list[tuple[State, Standing]]) -> str:
    """The rows of each stream as its folded state has them; all it had before give way to them."""
    return orjson.dumps(
        {stands.stream: rows_of(state, stands, tasks(state)) for state, stands in states}
    ).decode()


async def replace_rows(connection: Connection, state: State) -> None:
    """Replace one stream's rows. Part of the caller's transaction; one round trip."""
    await connection.fetchval(f"select {REPLACE}($1::jsonb)", replacement([(state, standing(state))]))

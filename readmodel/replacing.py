"""Replacing the rows of a stream, in the transaction of the append."""

from domain.permissions import State
from domain.streams import CLUSTER, PERSON, ROUND, standing, tasks
from ledger.connection import Connection
from readmodel.rows import as_json, rows_of

_REPLACE = {
    prefix: f"select rows.replace_{kind}($1, $2::jsonb)"
    for prefix, kind in ((CLUSTER, "cluster"), (ROUND, "round"), (PERSON, "person"))
}


async def replace_rows(connection: Connection, state: State) -> None:
    """Replace the stream's rows by those of its folded state. Part of the caller's transaction; one round trip."""
    stands = standing(state)
    statement = next(sql for prefix, sql in _REPLACE.items() if stands.stream.startswith(prefix))
    await connection.fetchval(statement, stands.stream, as_json(rows_of(state, stands, tasks(state))))

"""Replacing the rows of a stream in the transaction of the append, and making all rows anew."""

from hashlib import sha256
from importlib import resources

from domain.permissions import State
from domain.streams import CLUSTER, PERSON, ROUND, standing, tasks
from ledger.connection import Connection
from ledger.reading import read_stream, streams_with_prefix
from readmodel.history import folded
from readmodel.rows import as_json, rows_of

_REPLACE = {
    prefix: f"select rows.replace_{kind}($1, $2::jsonb)"  # noqa: S608 - the names are these three
    for prefix, kind in ((CLUSTER, "cluster"), (ROUND, "round"), (PERSON, "person"))
}


async def replace_rows(connection: Connection, state: State) -> None:
    """Replace the stream's rows by those of its folded state. Part of the caller's transaction; one round trip."""
    stands = standing(state)
    statement = next(sql for prefix, sql in _REPLACE.items() if stands.stream.startswith(prefix))
    await connection.fetchval(statement, stands.stream, as_json(rows_of(state, stands, tasks(state))))


async def ensure_rows(connection: Connection) -> bool:
    """Make the row tables, and all rows, if the database has none or those of another form; as laurel_owner.

    Returns whether they were made anew.
    """
    scripts = [
        (resources.files("readmodel") / name).read_text("utf-8") for name in ("schema.sql", "replace.sql")
    ]
    form = sha256("".join(scripts).encode()).hexdigest()
    if await _form(connection) == form:
        return False
    async with connection.transaction():
        for script in scripts:
            await connection.execute(script)
        await connection.execute("insert into rows.form values ($1)", form)
        await _rebuild(connection)
    return True


async def _form(connection: Connection) -> str | None:
    if not await connection.fetchval("select to_regclass('rows.form') is not null"):
        return None
    form: str | None = await connection.fetchval("select sha256 from rows.form")
    return form


async def _rebuild(connection: Connection) -> None:
    for prefix in _REPLACE:
        for stream in await streams_with_prefix(connection, prefix):
            await replace_rows(connection, folded(stream, await read_stream(connection, stream)))

"""Making the row tables and every row in them, as laurel_owner: rows are disposable, so they are never migrated."""

from hashlib import sha256
from importlib import resources

from domain.streams import CLUSTER, PERSON, ROUND
from ledger.connection import Connection
from ledger.reading import read_stream, streams_with_prefix
from readmodel.history import folded
from readmodel.replacing import replace_rows


async def ensure_rows(connection: Connection) -> bool:
    """Make tables and rows if the database has none, or those of another form; return whether that was done."""
    if await rows_are_current(connection):
        return False
    async with connection.transaction():
        for script in _scripts():
            await connection.execute(script)
        await connection.execute("insert into rows.form values ($1)", _form())
        for prefix in (CLUSTER, ROUND, PERSON):
            for stream in await streams_with_prefix(connection, prefix):
                await replace_rows(connection, folded(stream, await read_stream(connection, stream)))
    return True


async def rows_are_current(connection: Connection) -> bool:
    """Whether the rows have the form this program gives them."""
    if not await connection.fetchval("select to_regclass('rows.form') is not null"):
        return False
    current: bool = await connection.fetchval("select sha256 = $1 from rows.form", _form())
    return current


def _scripts() -> list[str]:
    return [
        (resources.files("readmodel") / name).read_text("utf-8") for name in ("schema.sql", "replace.sql")
    ]


def _form() -> str:
    return sha256("".join(_scripts()).encode()).hexdigest()

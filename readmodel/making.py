"""Making the row tables and every row in them, as laurel_owner: rows are disposable, so they are never migrated."""

from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable

from domain.streams import CLUSTER, COMPLAINT, OFFICE, PERSON, PROGRAMME, ROUND
from ledger.connection import Connection
from ledger.reading import streams_with_prefix
from readmodel.filling import Told, fill
from readmodel.tables import EVERY_TABLE

SCRIPTS = ("schema.sql", "intervals.sql", "replace.sql")


async def ensure_rows(connection: Connection, told: Told = lambda _: None) -> bool:
    """Make tables and rows if the database has none, or those of another program; return whether that was done."""
    if await rows_are_current(connection):
        return False
    async with connection.transaction():
        for script in SCRIPTS:
            await connection.execute((resources.files("readmodel") / script).read_text("utf-8"))
        await connection.execute("insert into rows.form values ($1)", form())
        await fill(connection, "rows", await every_stream(connection), told)
    await connection.execute("".join(f"analyze rows.{table};" for table in EVERY_TABLE))
    return True


async def rows_are_current(connection: Connection) -> bool:
    """Whether the rows were made by this program: tables of its form, and rows as it folds and projects."""
    if not await connection.fetchval("select to_regclass('rows.form') is not null"):
        return False
    current: bool = await connection.fetchval("select sha256 = $1 from rows.form", form())
    return current


async def every_stream(connection: Connection) -> list[str]:
    return [
        stream
        for prefix in (CLUSTER, ROUND, COMPLAINT, PERSON, OFFICE, PROGRAMME)
        for stream in await streams_with_prefix(connection, prefix)
    ]


@cache
def form() -> str:
    """What rows depend on besides the record: their tables, and all that folds events and makes rows of them."""
    sources = [resources.files("readmodel") / script for script in SCRIPTS]
    sources += _modules(resources.files("domain")) + _modules(resources.files("readmodel"))
    return sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def _modules(package: Traversable) -> list[Traversable]:
    modules: list[Traversable] = []
    for entry in sorted(package.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            modules += _modules(entry)
        elif entry.name.endswith(".py"):
            modules.append(entry)
    return modules

"""Rows made from the record: every row its streams ever had, with the positions between which it held."""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from itertools import islice

from ledger.connection import Connection
from ledger.reading import StoredEvent, read_streams
from readmodel.changes import Held, rows_held
from readmodel.tables import stored_form

Told = Callable[[int], None]
"""Is told, now and then, how many more events were folded."""

_AT_ONCE = 100


async def fill(connection: Connection, schema: str, streams: Iterable[str], told: Told) -> None:
    """Copies the rows of the streams into the tables of a schema, which have none of theirs."""
    async for histories in histories_of(connection, streams):
        written: dict[str, list[Held]] = defaultdict(list)
        for stream, history in histories.items():
            for held in rows_held(stream, history):
                written[held.table if held.to_position is None else f"past_{held.table}"].append(held)
        for table, rows in written.items():
            await _copy(connection, schema, table, rows)
        told(sum(map(len, histories.values())))


async def histories_of(
    connection: Connection, streams: Iterable[str]
) -> AsyncIterator[dict[str, list[StoredEvent]]]:
    """The events of the streams, of many streams at once."""
    for some in many_at_once(streams):
        yield await read_streams(connection, dict.fromkeys(some, 0))


def many_at_once(streams: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(streams)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


async def _copy(connection: Connection, schema: str, table: str, rows: Sequence[Held]) -> None:
    ends = table.startswith("past_")
    columns = [*rows[0].row, "from_position", *(["to_position"] if ends else [])]
    records = (
        (
            *stored_form(held.table, held.row).values(),
            held.from_position,
            *([held.to_position] if ends else []),
        )
        for held in rows
    )
    await connection.copy_records_to_table(table, schema_name=schema, columns=columns, records=records)

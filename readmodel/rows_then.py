"""Which rows a question is asked of: those of now, of a position of the record, or of what was so at a moment."""

from dataclasses import dataclass

import asyncpg

from domain.effective import so_at
from domain.streams import blank, fold
from ledger.connection import Connection
from readmodel.filling import histories_of
from readmodel.history import happened_of
from readmodel.making import every_stream
from readmodel.past import Then
from readmodel.rows import Row, rows_of
from readmodel.tables import TABLES, as_json


@dataclass(frozen=True)
class RowsThen:
    """`position`: as of which; None: the present. `folded`: rows by table, as JSON, where no table holds them."""

    position: int | None = None
    folded: str | None = None

    async def fetch(self, connection: Connection, query: str, *given: object) -> list[asyncpg.Record]:
        """The answer to a query that names each table of rows in braces."""
        tables = {table: self._source(table, parameter=len(given) + 1) for table in TABLES}
        folded = () if self.folded is None else (self.folded,)
        return await connection.fetch(query.format_map(tables), *given, *folded)

    def _source(self, table: str, *, parameter: int) -> str:
        if self.folded is not None:
            return f"jsonb_populate_recordset(null::rows.{table}, ${parameter}::jsonb -> '{table}')"
        return f"rows.{table}" if self.position is None else f"rows.{table}_as_of({self.position:d})"


NOW = RowsThen()


async def rows_then(connection: Connection, then: Then) -> RowsThen:
    """The rows asked about. What was so at a moment is in no table: for that, every stream is read and folded."""
    if then.effective is None:
        return RowsThen(then.position)
    found: dict[str, list[Row]] = {table: [] for table in TABLES}
    async for histories in histories_of(connection, await every_stream(connection)):
        for stream, history in histories.items():
            known = (each for each in history if then.position is None or each.position <= then.position)
            state = fold(blank(stream), so_at(map(happened_of, known), then.effective))
            for table, rows in rows_of(state).items():
                found[table].extend(rows.values())
    return RowsThen(then.position, folded=as_json(found))

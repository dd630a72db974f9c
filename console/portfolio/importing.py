"""Bringing a portfolio table in: each row a command to its cluster, the same file a second time changes nothing."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import chain
from operator import itemgetter
from uuid import UUID, uuid5

from activities.interface import Order
from console.gateway import Faulted, Gateway
from console.portfolio.rows import Row, Unreadable, identity_of, read_rows
from domain.cluster.state import Cluster
from domain.frozen import Frozen
from domain.rejected import Rejected
from ledger.connection import Pool
from ledger.documents import Documents
from ledger.reading import read_stream
from readmodel import inquiries
from readmodel.history import folded

_IMPORTS = UUID("0b9a0d0e-6a0c-5b8f-8f52-2f6f0f4f7c11")
# Clusters are independent of each other; more at once than this does not make it faster.
_AT_ONCE = 8


class Imported(Frozen):
    """A row whose label is on record now, or was before."""

    line: int
    cluster_id: str
    level: str


class Refused(Frozen):
    """A row that was not imported: unreadable in a column, or refused by a rule (`code`)."""

    line: int
    column: str = ""
    code: str = ""
    reason: str


class ImportReport(Frozen):
    """What became of each row. `document`: the SHA-256 under which the table itself is kept; None if nothing was."""

    document: str | None
    imported: tuple[Imported, ...] = ()
    unchanged: tuple[Imported, ...] = ()
    refused: tuple[Refused, ...] = ()


async def import_portfolio(  # noqa: PLR0913 - where rows go, who brings them, and how
    content: bytes,
    *,
    gateway: Gateway,
    pool: Pool,
    documents: Documents,
    operator: str,
    strict: bool = False,
    told: Callable[[], None] = lambda: None,
) -> ImportReport:
    """Import every row that can be read; with `strict` none if any cannot. `told` is called once a row.

    Raises NotAPortfolio for a file that is no such table, and the gateway's faults. A rule's no to one row is part
    of the report.
    """
    rows = read_rows(content)
    unreadable = tuple(
        Refused(line=row.line, column=row.column, reason=row.reason)
        for row in rows
        if isinstance(row, Unreadable)
    )
    if strict and unreadable:
        return ImportReport(document=None, refused=unreadable)
    document = (await documents.put(content)).sha256
    results = await _Import(gateway, pool, operator, told).all([row for row in rows if isinstance(row, Row)])
    refused = [*unreadable, *(result for result in results if isinstance(result, Refused))]
    return ImportReport(
        document=document,
        imported=tuple(result for result, new in _accepted(results) if new),
        unchanged=tuple(result for result, new in _accepted(results) if not new),
        refused=tuple(sorted(refused, key=lambda row: row.line)),
    )


_Result = tuple[Imported, bool] | Refused


def _accepted(results: Sequence[_Result]) -> list[tuple[Imported, bool]]:
    return [result for result in results if not isinstance(result, Refused)]


class _Import:
    def __init__(self, gateway: Gateway, pool: Pool, operator: str, told: Callable[[], None]) -> None:
        self._gateway = gateway
        self._pool = pool
        self._operator = operator
        self._told = told
        self._free = asyncio.Semaphore(_AT_ONCE)

    async def all(self, rows: Sequence[Row]) -> list[_Result]:
        """In order of lines. The rows of one cluster are its terms, one after the other."""
        known = await self._known()
        of_cluster: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            of_cluster[row.cluster_id].append(row)
        results = await asyncio.gather(
            *(
                self._in_order(known.get(cluster_id, cluster_id), own)
                for cluster_id, own in of_cluster.items()
            )
        )
        return [result for _, result in sorted(chain(*results), key=itemgetter(0))]

    async def _known(self) -> dict[str, str]:
        """Clusters registered under another id: identity on import is country and normalised name."""
        async with self._pool.acquire() as connection:
            clusters = await inquiries.clusters(connection, datetime.now(UTC).date(), datetime.now(UTC))
        return {identity_of(row.country, row.name): row.cluster_id for row in clusters}

    async def _in_order(self, cluster_id: str, rows: list[Row]) -> list[tuple[int, _Result]]:
        async with self._free:
            return [(row.line, await self._one(cluster_id, row)) for row in rows]

    async def _one(self, cluster_id: str, row: Row) -> _Result:
        stream, command = f"cluster-{cluster_id}", row.command
        imported = Imported(line=row.line, cluster_id=cluster_id, level=command.level)
        cluster = await self._cluster(stream)
        self._told()
        if command.row_key in cluster.imported_rows:
            return imported, False
        # The version is part of the id: what was refused once may be right after the cluster has changed.
        name = f"{command.row_key} {cluster_id} {cluster.version} {self._operator}"
        order = Order(
            stream=stream,
            command_id=uuid5(_IMPORTS, name),
            actor=self._operator,
            command=command.model_dump(mode="json"),
        )
        try:
            receipt = await self._gateway.submit(order)
        except Rejected as refused:
            return Refused(line=row.line, code=refused.code, reason=refused.sentence)
        except Faulted as fault:
            return Refused(line=row.line, code="fault", reason=str(fault))
        return imported, bool(receipt.events)

    async def _cluster(self, stream: str) -> Cluster:
        async with self._pool.acquire() as connection:
            state = folded(stream, await read_stream(connection, stream))
        if not isinstance(state, Cluster):
            raise TypeError(f"{stream} is not a cluster's stream.")
        return state

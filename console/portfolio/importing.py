"""Bringing a portfolio in: each row a command to its cluster, the same file a second time changes nothing."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import Literal
from uuid import UUID, uuid5

from activities.interface import Foreseen, Order, Recording
from activities.storage.record import Record
from console.gateway import Faulted, Gateway
from console.portfolio.cells import Unreadable
from console.portfolio.rows import Row, identity_of, read_rows
from domain.cluster.state import Cluster
from domain.frozen import Frozen
from domain.rejected import Rejected
from domain.secretariat import secretariat_day
from domain.streams import CLUSTER
from ledger.connection import Pool
from ledger.documents import Documents
from ledger.reading import read_stream
from readmodel import inquiries
from readmodel.history import folded

_IMPORTS = UUID("0b9a0d0e-6a0c-5b8f-8f52-2f6f0f4f7c11")
# Clusters are independent of each other; more at once than this does not make it faster.
_AT_ONCE = 8


class Imported(Frozen):
    """A row whose label or case is on record now, or was before."""

    line: int
    cluster_id: str
    what: Literal["label", "case"] = "label"
    level: str


class Refused(Frozen):
    """A row that was not imported: unreadable in a column, or refused by a rule (`code`)."""

    line: int
    column: str = ""
    code: str = ""
    reason: str


class ImportReport(Frozen):
    """What became of each row, or would become of it.

    `document`: the SHA-256 under which the file itself is kept; None if nothing was imported.
    """

    document: str | None
    imported: tuple[Imported, ...] = ()
    unchanged: tuple[Imported, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class Told:
    """Who hears how far it is: of the number of rows at the beginning, then of each row that is done."""

    rows: Callable[[int], None] = lambda _: None
    row: Callable[[], None] = lambda: None


async def import_portfolio(  # noqa: PLR0913 - where rows go, who brings them, and how
    content: bytes,
    *,
    gateway: Gateway,
    pool: Pool,
    documents: Documents,
    operator: str,
    strict: bool = False,
    told: Told | None = None,
) -> ImportReport:
    """Import every row that can be read; with `strict` none if any cannot.

    Cut off half-way it is simply done again: what is on record is left as it is. Raises NotAPortfolio for a file that
    is none, and the gateway's faults. A rule's no to one row is part of the report.
    """
    rows, unreadable = _sorted_out(read_rows(content))
    if strict and unreadable:
        return _report(None, unreadable, ())
    document = (await documents.put(content)).sha256
    told = told or Told()
    results = await _by_cluster(rows, pool, told, _CarryingOut(gateway, pool, operator, told))
    return _report(document, unreadable, results)


async def foresee_import(
    content: bytes, *, record: Record, pool: Pool, operator: str, told: Told | None = None
) -> ImportReport:
    """What `import_portfolio` would report, by the rules and the record of this moment; nothing is written.

    Raises NotAPortfolio for a file that is none.
    """
    rows, unreadable = _sorted_out(read_rows(content))
    told = told or Told()
    results = await _by_cluster(rows, pool, told, _Foreseeing(record, pool, operator, told))
    return _report(None, unreadable, results)


@dataclass(frozen=True)
class _Accepted:
    row: Imported
    new: bool


_Result = _Accepted | Refused
_OfCluster = Callable[[str, Sequence[Row]], Awaitable[list[_Result]]]


def _sorted_out(read: Iterable[Row | Unreadable]) -> tuple[list[Row], list[Refused]]:
    rows: list[Row] = []
    unreadable: list[Refused] = []
    for each in read:
        if isinstance(each, Row):
            rows.append(each)
        else:
            unreadable.append(Refused(line=each.line, column=each.column, reason=each.reason))
    return rows, unreadable


def _report(document: str | None, unreadable: Sequence[Refused], results: Sequence[_Result]) -> ImportReport:
    accepted = sorted(
        (each for each in results if isinstance(each, _Accepted)), key=lambda each: each.row.line
    )
    refused = [*unreadable, *(result for result in results if isinstance(result, Refused))]
    return ImportReport(
        document=document,
        imported=tuple(each.row for each in accepted if each.new),
        unchanged=tuple(each.row for each in accepted if not each.new),
        refused=tuple(sorted(refused, key=lambda row: row.line)),
    )


async def _by_cluster(rows: Sequence[Row], pool: Pool, told: Told, bring: _OfCluster) -> list[_Result]:
    """The rows of one cluster come one after the other, in the order of lines: its terms do."""
    known = await _known(pool)
    of_cluster: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_cluster[known.get(row.cluster_id, row.cluster_id)].append(row)
    told.rows(len(rows))
    free = asyncio.Semaphore(_AT_ONCE)

    async def brought(cluster_id: str, own: list[Row]) -> list[_Result]:
        async with free:
            return await bring(cluster_id, own)

    results = await asyncio.gather(*(brought(cluster_id, own) for cluster_id, own in of_cluster.items()))
    return [*chain(*results)]


async def _known(pool: Pool) -> dict[str, str]:
    """Clusters registered under another id: identity on import is country and normalised name."""
    async with pool.acquire() as connection:
        clusters = await inquiries.clusters(connection, secretariat_day(datetime.now(UTC)), datetime.now(UTC))
    return {identity_of(row.country, row.name): row.cluster_id for row in clusters}


class _CarryingOut:
    """Each row a command through the gateway, on what its cluster stands at by then."""

    def __init__(self, gateway: Gateway, pool: Pool, operator: str, told: Told) -> None:
        self._gateway = gateway
        self._pool = pool
        self._operator = operator
        self._told = told

    async def __call__(self, cluster_id: str, rows: Sequence[Row]) -> list[_Result]:
        return [await self._one(cluster_id, row) for row in rows]

    async def _one(self, cluster_id: str, row: Row) -> _Result:
        cluster = await _cluster(self._pool, cluster_id)
        try:
            if row.command.row_key in cluster.imported_rows:
                return _Accepted(_imported(cluster_id, row), new=False)
            receipt = await self._gateway.submit(_order(row, cluster, self._operator))
        except Rejected as refused:
            return Refused(line=row.line, code=refused.code, reason=refused.sentence)
        except Faulted as fault:
            return Refused(line=row.line, code="fault", reason=str(fault))
        finally:
            self._told.row()
        return _Accepted(_imported(cluster_id, row), new=bool(receipt.events))


class _Foreseeing:
    """What the rows of a cluster would give, one after the other."""

    def __init__(self, record: Record, pool: Pool, operator: str, told: Told) -> None:
        self._record = record
        self._pool = pool
        self._operator = operator
        self._told = told

    async def __call__(self, cluster_id: str, rows: Sequence[Row]) -> list[_Result]:
        cluster, at = await _cluster(self._pool, cluster_id), datetime.now(UTC)
        orders = [_order(row, cluster, self._operator) for row in rows]
        foreseen = await self._record.foresee([Recording(at=at, **order.model_dump()) for order in orders])
        return [self._one(cluster_id, row, outcome) for row, outcome in zip(rows, foreseen, strict=True)]

    def _one(self, cluster_id: str, row: Row, outcome: Foreseen) -> _Result:
        self._told.row()
        if (refusal := outcome.refusal) is not None:
            return Refused(line=row.line, code=refusal.code, reason=refusal.sentence)
        return _Accepted(_imported(cluster_id, row), new=bool(outcome.events))


def _order(row: Row, cluster: Cluster, operator: str) -> Order:
    # The version is part of the id: what was refused once may be right after the cluster has changed.
    name = f"{row.command.row_key} {cluster.cluster_id} {cluster.version} {operator}"
    return Order(
        stream=f"{CLUSTER}{cluster.cluster_id}",
        command_id=uuid5(_IMPORTS, name),
        actor=operator,
        command=row.command.model_dump(mode="json"),
    )


def _imported(cluster_id: str, row: Row) -> Imported:
    what: Literal["label", "case"] = "label" if row.command.type == "ImportLabel" else "case"
    return Imported(line=row.line, cluster_id=cluster_id, what=what, level=row.command.level)


async def _cluster(pool: Pool, cluster_id: str) -> Cluster:
    stream = f"{CLUSTER}{cluster_id}"
    async with pool.acquire() as connection:
        state = folded(stream, await read_stream(connection, stream))
    if not isinstance(state, Cluster):
        raise TypeError(f"{stream} is not a cluster's stream.")
    return state

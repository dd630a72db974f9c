"""Computing a case's results and their place among peers, from one snapshot of the portfolio (R45)."""

from collections.abc import Sequence
from datetime import date

import asyncpg
import orjson
from temporalio import activity

from activities.faults import faults_are_incidents
from activities.interface import SCORE_BENCHMARK, ComparisonRequest, ComparisonResult
from domain.catalogue import Catalogue
from domain.europe import EUROPE
from domain.frozen import Frozen
from domain.scheme import Scheme
from domain.scoring import Group, PeerBenchmark, compare, results
from ledger.connection import Pool
from ledger.reading import last_position
from readmodel.editions import scheme_on_record

# What a case without an interview has of its own are the scores of its audit.
_OWN = """
select clusters.country, clusters.sector, cases.edition, benchmarks.catalogue,
       coalesce(benchmarks.interview_on, results.assessed_on) as day,
       coalesce(benchmarks."values", results.scores) as "values"
from rows.cases join rows.clusters using (stream)
left join rows.benchmarks using (stream, case_id) left join rows.results using (stream, case_id)
where stream = $1 and case_id = $2 and coalesce(benchmarks."values", results.scores) is not null
"""
# One benchmark per other cluster: the latest complete one in the same catalogue, not after the case's own day.
_PEERS = """
select distinct on (cluster_id) cluster_id, country, sector, "values"
from rows.benchmarks join rows.clusters using (stream, cluster_id)
where complete and catalogue = $1 and stream <> $2 and interview_on <= $3
order by cluster_id, interview_on desc, case_id desc
"""


class _Own(Frozen):
    """What is to be compared. Values of an interview name their catalogue; for scores the edition does."""

    catalogue: str | None
    edition: str
    country: str
    sector: str
    day: date
    values: dict[str, int | None]


class Scoring:
    """Scores cases against the catalogue and the portfolio."""

    def __init__(self, pool: Pool, scheme: Scheme) -> None:
        self._pool = pool
        self._scheme = scheme

    @activity.defn(name=SCORE_BENCHMARK)
    async def score_benchmark(self, request: ComparisonRequest) -> ComparisonResult:
        """Results per dimension and three comparisons, all as of one position of the record."""
        subject = f"comparison of {request.case_id}"
        async with faults_are_incidents(self._pool, stream=request.stream, subject=subject, at=request.at):
            return await self._score(request)

    async def _score(self, request: ComparisonRequest) -> ComparisonResult:
        async with self._pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
            position = await last_position(connection)
            own = _own(await connection.fetchrow(_OWN, request.stream, request.case_id))
            # R19: the case's edition binds its procedure.
            scheme = await scheme_on_record(connection, self._scheme)
            edition = scheme.edition(own.edition)
            catalogue = scheme.catalogue(own.catalogue or edition.catalogue.value)
            rows = await connection.fetch(_PEERS, catalogue.key, request.stream, own.day)
        smallest = edition.comparison.smallest_group.value
        return _compared(own, catalogue, [_peer(row) for row in rows], smallest, position)


def _compared(
    own: _Own, catalogue: Catalogue, peers: Sequence[PeerBenchmark], smallest: int, position: int
) -> ComparisonResult:
    dimensions = results(catalogue, own.values)
    groups: dict[Group, list[PeerBenchmark]] = {
        "sector": [peer for peer in peers if own.sector and peer.sector == own.sector],
        "country": [peer for peer in peers if peer.country == own.country],
        "europe": [peer for peer in peers if peer.country in EUROPE],
    }
    compared = tuple(compare(catalogue, dimensions, name, group, smallest) for name, group in groups.items())
    return ComparisonResult(dimensions=dimensions, groups=compared, portfolio_position=position)


def _own(row: asyncpg.Record | None) -> _Own:
    if row is None:
        raise LookupError("The case has neither a benchmark nor scores.")
    return _Own(**{n: row[n] for n in _Own.model_fields if n != "values"}, values=orjson.loads(row["values"]))


def _peer(row: asyncpg.Record) -> PeerBenchmark:
    facts = {name: row[name] for name in ("cluster_id", "country", "sector")}
    return PeerBenchmark(**facts, values=orjson.loads(row["values"]))

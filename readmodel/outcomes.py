"""What became of first applications, by level: awarded at once or later, refused, or closed without a decision."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from itertools import groupby

import asyncpg

from domain.cluster.case import ClosedAs
from domain.levels import Level
from domain.programmes.withholding import Place
from ledger.connection import Connection
from readmodel.rows_then import NOW, RowsThen

_CLOSED = """
select stream, level, case_id, closed_as from {cases} where kind = 'first' and closed_as is not null
"""


class Outcome(StrEnum):
    """`AT_ONCE`: awarded by the cluster's first case of that level that was decided."""

    AT_ONCE = "awarded at first pass"
    LATER = "awarded later"
    REFUSED = "refused"
    UNDECIDED = "closed undecided"


async def outcomes(connection: Connection, *, rows: RowsThen = NOW) -> dict[Place, int]:
    """How many cases of each level ended in each way: the table figures for the public are made of."""
    counted = Counter(_told(await rows.fetch(connection, _CLOSED)))
    return {
        (level, outcome): counted[level, outcome]
        for level in Level
        if any(counted[level, each] for each in Outcome)
        for outcome in Outcome
    }


def _told(found: Iterable[asyncpg.Record]) -> Iterable[tuple[str, Outcome]]:
    """Level and outcome of each case; a cluster's cases of a level in the order in which they were opened."""
    ordered = sorted(found, key=lambda row: (row["stream"], row["level"], _number(row["case_id"])))
    for (_, level), cases in groupby(ordered, key=lambda row: (row["stream"], row["level"])):
        decided = False
        for case in cases:
            yield level, _outcome(case["closed_as"], again=decided)
            decided = decided or case["closed_as"] in (ClosedAs.AWARDED, ClosedAs.REFUSED)


def _outcome(closed_as: str, *, again: bool) -> Outcome:
    match closed_as:
        case ClosedAs.AWARDED:
            return Outcome.LATER if again else Outcome.AT_ONCE
        case ClosedAs.REFUSED:
            return Outcome.REFUSED
        case _:
            return Outcome.UNDECIDED


def _number(case_id: str) -> int:
    return int(case_id.rpartition("-")[2])

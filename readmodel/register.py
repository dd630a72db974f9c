"""The public register: an explicit list of fields, never more."""

from datetime import date
from typing import Final

from domain.frozen import Frozen
from domain.levels import Level
from domain.status import Status, StatusState, status_on
from domain.terms import Term
from ledger.connection import Connection
from readmodel.labels import labels_of
from readmodel.rows_then import NOW, RowsThen

# R23: a label that sleeps is in history, not in the register; one that lapsed or ended is over.
_UNLISTED = frozenset({StatusState.NONE, StatusState.DORMANT, StatusState.LAPSED, StatusState.ENDED})
_LABELLED = """
select name, country, sector, website, labels, pending from {clusters} where labels <> '{{}}' order by country, name
"""


class RegisterRow(Frozen):
    """What the public may know of a label. `renewable_until` is the last day of grace, said of an expired label."""

    name: str
    country: str
    sector: str
    website: str
    level: Level
    status: StatusState
    valid_until: date | None
    renewable_until: date | None


# What leaves the register, and nothing else: in this order in tables and CSV, by these names in JSON.
FIELDS: Final = tuple(RegisterRow.model_fields)


async def register(  # noqa: PLR0913 - what is listed, and as of when
    connection: Connection,
    on: date,
    *,
    level: Level | None = None,
    country: str | None = None,
    status: StatusState | None = None,
    rows: RowsThen = NOW,
) -> list[RegisterRow]:
    """Every label listed on a day, by country and name; of one level, country or status where that is asked."""
    wanted = {"level": level, "country": country, "status": status}
    return [
        row
        for row in await _listed(connection, on, rows)
        if all(each is None or getattr(row, name) == each for name, each in wanted.items())
    ]


async def _listed(connection: Connection, on: date, rows: RowsThen) -> list[RegisterRow]:
    listed = []
    for row in await rows.fetch(connection, _LABELLED):
        labels = labels_of(row["labels"])
        for level, terms in labels.items():
            status = status_on(labels, level, on, pending=level in row["pending"])
            if status.state in _UNLISTED:
                continue
            in_grace = status.expired or status.state in (StatusState.EXPIRED, StatusState.PENDING)
            listed.append(
                RegisterRow(
                    name=row["name"],
                    country=row["country"],
                    sector=row["sector"],
                    website=row["website"],
                    level=level,
                    status=status.state,
                    valid_until=_valid_until(status, terms[-1]),
                    renewable_until=status.until if in_grace else None,
                )
            )
    return listed


def _valid_until(status: Status, term: Term) -> date | None:
    """The last day of the term where it tells until when the label is, or was, valid: not of a suspended one."""
    match status.state:
        case StatusState.SUSPENDED:
            return None
        case StatusState.EXPIRED | StatusState.PENDING:
            return term.last_day.day
        case _:
            return status.until

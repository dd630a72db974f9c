"""The public register: an explicit list of fields, never more."""

from datetime import date

from domain.frozen import Frozen
from domain.levels import Level
from domain.status import StatusState, status_on
from ledger.connection import Connection
from readmodel.labels import labels_of
from readmodel.rows_then import NOW, RowsThen

# R23: a label that sleeps is in history, not in the register; one that lapsed is over.
_UNLISTED = frozenset({StatusState.NONE, StatusState.DORMANT, StatusState.LAPSED})
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


async def register(connection: Connection, on: date, *, rows: RowsThen = NOW) -> list[RegisterRow]:
    """Every label listed on a day, by country and name."""
    listed = []
    for row in await rows.fetch(connection, _LABELLED):
        labels = labels_of(row["labels"])
        for level, terms in labels.items():
            status = status_on(labels, level, on, pending=level in row["pending"])
            if status.state in _UNLISTED:
                continue
            in_grace = status.state in (StatusState.EXPIRED, StatusState.PENDING)
            listed.append(
                RegisterRow(
                    name=row["name"],
                    country=row["country"],
                    sector=row["sector"],
                    website=row["website"],
                    level=level,
                    status=status.state,
                    valid_until=terms[-1].last_day.day if in_grace else status.until,
                    renewable_until=status.until if in_grace else None,
                )
            )
    return listed

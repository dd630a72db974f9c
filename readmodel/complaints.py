"""The list of complaints, without who complains."""

from datetime import date, datetime

from domain.frozen import Frozen
from ledger.connection import Connection
from readmodel.rows_then import NOW, RowsThen


class ComplaintRow(Frozen):
    """A complaint as lists show it. `due_at`: by when it is to be answered; None once it is."""

    stream: str
    about: str
    subject: str | None
    stage: str
    lodged_on: date
    due_at: datetime | None
    overdue: bool
    finding: str | None
    measure: str | None


_COMPLAINTS = """
select
    stream, about, subject, stage, lodged_on, due_at, coalesce(due_at < $1, false) as overdue, finding, measure
from {complaints} order by finding is not null, lodged_on, stream
"""


async def complaints(connection: Connection, now: datetime, *, rows: RowsThen = NOW) -> list[ComplaintRow]:
    """Every complaint, the open ones first."""
    return [ComplaintRow(**dict(row)) for row in await rows.fetch(connection, _COMPLAINTS, now)]

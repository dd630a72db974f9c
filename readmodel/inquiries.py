"""What lists and pages ask of the rows. Due and overdue are told here once, for every reader."""

from datetime import date, datetime
from typing import Any

import orjson

from domain.frozen import Frozen
from domain.levels import Level
from domain.status import Status, status_on
from domain.terms import Term
from ledger.connection import Connection


class ClusterRow(Frozen):
    """A cluster as lists show it. `statuses`: what each label is on the day asked about."""

    cluster_id: str
    name: str
    country: str
    region: str
    sector: str
    stage: str
    due_at: datetime | None
    stalled: tuple[str, ...]
    statuses: dict[Level, Status]


class InboxRow(Frozen):
    """A human task: who must do what until when. `cluster_id` is None for a committee round's."""

    stream: str
    cluster_id: str | None
    name: str | None
    case_id: str | None
    task: str
    party: str
    persons: tuple[str, ...]
    since: datetime
    due_at: datetime | None
    overdue: bool


class RegisterRow(Frozen):
    """What the public may know of a label: name, country, sector, website's place is the register itself."""

    name: str
    country: str
    sector: str
    level: Level
    status: str
    valid_until: date | None


async def clusters(connection: Connection, on: date) -> list[ClusterRow]:
    """Every cluster, by country and name."""
    rows = await connection.fetch("select * from rows.clusters order by country, name")
    return [_cluster_row(dict(row), on) for row in rows]


def _cluster_row(row: dict[str, Any], on: date) -> ClusterRow:
    labels = _labels(row["labels"])
    statuses = {level: status_on(labels, level, on, pending=level in row["pending"]) for level in labels}
    facts = {name: row[name] for name in ClusterRow.model_fields if name in row}
    return ClusterRow(**facts, statuses=statuses)


def _labels(stored: str) -> dict[Level, tuple[Term, ...]]:
    terms = orjson.loads(stored)
    return {level: tuple(map(Term.model_validate, terms[level])) for level in Level if level in terms}


_INBOX = """
select task.*, cluster.cluster_id, cluster.name, coalesce(task.due_at < $1, false) as overdue
from rows.tasks task left join rows.clusters cluster using (stream)
where $2::text is null or $2 = any(task.persons) or (cardinality(task.persons) = 0 and task.party = $3)
order by task.due_at nulls last, task.since, task.stream, task.task
"""


async def inbox(
    connection: Connection, now: datetime, *, person: str | None = None, party: str | None = None
) -> list[InboxRow]:
    """Every open human task, by time left: overdue first. With `person`, theirs and those of their `party`."""
    rows = await connection.fetch(_INBOX, now, person, party)
    return [InboxRow(**dict(row)) for row in rows]


async def register(connection: Connection, on: date) -> list[RegisterRow]:
    """The public register on a day: an explicit list of fields, and labels that are not asleep or over (R23)."""
    rows = await connection.fetch("select * from rows.clusters order by country, name")
    listed = []
    for row in rows:
        labels = _labels(row["labels"])
        for level in labels:
            status = status_on(labels, level, on, pending=level in row["pending"])
            if status.state not in ("none", "dormant", "lapsed"):
                listed.append(
                    RegisterRow(
                        name=row["name"],
                        country=row["country"],
                        sector=row["sector"],
                        level=level,
                        status=status.state,
                        valid_until=status.until,
                    )
                )
    return listed


async def stalled(connection: Connection) -> list[str]:
    """Open cases with neither debt, nor task, nor deadline, as CLUSTER/CASE: there must never be one."""
    rows = await connection.fetch(
        "select cluster_id, unnest(stalled) as case_id from rows.clusters order by cluster_id, case_id"
    )
    return [f"{row['cluster_id']}/{row['case_id']}" for row in rows]

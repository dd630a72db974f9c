"""What lists and pages ask of the rows. Due and overdue are told here once, for every reader."""

from datetime import date, datetime
from typing import Any

from domain.frozen import Frozen
from domain.levels import Level, Party
from domain.person.state import Office
from domain.status import Status, status_on
from domain.task_commands import COMMANDS_OF_TASK
from ledger.connection import Connection
from readmodel.labels import labels_of

# Whose tasks an office may do where no person is named.
_PARTIES = {
    Office.OPERATOR: Party.SECRETARIAT,
    Office.SCHEME_OWNER: Party.SCHEME_OWNER,
    Office.AUDIT_READER: None,
}


class ClusterRow(Frozen):
    """A cluster as lists show it. `statuses`: what each label is on the day asked about.

    `due_at`: by when the first of its open tasks and limits ends or, overdue, ended.
    """

    cluster_id: str
    name: str
    country: str
    region: str
    sector: str
    stage: str
    due_at: datetime | None
    overdue: bool
    stalled: tuple[str, ...]
    statuses: dict[Level, Status]


class InboxRow(Frozen):
    """A human task: who must do what until when, by which command. `cluster_id` is None for a round's."""

    stream: str
    cluster_id: str | None
    name: str | None
    case_id: str | None
    task: str
    commands: tuple[str, ...]
    party: str
    persons: tuple[str, ...]
    since: datetime
    due_at: datetime | None
    overdue: bool


async def clusters(connection: Connection, on: date, now: datetime) -> list[ClusterRow]:
    """Every cluster, by country and name: its labels as of a day, what is due as of an instant."""
    rows = await connection.fetch(
        "select *, coalesce(due_at < $1, false) as overdue from rows.clusters order by country, name", now
    )
    return [_cluster_row(dict(row), on) for row in rows]


def _cluster_row(row: dict[str, Any], on: date) -> ClusterRow:
    labels = labels_of(row["labels"])
    statuses = {level: status_on(labels, level, on, pending=level in row["pending"]) for level in labels}
    facts = {name: row[name] for name in ClusterRow.model_fields if name in row}
    return ClusterRow(**facts, statuses=statuses)


_INBOX = """
select task.*, cluster.cluster_id, cluster.name, coalesce(task.due_at < $1, false) as overdue
from rows.tasks task left join rows.clusters cluster using (stream)
where $2::text is null or $2 = any(task.persons) or (cardinality(task.persons) = 0 and task.party = any($3::text[]))
order by task.due_at nulls last, task.since, task.stream, task.task
"""


async def inbox(connection: Connection, now: datetime, *, person: str | None = None) -> list[InboxRow]:
    """Every open human task, by time left: overdue first. With `person`, theirs and those of their offices."""
    parties = [] if person is None else await _parties_of(connection, person)
    rows = await connection.fetch(_INBOX, now, person, parties)
    return [InboxRow(**dict(row), commands=COMMANDS_OF_TASK[row["task"]]) for row in rows]


async def _parties_of(connection: Connection, person: str) -> list[Party | None]:
    """The parties whose tasks the person may do where nobody is named: of an office, or of a seat."""
    parties = [_PARTIES[office] for office in await offices_of(connection, person)]
    seated = await connection.fetchval("select seated from rows.persons where person_id = $1", person)
    return [*parties, Party.COMMITTEE] if seated else parties


async def offices_of(connection: Connection, person: str) -> tuple[Office, ...]:
    """The standing offices a person holds. LookupError: nobody is registered under that id."""
    offices = await connection.fetchval("select offices from rows.persons where person_id = $1", person)
    if offices is None:
        raise LookupError(f"No person is registered as {person}.")
    return tuple(Office(office) for office in offices)


async def stalled(connection: Connection) -> list[str]:
    """Open cases with neither debt, nor task, nor deadline, as CLUSTER/CASE: there must never be one."""
    rows = await connection.fetch(
        "select cluster_id, unnest(stalled) as case_id from rows.clusters order by cluster_id, case_id"
    )
    return [f"{row['cluster_id']}/{row['case_id']}" for row in rows]

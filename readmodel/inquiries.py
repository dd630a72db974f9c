"""What lists and pages ask of the rows. Due and overdue are told here once, for every reader."""

from datetime import date, datetime

import asyncpg

from domain.frozen import Frozen
from domain.levels import Level, Party
from domain.office.work import TASKS_OF_OFFICES
from domain.person.state import Office
from domain.secretariat import day_ends, secretariat_day
from domain.status import Status, status_on
from domain.task_commands import COMMANDS_OF_TASK
from ledger.connection import Connection
from readmodel.labels import labels_of
from readmodel.offices import HAND_OVER, OfficesThen, last_accredited_day, offices_then
from readmodel.rows_then import NOW, RowsThen

# Whose tasks an office may do where no person is named.
_PARTIES = {
    Office.OPERATOR: Party.SECRETARIAT,
    Office.SCHEME_OWNER: Party.SCHEME_OWNER,
    Office.AUDIT_READER: None,
    Office.DATA_PROTECTION: None,
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


# What a row has as its table has it.
_PLAIN = tuple(name for name in ClusterRow.model_fields if name != "statuses")
_CLUSTERS = """
select
    cluster_id, name, country, region, sector, stage, due_at, coalesce(due_at < $1, false) as overdue, stalled,
    labels, pending
from {clusters} order by country, name
"""


async def clusters(
    connection: Connection, on: date, now: datetime, *, rows: RowsThen = NOW
) -> list[ClusterRow]:
    """Every cluster, by country and name: its labels on a day, what is due as of an instant."""
    return [_cluster_row(row, on) for row in await rows.fetch(connection, _CLUSTERS, now)]


def _cluster_row(row: asyncpg.Record, on: date) -> ClusterRow:
    labels = labels_of(row["labels"])
    statuses = {level: status_on(labels, level, on, pending=level in row["pending"]) for level in labels}
    return ClusterRow(**{name: row[name] for name in _PLAIN}, statuses=statuses)


_INBOX = """
select
    task.stream, cluster.cluster_id, cluster.name, task.case_id, task.task, task.party, task.persons, task.since,
    task.due_at, coalesce(task.due_at < $1, false) as overdue
from {tasks} task left join {clusters} cluster using (stream)
where $2::text is null or $2 = any(task.persons) or (cardinality(task.persons) = 0 and (
    task.party = any($3::text[])
    or (
        task.party = 'secretariat' and task.task = any($5::text[])
        and task.stream || '/' || task.case_id = any($4::text[])
    )
))
order by task.due_at nulls last, task.since, task.stream, task.task
"""


async def inbox(
    connection: Connection, now: datetime, *, person: str | None = None, rows: RowsThen = NOW
) -> list[InboxRow]:
    """Every open human task, by time left: overdue first. With `person`, theirs and those of their offices."""
    parties = [] if person is None else await _parties_of(connection, person, rows)
    offices, today = await offices_then(connection, rows=rows), secretariat_day(now)
    near = offices.within_reach_of(person, today) if person else ()
    reached = [f"{case.stream}/{case.case_id}" for case in near]
    found = await rows.fetch(connection, _INBOX, now, person, parties, reached, sorted(TASKS_OF_OFFICES))
    tasks = [InboxRow(**dict(row), commands=COMMANDS_OF_TASK[row["task"]]) for row in found]
    if person is None or Party.SECRETARIAT in parties:
        tasks += _to_hand_over(offices, today)
    return sorted(tasks, key=_by_time_left)


def _to_hand_over(offices: OfficesThen, today: date) -> list[InboxRow]:
    """Cases of offices that are not accredited for them any more: a fact of the day, which no event notes."""
    return [
        InboxRow(
            stream=case.stream,
            cluster_id=case.cluster_id,
            name=case.name,
            case_id=case.case_id,
            task=HAND_OVER,
            commands=COMMANDS_OF_TASK[HAND_OVER],
            party=Party.SECRETARIAT,
            persons=(),
            since=day_ends(last_accredited_day(office, case, today) or today),
            due_at=None,
            overdue=False,
        )
        for office in offices.offices
        for case in offices.to_hand_over(office, today)
    ]


def _by_time_left(row: InboxRow) -> tuple[bool, datetime, datetime, str, str]:
    return row.due_at is None, row.due_at or row.since, row.since, row.stream, row.task


async def _parties_of(connection: Connection, person: str, rows: RowsThen) -> list[Party | None]:
    """The parties whose tasks the person may do where nobody is named: of an office, or of a seat."""
    parties = [_PARTIES[office] for office in await offices_of(connection, person, rows=rows)]
    seated = await rows.fetch(connection, "select from {persons} where person_id = $1 and seated", person)
    return [*parties, Party.COMMITTEE] if seated else parties


async def offices_of(connection: Connection, person: str, *, rows: RowsThen = NOW) -> tuple[Office, ...]:
    """The standing offices a person holds. LookupError: nobody is registered under that id."""
    found = await rows.fetch(connection, "select offices from {persons} where person_id = $1", person)
    if not found:
        raise LookupError(f"No person is registered as {person}.")
    return tuple(Office(office) for office in found[0]["offices"])


async def stalled(connection: Connection) -> list[str]:
    """Open cases with neither debt, nor task, nor deadline, as CLUSTER/CASE: there must never be one."""
    rows = await connection.fetch(
        "select cluster_id, unnest(stalled) as case_id from rows.clusters order by cluster_id, case_id"
    )
    return [f"{row['cluster_id']}/{row['case_id']}" for row in rows]

"""Who complies with a programme's duty on a day, why, and until when."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

import asyncpg
from pydantic import TypeAdapter

from domain.frozen import Frozen
from domain.levels import Level
from domain.person.state import Person
from domain.programme.state import Plan
from domain.programmes import programmes
from domain.programmes.duties import Duty, DutyState, Member, Outlook, at_risk, duty_on, outlook
from domain.programmes.rules import DutyRule
from domain.programmes.views import sees_everything, sees_member
from domain.programmes.withholding import Place
from ledger.connection import Connection
from readmodel.labels import labels_of
from readmodel.rows_then import NOW, RowsThen

_MEMBERS = """
select programme_id, cluster_id, plans, cluster.name, cluster.country, cluster.labels, cluster.pending,
    cluster.managers, programme.owners
from {memberships} membership join {clusters} cluster using (cluster_id)
join {programmes} programme using (programme_id)
where membership.from_on <= $1 and (membership.until_on is null or $1 <= membership.until_on)
order by programme_id, cluster.name, cluster_id
"""
# Who acts for a programme, or for a cluster; with `$2`, for that cluster or for a programme it is or was a member of.
_ACTS_FOR = """
select
    exists (select from {programmes} where $1 = any(owners) and ($2 = '' or programme_id in (
        select programme_id from {memberships} where cluster_id = $2)))
    or exists (select from {clusters} where $1 = any(managers) and $2 in ('', cluster_id)) as acts
"""
_CLUSTER = "select from {clusters} where cluster_id = $1"
_PLANS: TypeAdapter[tuple[Plan, ...]] = TypeAdapter(tuple[Plan, ...])


class DutyRow(Frozen):
    """A member's duty on a day, and how it goes on if nobody renews. `at_risk`: within the months asked about."""

    programme: str
    cluster_id: str
    name: str
    country: str
    duty: Duty
    ahead: Outlook
    at_risk: bool


class LapseRow(Frozen):
    """What a member's duty would be on the day if one of its labels lapsed."""

    programme: str
    cluster_id: str
    name: str
    level: Level
    state: DutyState
    then: DutyState
    why: str


async def duties_on(
    connection: Connection,
    on: date,
    *,
    months: int,
    viewer: Person | None = None,
    rows: RowsThen = NOW,
) -> list[DutyRow]:
    """Every duty on a day that the viewer may see, by programme and name; at risk within `months`."""
    found = await rows.fetch(connection, _MEMBERS, on)
    return [
        _duty_row(row, rule, on, months)
        for row, rule in _bound(found, on)
        if sees_member(viewer, owners=row["owners"], managers=row["managers"])
    ]


async def if_lapsed(
    connection: Connection,
    cluster_id: str,
    on: date,
    *,
    viewer: Person | None = None,
    rows: RowsThen = NOW,
) -> list[LapseRow]:
    """Each duty of a cluster that would be another on the day if one of the labels it holds lapsed."""
    found = await rows.fetch(connection, _MEMBERS, on)
    return [
        each
        for row, rule in _bound(found, on)
        if row["cluster_id"] == cluster_id
        and sees_member(viewer, owners=row["owners"], managers=row["managers"])
        for each in _if_lapsed(row, rule, on)
    ]


async def is_cluster(connection: Connection, cluster_id: str) -> bool:
    """Whether a cluster is registered so by now."""
    return bool(await NOW.fetch(connection, _CLUSTER, cluster_id))


async def may_ask(connection: Connection, viewer: Person | None, cluster_id: str = "") -> bool:
    """Whether there may be a duty that the viewer sees: one of that cluster where it is given."""
    if viewer is None or sees_everything(viewer):
        return True
    (row,) = await NOW.fetch(connection, _ACTS_FOR, viewer.person_id, cluster_id)
    return bool(row["acts"])


def by_state(found: Iterable[DutyRow]) -> dict[Place, int]:
    """How many members each programme has in each state: the table figures for the public are made of."""
    counted = Counter((row.programme, row.duty.state) for row in found)
    return {
        (programme, state): counted[programme, state]
        for programme in dict.fromkeys(programme for programme, _ in counted)
        for state in DutyState
    }


def _bound(found: Iterable[asyncpg.Record], on: date) -> Iterator[tuple[asyncpg.Record, DutyRule]]:
    """The members whose programme runs on the day and asks something of them."""
    rules = {each.key: each.duty for each in programmes() if each.duty and each.runs(on)}
    return ((row, rules[row["programme_id"]]) for row in found if row["programme_id"] in rules)


def _member(row: asyncpg.Record) -> Member:
    return Member(
        labels=labels_of(row["labels"]),
        pending=frozenset(map(Level, row["pending"])),
        plans=_PLANS.validate_json(row["plans"]),
    )


def _duty_row(row: asyncpg.Record, rule: DutyRule, on: date, months: int) -> DutyRow:
    member = _member(row)
    duty, ahead = duty_on(rule, member, on), outlook(rule, member, on)
    return DutyRow(
        programme=row["programme_id"],
        cluster_id=row["cluster_id"],
        name=row["name"],
        country=row["country"],
        duty=duty,
        ahead=ahead,
        at_risk=at_risk(duty, ahead, on, months),
    )


def _if_lapsed(row: asyncpg.Record, rule: DutyRule, on: date) -> Iterator[LapseRow]:
    member = _member(row)
    now = duty_on(rule, member, on)
    for level in member.labels:
        then = duty_on(rule, member.without(level), on)
        if then.state is not now.state:
            yield LapseRow(
                programme=row["programme_id"],
                cluster_id=row["cluster_id"],
                name=row["name"],
                level=level,
                state=now.state,
                then=then.state,
                why=then.why,
            )

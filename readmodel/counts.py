"""How many labels there were on a day, by country, level, sector or programme: league tables, never of scores."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum

import asyncpg

from domain.frozen import Frozen
from domain.levels import Level
from domain.programmes import stated_counts
from domain.programmes.counts import Agreement, Count, CountRule, Held, agreement, held, tally
from domain.programmes.rules import StatedCount
from ledger.connection import Connection
from readmodel.labels import labels_of
from readmodel.rows_then import NOW, RowsThen

_LABELLED = "select cluster_id, country, sector, labels, pending from {clusters} where labels <> '{{}}'"
_MEMBERS = """
select cluster_id, array_agg(distinct programme_id) as programmes from {memberships}
where from_on <= $1 and (until_on is null or $1 <= until_on) group by cluster_id
"""
IN_ALL = ""


class Group(StrEnum):
    """What labels are counted by."""

    COUNTRY = "country"
    LEVEL = "level"
    SECTOR = "sector"
    PROGRAMME = "programme"


class CountRow(Frozen):
    """Labels of one group, of all of them where `group` is empty: between `certain` and `possible` of them.

    `stated`: how many there were by a source, named, and what the record says of that.
    """

    group: str
    certain: int
    possible: int
    unknown_ends: int
    stated: int | None = None
    source: str = ""
    agreement: Agreement | None = None


async def counts(  # noqa: PLR0913 - what is counted, and as of when
    connection: Connection,
    on: date,
    *,
    by: Group | None = None,
    rule: CountRule = CountRule.VALID,
    level: Level | None = None,
    rows: RowsThen = NOW,
) -> list[CountRow]:
    """The labels that count on a day: all of them first, then the groups, the largest first."""
    member_of: Mapping[str, list[str]] = {}
    if by is Group.PROGRAMME:
        members = await rows.fetch(connection, _MEMBERS, on)
        member_of = {row["cluster_id"]: row["programmes"] for row in members}
    found: dict[str, list[Held]] = defaultdict(list, {IN_ALL: []})
    for row in await rows.fetch(connection, _LABELLED):
        for each, counted in _held(row, on, rule, level):
            for group in (IN_ALL, *_groups(row, each, by, member_of)):
                found[group].append(counted)
    stated = _stated(on, by, rule, level)
    told = {group: tally(found.get(group, ())) for group in (*found, *(set(stated) - set(found)))}
    ranked = sorted(
        told, key=lambda group: (group != IN_ALL, -told[group].certain, -told[group].possible, group)
    )
    return [_row(group, told[group], stated.get(group)) for group in ranked]


def _held(row: asyncpg.Record, on: date, rule: CountRule, only: Level | None) -> Iterator[tuple[Level, Held]]:
    labels = labels_of(row["labels"])
    pending = frozenset(map(Level, row["pending"]))
    for level in labels if only is None else (only,):
        counted = held(labels, (level,), on, rule, pending=pending)
        if counted.possible:
            yield level, counted


def _groups(
    row: asyncpg.Record, level: Level, by: Group | None, member_of: Mapping[str, Iterable[str]]
) -> Iterable[str]:
    match by:
        case None:
            return ()
        case Group.LEVEL:
            return (level,)
        case Group.PROGRAMME:
            return member_of.get(row["cluster_id"], ())
        case _:
            return (row[by] or "unknown",)


def _stated(on: date, by: Group | None, rule: CountRule, level: Level | None) -> dict[str, StatedCount]:
    """What sources state of the day, by group; they speak of valid labels, of one level, in all or in a country."""
    if rule is not CountRule.VALID:
        return {}
    spoken = [each for each in stated_counts() if each.on == on]
    if level is None:
        return {each.level: each for each in spoken if not each.country} if by is Group.LEVEL else {}
    of_level = [each for each in spoken if each.level is level]
    return {each.country or IN_ALL: each for each in of_level if not each.country or by is Group.COUNTRY}


def _row(group: str, count: Count, stated: StatedCount | None) -> CountRow:
    return CountRow(
        group=group,
        certain=count.certain,
        possible=count.possible,
        unknown_ends=count.unknown_ends,
        stated=stated.count.value if stated else None,
        source=stated.count.source if stated else "",
        agreement=agreement(count, stated) if stated else None,
    )

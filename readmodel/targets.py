"""Whether programmes reach their targets: met on a day, since when, and in a year if nobody renews."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import asyncpg
from pydantic import TypeAdapter

from domain.frozen import Frozen
from domain.levels import Level
from domain.person.state import Span
from domain.programmes import programmes, stated_counts
from domain.programmes.counts import Agreement, agreement
from domain.programmes.rules import ProgrammeRules, Target
from domain.programmes.targets import Counted, TargetStands, count_on, target_on
from ledger.connection import Connection
from readmodel.labels import labels_of
from readmodel.rows_then import NOW, RowsThen

_LABELLED = "select cluster_id, country, labels, pending from {clusters} where labels <> '{{}}'"
_MEMBERS = "select programme_id, cluster_id, from_on, until_on from {memberships}"
_SET = "select programme_id, targets from {programmes}"
_TARGETS: TypeAdapter[tuple[Target, ...]] = TypeAdapter(tuple[Target, ...])
_Spans = Mapping[str, Sequence[Span]]


class TargetRow(Frozen):
    """A programme's target, and how it stands on the day asked about. `assumed`: what of it no source says.

    `missing`: the source by which labels of the country are missing from the record, of whatever level: it knows the
    country in part only, and cannot say of a target of the country that it is not met.
    """

    programme: str
    target: Target
    assumed: tuple[str, ...]
    missing: str
    stands: TargetStands


async def targets(
    connection: Connection, on: date, *, programme: str | None = None, rows: RowsThen = NOW
) -> list[TargetRow]:
    """Every target of data and record, by programme, its day and its level; one set later replaces that of the data."""
    labelled = await rows.fetch(connection, _LABELLED)
    spans = _spans(await rows.fetch(connection, _MEMBERS))
    later = {
        row["programme_id"]: _TARGETS.validate_json(row["targets"])
        for row in await rows.fetch(connection, _SET)
    }
    return [
        _row(rules, target, assumed, _counted(rules, target, labelled, spans.get(rules.key, {})), on)
        for rules in programmes()
        if programme in (None, rules.key)
        for target, assumed in _of(rules, later.get(rules.key, ()))
    ]


def _of(rules: ProgrammeRules, later: Sequence[Target]) -> list[tuple[Target, tuple[str, ...]]]:
    """The programme's targets, each with the names of its assumed values."""
    found: dict[tuple[Level, date], tuple[Target, tuple[str, ...]]] = {
        (target.level, target.by_on): (target, ()) for target in later
    }
    for each in rules.targets:
        assumed = tuple(name for name in type(each).model_fields if getattr(each, name).assumed)
        found.setdefault((each.level.value, each.by_on.value), (each.target, assumed))
    return sorted(found.values(), key=lambda told: (told[0].by_on, -told[0].level.rank))


def _spans(found: Sequence[asyncpg.Record]) -> Mapping[str, _Spans]:
    spans: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for row in found:
        span = Span(from_on=row["from_on"], until_on=row["until_on"])
        spans[row["programme_id"]][row["cluster_id"]].append(span)
    return spans


def _counted(
    rules: ProgrammeRules, target: Target, labelled: Sequence[asyncpg.Record], spans: _Spans
) -> list[Counted]:
    if target.among == "country":
        return [_cluster(row, None) for row in labelled if row["country"] == rules.country.value]
    return [_cluster(row, tuple(spans[row["cluster_id"]])) for row in labelled if row["cluster_id"] in spans]


def _cluster(row: asyncpg.Record, spans: tuple[Span, ...] | None) -> Counted:
    return Counted(labels_of(row["labels"]), frozenset(map(Level, row["pending"])), spans)


def _row(
    rules: ProgrammeRules, target: Target, assumed: tuple[str, ...], clusters: list[Counted], on: date
) -> TargetRow:
    missing = _missing(rules, target, clusters)
    return TargetRow(
        programme=rules.key,
        target=target,
        assumed=assumed,
        missing=missing,
        stands=target_on(target, clusters, on, incomplete=bool(missing)),
    )


def _missing(rules: ProgrammeRules, target: Target, clusters: list[Counted]) -> str:
    """The first source that states more labels of the country than the record could hold that day; empty for none."""
    if target.among != "country":
        return ""
    for stated in stated_counts():
        if stated.country == rules.country.value:
            same_level = target.model_copy(update={"level": stated.level, "higher_counts": False})
            count = count_on(same_level, clusters, stated.on)
            if agreement(count, stated) is Agreement.MISSING:
                return stated.count.source
    return ""

"""Persons as rules ask of them, their workload and their part in cases, read from rows instead of folding each."""

from collections.abc import Iterable, Mapping
from datetime import date

from pydantic import TypeAdapter

from domain.cluster.candidates import Workload
from domain.facts import Facts, Organisation
from domain.frozen import Frozen
from domain.levels import Level
from domain.person.state import Person
from ledger.connection import Connection
from readmodel.labels import labels_of
from readmodel.rows_then import NOW, RowsThen

# As one text: to read a document of all is much faster than one for each part of each.
_PERSONS_IN = """
select coalesce(json_agg(found order by person_id), '[]') from (
    select person_id, name, email, language, country, offices, qualifications, ties, seats, bookings, absences
    from {{persons}} where not erased and ({which})
) as found
"""
_PERSONS: TypeAdapter[tuple[Person, ...]] = TypeAdapter(tuple[Person, ...])
_YEAR_BACK = "$1::date - interval '12 months'"
_WORKLOADS = f"""
select
    person,
    count(*) filter (where closed_as is null and person = any(experts)) as assignments,
    count(*) filter (where assessed_on > {_YEAR_BACK} and assessed_on <= $1) as assessments
from {{cases}}, unnest(array(select unnest(experts) union select unnest(assessors))) as person
group by person
"""  # noqa: S608 -- the interval is the constant above


class PartInCase(Frozen):
    """A case somebody assesses, assessed or decides."""

    case: str
    level: Level
    stage: str
    closed_as: str | None
    expert: bool
    assessed: bool
    member: bool
    assessed_on: date | None


class KnownAs(Frozen):
    """A cluster an organisation's name is a name of; `organisations`: all of them, by slug."""

    cluster_id: str
    name: str
    country: str
    organisations: frozenset[str]


async def persons(connection: Connection, *, rows: RowsThen = NOW) -> tuple[Person, ...]:
    """Everybody registered and not erased, by id."""
    return await _persons(connection, "true", rows)


async def persons_of_the_trade(connection: Connection, *, rows: RowsThen = NOW) -> tuple[Person, ...]:
    """Everybody who was ever qualified to assess, or seated on the committee."""
    return await _persons(connection, "seated or qualifications <> '[]'", rows)


async def facts_about(connection: Connection, known: Iterable[Person], *, rows: RowsThen = NOW) -> Facts:
    """What the rules of independence ask besides the cluster: these persons, and on whose Gold their seats rest."""
    by_id = {person.person_id: person for person in known}
    nominators = {seat.rests_on for person in by_id.values() for seat in person.seats if seat.rests_on}
    found = await rows.fetch(
        connection,
        "select cluster_id, country, sector, labels from {clusters} where cluster_id = any($1::text[])",
        sorted(nominators),
    )
    return Facts(
        persons=by_id,
        committee=tuple(person for person in by_id.values() if person.seats),
        labels={row["cluster_id"]: labels_of(row["labels"]) for row in found},
        organisations={
            row["cluster_id"]: Organisation(country=row["country"], sector=row["sector"]) for row in found
        },
    )


async def workloads(connection: Connection, on: date, *, rows: RowsThen = NOW) -> Mapping[str, Workload]:
    """How much everybody who assesses has to do, as of a day."""
    found = await rows.fetch(connection, _WORKLOADS, on)
    return {
        row["person"]: Workload(assignments=row["assignments"], assessments=row["assessments"])
        for row in found
    }


async def parts_in_cases(
    connection: Connection, person: str, *, rows: RowsThen = NOW
) -> tuple[PartInCase, ...]:
    """The cases somebody has, or had, a part in; those still open first."""
    found = await rows.fetch(
        connection,
        "select cluster_id || '/' || case_id as case, level, one.stage, closed_as, assessed_on,"
        " $1 = any(experts) as expert, $1 = any(assessors) as assessed, $1 = any(members) as member"
        " from {cases} one join {clusters} using (stream)"
        " where $1 = any(experts) or $1 = any(assessors) or $1 = any(members)"
        " order by closed_as is not null, opened_on desc, 1",
        person,
    )
    return tuple(PartInCase(**dict(row)) for row in found)


async def clusters_named(connection: Connection, slug: str, *, rows: RowsThen = NOW) -> tuple[KnownAs, ...]:
    """The clusters an organisation's name is a name of."""
    found = await rows.fetch(
        connection,
        "select cluster_id, name, country, organisations from {clusters} where organisations @> array[$1]"
        " order by cluster_id",
        slug,
    )
    return tuple(KnownAs(**dict(row)) for row in found)


async def _persons(connection: Connection, which: str, rows: RowsThen) -> tuple[Person, ...]:
    (row,) = await rows.fetch(connection, _PERSONS_IN.format(which=which))
    return _PERSONS.validate_json(row[0])

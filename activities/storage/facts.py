"""Reading the facts a command's rules need, and the versions of the streams they came from."""

from collections.abc import Mapping
from dataclasses import dataclass

from activities.storage.calendars import Calendars
from activities.storage.streams import Streams
from domain.cluster.state import Cluster
from domain.facts import AdHoc, Facts, Needs, Organisation
from domain.office.cases import open_cases_of
from domain.office.state import AccreditedOffice
from domain.organisations import organisation_slug
from domain.permissions import State
from domain.person.erasing import part_of
from domain.person.state import Person
from domain.round.state import Round
from domain.streams import CLUSTER, OFFICE, PERSON
from ledger.connection import Connection
from ledger.documents import Documents
from readmodel.parts import last_at, parts_taken

_CALENDARS = Calendars()


@dataclass(frozen=True)
class FactsRead:
    """Facts, and the version each stream had when it was read: an append holds only while they stand."""

    facts: Facts
    versions: Mapping[str, int]


async def read_facts(
    connection: Connection, documents: Documents, needs: Needs, streams: Streams, stream: str
) -> FactsRead:
    """Exactly what `needs` asks for, beside the command's own `stream`."""
    seated = await _seated(connection) if needs.committee else ()
    persons = needs.persons | frozenset(seated)
    wanted = {f"{PERSON}{person}" for person in persons} | {f"{CLUSTER}{each}" for each in needs.labels_of}
    wanted |= {f"{CLUSTER}{each}" for each in needs.clusters}
    wanted |= (named := await _named(connection, needs.clusters_named))
    wanted |= {f"{OFFICE}{each}" for each in needs.offices}
    if needs.cases_of_office:
        wanted |= await _handled_by(connection, needs.cases_of_office)
    if needs.round_id:
        wanted.add(needs.round_id)
    if needs.case:
        wanted.add(_stream_of(needs.case))
    parts = await parts_taken(connection, needs.part_of) if needs.part_of else []
    wanted |= {each.event.stream for each in parts if each.event.stream.startswith(CLUSTER)}
    states = await streams.states(wanted)
    further = _nominators(states, seated) | _employers(states, needs.offices_of)
    states |= await streams.states(further | _experts(states, needs.teams_of))
    found = {state.person_id: state for state in states.values() if isinstance(state, Person)}
    clusters = [state for state in states.values() if isinstance(state, Cluster) and state.registered]
    rounds = [state for state in states.values() if isinstance(state, Round)]
    facts = Facts(
        persons=found,
        committee=tuple(found[person] for person in seated),
        round=rounds[0] if rounds else None,
        ad_hoc=_ad_hoc(states, needs.case) if needs.case else None,
        labels={each.cluster_id: each.labels for each in clusters},
        clusters={
            each.cluster_id: each
            for each in clusters
            if each.cluster_id in needs.clusters or f"{CLUSTER}{each.cluster_id}" in named
        },
        organisations={
            each.cluster_id: Organisation(country=each.country, sector=each.sector) for each in clusters
        },
        namesake=await _namesake(connection, needs.namesake_of) if needs.namesake_of else None,
        calendars=_CALENDARS,
        documents=await _stored(documents, needs.documents),
        part=part_of(needs.part_of, clusters, last_at(parts)) if needs.part_of else None,
        texts_kept=await _unredacted(connection, stream, needs.texts) if needs.texts else frozenset(),
        offices={each.office_id: each for each in states.values() if isinstance(each, AccreditedOffice)},
        office_cases=open_cases_of(needs.cases_of_office, clusters) if needs.cases_of_office else (),
        nobody_registered=stream.startswith(PERSON) and not await _anybody(connection),
    )
    return FactsRead(facts, {each: state.version for each, state in states.items() if each != stream})


def _nominators(states: Mapping[str, State], seated: tuple[str, ...]) -> set[str]:
    """The streams of the clusters on whose Gold the seats of the committee rest."""
    members = [state for person in seated if isinstance(state := states[f"{PERSON}{person}"], Person)]
    return {f"{CLUSTER}{seat.rests_on}" for member in members for seat in member.seats if seat.rests_on}


def _employers(states: Mapping[str, State], person: str | None) -> set[str]:
    """The streams of the accredited offices the person works at."""
    known = states.get(f"{PERSON}{person}") if person else None
    return {f"{OFFICE}{office}" for office in known.employers} if isinstance(known, Person) else set()


def _experts(states: Mapping[str, State], clusters: frozenset[str]) -> set[str]:
    """The streams of the experts of the clusters' open cases."""
    known = [state for each in clusters if isinstance(state := states[f"{CLUSTER}{each}"], Cluster)]
    return {f"{PERSON}{expert}" for each in known for case in each.open_cases for expert in case.experts}


async def _handled_by(connection: Connection, office: str) -> set[str]:
    """The streams of the clusters of which the office handles a case that is open."""
    rows = await connection.fetch(
        "select distinct stream from rows.cases where office = $1 and closed_as is null", office
    )
    return {row["stream"] for row in rows}


def _stream_of(case: str) -> str:
    return CLUSTER + case.partition("/")[0]


def _ad_hoc(states: Mapping[str, State], case: str) -> AdHoc | None:
    cluster = states[_stream_of(case)]
    return cluster.ad_hoc_due(case.partition("/")[2]) if isinstance(cluster, Cluster) else None


async def _seated(connection: Connection) -> tuple[str, ...]:
    rows = await connection.fetch("select person_id from rows.persons where seated order by person_id")
    return tuple(row["person_id"] for row in rows)


async def _named(connection: Connection, organisation: str | None) -> set[str]:
    """The streams of the clusters an organisation's name is a name of: theirs, or that of their carrier."""
    query = "select stream from rows.clusters where organisations @> array[$1]"
    return {row["stream"] for row in await connection.fetch(query, organisation)} if organisation else set()


async def _namesake(connection: Connection, name: tuple[str, str]) -> str | None:
    country, own_name = name
    found: str | None = await connection.fetchval(
        "select cluster_id from rows.clusters where country = $1 and normalised_name = $2",
        country,
        organisation_slug(own_name),
    )
    return found


async def _anybody(connection: Connection) -> bool:
    anybody: bool = await connection.fetchval("select exists (select from rows.persons)")
    return anybody


async def _stored(documents: Documents, hashes: frozenset[str]) -> frozenset[str]:
    return frozenset([each for each in hashes if await documents.holds(each)])


# A text of another stream may stand here too, as a decision does in its round: it is redacted where it was sealed.
# One that is gone without an event, as after a restore, may still be redacted, so that the record says so again.
_UNREDACTED = """
select asked.commitment from unnest($2::text[]) as asked (commitment)
where not exists (select from sealed.texts where commitment = asked.commitment and subject <> $1)
and exists (
    select from ledger.events where stream = $1 and strpos(payload, asked.commitment) > 0
    and (type <> 'TextRedacted' or payload::jsonb ->> 'note' = asked.commitment)
)
and not exists (
    select from ledger.events
    where stream = $1 and type = 'TextRedacted' and payload::jsonb ->> 'commitment' = asked.commitment
)
"""


async def _unredacted(connection: Connection, stream: str, commitments: frozenset[str]) -> frozenset[str]:
    rows = await connection.fetch(_UNREDACTED, stream, sorted(commitments))
    return frozenset(row["commitment"] for row in rows)

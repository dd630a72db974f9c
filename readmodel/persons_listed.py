"""Persons and organisations as lists show them: qualifications, seats, ties and work on a day."""

from datetime import date

from domain.cluster.candidates import Workload
from domain.conflicts import binds_until
from domain.edition import Ties
from domain.frozen import Frozen
from domain.levels import Level
from domain.organisations import organisation_slug
from domain.person.state import Absence, Booking, Office, Person, Qualification, Seat, Tie
from domain.scheme import Scheme
from ledger.connection import Connection
from readmodel.register_of_persons import (
    KnownAs,
    PartInCase,
    clusters_named,
    parts_in_cases,
    persons,
    workloads,
)
from readmodel.rows_then import NOW, RowsThen


class PersonRow(Frozen):
    """A person in a list. `qualified`: each level with the editions under which they may assess it that day."""

    person_id: str
    country: str
    language: str
    offices: tuple[Office, ...]
    qualified: dict[Level, tuple[str, ...]]
    seats: tuple[Seat, ...]
    ties: int
    workload: Workload


class TieRow(Frozen):
    """A tie of somebody, and the last day on which it binds; None while it lasts."""

    person_id: str
    tie: Tie
    binds_until: date | None


class PersonShown(Frozen):
    """All that is on record of one person's part in the scheme, with its days."""

    person_id: str
    country: str
    language: str
    offices: tuple[Office, ...]
    qualifications: tuple[Qualification, ...]
    seats: tuple[Seat, ...]
    ties: tuple[TieRow, ...]
    bookings: tuple[Booking, ...]
    absences: tuple[Absence, ...]
    workload: Workload
    cases: tuple[PartInCase, ...]


class Organised(Frozen):
    """An organisation by its name: the clusters it stands for, and who is tied to it."""

    slug: str
    clusters: tuple[KnownAs, ...]
    ties: tuple[TieRow, ...]


async def persons_listed(
    connection: Connection, on: date, *, tied_to: str = "", level: Level | None = None, rows: RowsThen = NOW
) -> tuple[PersonRow, ...]:
    """Everybody, or who declared a tie to an organisation, or may assess at a level that day; by id."""
    busy = await workloads(connection, on, rows=rows)
    wanted = organisation_slug(tied_to)
    listed = (
        PersonRow(
            person_id=person.person_id,
            country=person.country,
            language=person.language,
            offices=person.offices,
            qualified=_qualified(person, on),
            seats=tuple(seat for seat in person.seats if seat.covers(on)),
            ties=len(person.ties),
            workload=busy.get(person.person_id, Workload()),
        )
        for person in await persons(connection, rows=rows)
        if not wanted or wanted in {organisation_slug(tie.organisation) for tie in person.ties}
    )
    return tuple(row for row in listed if level is None or level in row.qualified)


async def person_shown(
    connection: Connection, person: Person, on: date, ties: Ties, *, rows: RowsThen = NOW
) -> PersonShown:
    """The person as folded, with what rows know of their cases."""
    busy = await workloads(connection, on, rows=rows)
    return PersonShown(
        person_id=person.person_id,
        country=person.country,
        language=person.language,
        offices=person.offices,
        qualifications=person.qualifications,
        seats=person.seats,
        ties=_ties(person, ties),
        bookings=person.bookings,
        absences=person.absences,
        workload=busy.get(person.person_id, Workload()),
        cases=await parts_in_cases(connection, person.person_id, rows=rows),
    )


async def organised(
    connection: Connection, name: str, scheme: Scheme, on: date, *, rows: RowsThen = NOW
) -> Organised:
    """Who is tied to an organisation under this name, or to a cluster it stands for under any of its names."""
    slug = organisation_slug(name)
    clusters = await clusters_named(connection, slug, rows=rows)
    names = {slug}.union(*(each.organisations for each in clusters))
    ties = tuple(
        row
        for person in await persons(connection, rows=rows)
        for row in _ties(person, scheme.on(on).ties)
        if organisation_slug(row.tie.organisation) in names
    )
    return Organised(slug=slug, clusters=clusters, ties=ties)


def _ties(person: Person, ties: Ties) -> tuple[TieRow, ...]:
    return tuple(
        TieRow(person_id=person.person_id, tie=tie, binds_until=binds_until(tie, ties)) for tie in person.ties
    )


def _qualified(person: Person, on: date) -> dict[Level, tuple[str, ...]]:
    held = [each for each in person.qualifications if each.covers(on)]
    return {
        level: tuple(each.edition for each in held if each.level is level)
        for level in Level
        if any(each.level is level for each in held)
    }

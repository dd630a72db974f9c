"""The first day: the acts by which central office, committee and desks come into being."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256

from console.simulation.desk import Desk
from console.simulation.people import (
    FIRST_OPERATOR,
    SCHEME_OWNER,
    Figure,
    Member,
    central_office,
    committee,
)
from console.simulation.scene import Act
from domain.cluster.commands.organisation import ImportLabel
from domain.levels import Kind, Level
from domain.person.commands import QualifyExpert, SeatMember
from domain.schemes import scheme
from domain.streams import CLUSTER, PERSON
from domain.terms import Interval

# A seat rests on its nominator's Gold (R30): the founders' outlasts every simulation.
_FOUNDERS_GOLD_UNTIL = date(2060, 12, 31)
_QUALIFIED_SINCE = date(2012, 4, 1)


def opening(desks: tuple[Desk, ...]) -> Iterator[Act]:
    """In their order; each rests on those before."""
    for figure in central_office():
        yield _registered(figure)
    for member in committee():
        yield from _seated(member)
    for desk in desks:
        for figure in desk.operators:
            yield _registered(figure)
        for expert in desk.experts:
            yield _registered(expert)
            for edition in scheme().editions:
                yield from qualified(expert, edition.key, _QUALIFIED_SINCE)


def _registered(figure: Figure) -> Act:
    return Act(by=FIRST_OPERATOR, command=figure.registration, on=f"{PERSON}{figure.person_id}")


def _seated(member: Member) -> Iterator[Act]:
    founder = ImportLabel(
        name=f"Founding Cluster {member.founder.removeprefix('founder-')}",
        country=member.figure.country,
        level=Level.GOLD,
        kind=Kind.FIRST,
        awarded=Interval.exactly(date(2012, 6, 1)),
        valid_until=Interval.exactly(_FOUNDERS_GOLD_UNTIL),
        source="the scheme's founding charter",
        row_key=sha256(member.founder.encode()).hexdigest(),
    )
    yield Act(by=FIRST_OPERATOR, command=founder, on=f"{CLUSTER}{member.founder}")
    yield _registered(member.figure)
    seat = SeatMember(role=member.role, nominator=member.founder, from_on=date(2013, 1, 1))
    yield Act(by=SCHEME_OWNER, command=seat, on=f"{PERSON}{member.figure.person_id}")


def qualified(expert: Figure, edition: str, from_on: date) -> Iterator[Act]:
    """For every level by an edition."""
    for level in Level:
        command = QualifyExpert(
            level=level, edition=edition, from_on=from_on, training="The scheme's course."
        )
        yield Act(by=FIRST_OPERATOR, command=command, on=f"{PERSON}{expert.person_id}")

"""Accredited offices: what they are accredited for, what waits for their staff, and which cases must be handed over."""

from collections.abc import Sequence
from datetime import date, timedelta

import asyncpg
import orjson

from domain.cluster.case import Stage
from domain.frozen import Frozen
from domain.levels import Level
from domain.office.state import AccreditedOffice
from domain.person.state import Person
from domain.streams import OFFICE
from ledger.connection import Connection
from ledger.reading import read_streams
from readmodel.history import folded
from readmodel.rows_then import NOW, RowsThen

HAND_OVER = "hand-over-case"
_OFFICES = "select office_id, name, accreditations, staff from {offices} order by office_id"
_OPEN = """
select
    handled.stream, handled.case_id, handled.office, handled.handed_over, handled.stage, handled.level,
    cluster.cluster_id, cluster.name, cluster.country
from {cases} handled join {clusters} cluster using (stream)
where handled.closed_as is null and (handled.office is not null or (handled.stage = $1 and not handled.handed_over))
order by cluster.cluster_id, handled.case_id
"""


class HandledCase(Frozen):
    """An open case an accredited office handles or may take; `office` is None of one that is nobody's yet."""

    stream: str
    case_id: str
    office: str | None
    cluster_id: str
    name: str
    country: str
    level: Level

    @property
    def reference(self) -> str:
        return f"{self.cluster_id}/{self.case_id}"


class OfficeRow(Frozen):
    """An office on a day: what it is accredited for then, until when, and the open cases it handles.

    `to_hand_over` are those for which it is not accredited that day.
    """

    office_id: str
    name: str
    procedures: tuple[Level, ...]
    countries: tuple[str, ...]
    accredited_until: date | None
    accredited: bool
    staff: tuple[str, ...]
    cases: tuple[str, ...]
    to_hand_over: tuple[str, ...]


class OfficesThen(Frozen):
    """Every office and every case they handle or may take."""

    offices: tuple[AccreditedOffice, ...]
    cases: tuple[HandledCase, ...]

    def handled_by(self, office: AccreditedOffice) -> tuple[HandledCase, ...]:
        return tuple(case for case in self.cases if case.office == office.office_id)

    def to_hand_over(self, office: AccreditedOffice, on: date) -> tuple[HandledCase, ...]:
        """The cases of the office for which it is not accredited on that day."""
        handled = self.handled_by(office)
        return tuple(case for case in handled if not office.accredited(case.country, case.level, on))

    def within_reach_of(self, person: str, on: date) -> tuple[HandledCase, ...]:
        """The open cases in which the person may act for an office on that day."""
        own = [office for office in self.offices if person in office.staff]
        return tuple(
            case
            for case in self.cases
            if any(
                case.office in (None, office.office_id) and office.accredited(case.country, case.level, on)
                for office in own
            )
        )


async def offices_then(connection: Connection, *, rows: RowsThen = NOW) -> OfficesThen:
    """The offices and their cases, as the rows have them."""
    offices = await rows.fetch(connection, _OFFICES)
    cases = await rows.fetch(connection, _OPEN, Stage.APPLIED) if offices else []
    named = tuple(HandledCase.model_fields)
    return OfficesThen(
        offices=tuple(_office(row) for row in offices),
        cases=tuple(HandledCase(**{name: row[name] for name in named}) for row in cases),
    )


def office_rows(then: OfficesThen, on: date) -> list[OfficeRow]:
    """What lists show of every office on a day, by its id."""
    return [_row(office, then, on) for office in then.offices]


async def offices_of_staff(connection: Connection, person: Person) -> Sequence[AccreditedOffice]:
    """The offices the person works at, as their streams have them now."""
    histories = await read_streams(connection, {f"{OFFICE}{each}": 0 for each in person.employers})
    states = (folded(stream, history) for stream, history in histories.items())
    return [state for state in states if isinstance(state, AccreditedOffice)]


def last_accredited_day(office: AccreditedOffice, case: HandledCase, on: date) -> date | None:
    """The last day before `on` on which the office might handle such a case; None without one."""
    ends = [
        min(each.until_on or on, on - timedelta(days=1))
        for each in office.accreditations
        if each.from_on < on and each.allows(case.country, case.level)
    ]
    return max(ends, default=None)


def _office(row: asyncpg.Record) -> AccreditedOffice:
    accreditations = orjson.loads(row["accreditations"])
    return AccreditedOffice.model_validate({**dict(row), "accreditations": accreditations})


def _row(office: AccreditedOffice, then: OfficesThen, on: date) -> OfficeRow:
    covering = [each for each in office.accreditations if each.covers(on)]
    ends = [each.until_on for each in covering]
    return OfficeRow(
        office_id=office.office_id,
        name=office.name,
        procedures=tuple(dict.fromkeys(level for each in covering for level in each.procedures)),
        countries=tuple(dict.fromkeys(country for each in covering for country in each.countries)),
        accredited_until=None if None in ends else max((end for end in ends if end), default=None),
        accredited=bool(covering),
        staff=office.staff,
        cases=tuple(case.reference for case in then.handled_by(office)),
        to_hand_over=tuple(case.reference for case in then.to_hand_over(office, on)),
    )

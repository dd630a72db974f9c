"""How the days of a planned visit go with the experts who join and leave the team."""

from datetime import date

from domain.cluster.case import Case
from domain.cluster.rules.asked import Asked
from domain.committee import case_reference
from domain.elsewhere import Elsewhere
from domain.person.events import DaysBooked, DaysReleased

Booking = Elsewhere[DaysBooked] | Elsewhere[DaysReleased]


def days_to_come(case: Case) -> tuple[date, ...]:
    """The planned days that were not held yet; none where no visit is planned."""
    return case.audit.missing if case.audit is not None and case.audit.last_day is None else ()


def booked(experts: tuple[str, ...], case: Case, asked: Asked) -> list[Booking]:
    """The days to come are kept by these experts, too."""
    return kept(days_to_come(case), experts, case, asked)


def kept(days: tuple[date, ...], experts: tuple[str, ...], case: Case, asked: Asked) -> list[Booking]:
    """The days are kept by these experts, in place of those they kept for the case before."""
    reference = case_reference(asked.cluster, case)
    return [Elsewhere(_stream(each), DaysBooked(days=days, case=reference)) for each in experts if days]


def released(experts: tuple[str, ...], case: Case, asked: Asked) -> list[Booking]:
    """These experts are free again on the days to come."""
    days, reference = days_to_come(case), case_reference(asked.cluster, case)
    return [Elsewhere(_stream(each), DaysReleased(case=reference)) for each in experts if days]


def _stream(person: str) -> str:
    return f"person-{person}"

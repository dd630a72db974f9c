"""Who acts for an accredited office: its staff, on a day on which it is accredited for such a case."""

from datetime import date

from domain.cluster.case import Case, Stage
from domain.facts import Facts
from domain.levels import Level
from domain.office.state import AccreditedOffice


def office_acting(  # noqa: PLR0913 - all that its authority depends on
    actor: str,
    facts: Facts,
    *,
    country: str,
    level: Level | None,
    day: date,
    case: Case | None = None,
) -> AccreditedOffice | None:
    """The office by which the person may act for a cluster of that country, or in its `case`; None without one."""
    return next(
        (
            office
            for _, office in sorted(facts.offices.items())
            if actor in office.staff
            and office.accredited(country, level, day)
            and (case is None or may_handle(office.office_id, case))
        ),
        None,
    )


def may_handle(office_id: str, case: Case) -> bool:
    """Whether a case is the office's, or is nobody's yet: an application that was never handed over."""
    if case.office is None:
        return case.stage is Stage.APPLIED and not case.handed_over
    return case.office == office_id

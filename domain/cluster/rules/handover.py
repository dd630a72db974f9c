"""Rules of who handles a case: the office whose staff began it, until it is handed over (domain §1)."""

from domain.cluster.case import Case
from domain.cluster.commands.handover import HandOverCase
from domain.cluster.events.handover import CaseHandedOver
from domain.cluster.rules.asked import Asked
from domain.levels import Level
from domain.office.authority import office_acting
from domain.office.state import AccreditedOffice
from domain.person.state import Office
from domain.rejected import Rejected
from domain.secretariat import SECRETARIAT
from domain.standing import Notice, letters


def decide(command: HandOverCase, asked: Asked) -> list[CaseHandedOver]:
    """Handed over, or `Rejected`: to who handles it already, or to an office not accredited for it today."""
    case = asked.cluster.open_case(command.case_id)
    if command.to == case.office:
        raise Rejected(
            "nothing-changed",
            f"to: case {case.case_id} is handled by {case.office or 'the secretariat'} already.",
        )
    if command.to is not None:
        _require_accredited(command.to, case, asked)
    return [
        CaseHandedOver(
            case_id=case.case_id,
            from_office=case.office,
            to_office=command.to,
            reason=command.reason,
            notices=_notices(command.to, case, asked),
        )
    ]


def handling_office(level: Level, asked: Asked, case: Case | None = None) -> str | None:
    """The office for which the actor acts here; None for whoever acts for the cluster, and for an operator."""
    person = asked.facts.person(asked.actor)
    if asked.actor in asked.cluster.managers or Office.OPERATOR in person.offices:
        return None
    acting = office_acting(
        asked.actor, asked.facts, country=asked.cluster.country, level=level, day=asked.today, case=case
    )
    return acting.office_id if acting else None


def _require_accredited(to: str, case: Case, asked: Asked) -> None:
    office = _known(to, asked)
    if office is None:
        raise Rejected("office-unknown", f"to: no office is accredited as {to}.")
    if not office.accredited(asked.cluster.country, case.level, asked.today):
        raise Rejected(
            "not-accredited",
            f"to: {office.name} is not accredited for {case.level} in {asked.cluster.country} on {asked.today}.",
        )


def _notices(to: str | None, case: Case, asked: Asked) -> tuple[Notice, ...]:
    """To who acts for the cluster, and to both who handle it."""
    office = _known(to, asked) if to else None
    told = (*asked.cluster.managers, *_people_of(case.office, asked), *_people_of(to, asked))
    name = office.name if office else SECRETARIAT
    return letters(tuple(dict.fromkeys(told)), "case-handed-over", level=case.level, office=name)


def _people_of(office: str | None, asked: Asked) -> tuple[str, ...]:
    if office is None:
        return (SECRETARIAT,)
    known = _known(office, asked)
    return known.staff if known else ()


def _known(office_id: str, asked: Asked) -> AccreditedOffice | None:
    office = asked.facts.offices.get(office_id)
    return office if office is not None and office.known else None

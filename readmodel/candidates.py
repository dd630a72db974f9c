"""Who may take part in a case or judge an appeal: rows say who there is, the domain judges and ranks them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.cluster.appeal import Appeal
from domain.cluster.candidates import Candidate, committee, experts, panel
from domain.cluster.case import Case
from domain.cluster.rules.asked import Asked
from domain.cluster.state import Cluster
from domain.person.state import Person
from domain.scheme import Scheme
from ledger.connection import Connection
from readmodel.register_of_persons import facts_about, persons, persons_of_the_trade, workloads
from readmodel.rows_then import NOW, RowsThen


class Role(StrEnum):
    """What somebody is looked for."""

    EXPERT = "expert"
    COMMITTEE = "committee"
    PANEL = "panel"


@dataclass(frozen=True)
class Sought:
    """Who is looked for, for which case or appeal, at which moment, by whom.

    `committee`: its members, instead of experts. `days`: on which they must be free; None: those of the visit, if one
    is planned. `beside`: who is on the team with them. `everybody`: experts of other levels and editions, too, and
    for a panel whoever is registered.
    """

    cluster: Cluster
    about: Case | Appeal
    at: datetime
    actor: str = ""
    committee: bool = False
    days: tuple[date, ...] | None = None
    beside: tuple[str, ...] = ()
    everybody: bool = False


async def candidates(
    connection: Connection, sought: Sought, scheme: Scheme, *, rows: RowsThen = NOW
) -> tuple[Candidate, ...]:
    """Whoever might take part, the first choice first, judged as for who would name them.

    `Rejected`: nobody is registered under an id in `beside`.
    """
    everybody = sought.everybody and isinstance(sought.about, Appeal)
    known = await (persons if everybody else persons_of_the_trade)(connection, rows=rows)
    facts = await facts_about(connection, known, rows=rows)
    asked = Asked(sought.cluster, scheme, facts, sought.at, sought.actor)
    for person in sought.beside:
        facts.person(person)
    busy = await workloads(connection, asked.today, rows=rows)
    match sought.about:
        case Appeal() as appeal:
            return panel(known, appeal, asked, workloads=busy)
        case Case() as case if sought.committee:
            return committee(known, case, asked, workloads=busy)
        case Case() as case:
            able = [each for each in known if _may_assess(each, case, sought)]
            return experts(able, case, asked, beside=sought.beside, days=sought.days, workloads=busy)


def _may_assess(person: Person, case: Case, sought: Sought) -> bool:
    """Whether they were ever qualified: for the case's level and edition, or for any."""
    wanted = (case.level, case.edition)
    ever = {(each.level, each.edition) for each in person.qualifications}
    return wanted in ever or (sought.everybody and bool(ever))

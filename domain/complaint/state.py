"""A complaint as the rules see it: the fold of its stream."""

from datetime import date, datetime
from enum import StrEnum

from domain.complaint.events import About, Verdict
from domain.debts import FailedNotice
from domain.frozen import Frozen
from domain.levels import Level
from domain.person.state import Office, Person
from domain.running import Limit
from domain.standing import Debt


class ComplaintState(StrEnum):
    """Where a complaint stands, and so who acts next."""

    LODGED = "lodged"
    ACKNOWLEDGED = "acknowledged"
    INVESTIGATED = "under investigation"
    CLOSED = "closed"


class Complaint(Frozen):
    """The fold of a complaint's stream."""

    complaint_id: str
    version: int = 0
    about: About = "secretariat"
    subject: str | None = None
    concerned: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    complainant: str | None = None
    lodged_on: date | None = None
    edition: str = ""
    state: ComplaintState = ComplaintState.LODGED
    since: datetime | None = None
    investigator: str | None = None
    finding: Verdict | None = None
    measure: Level | None = None
    limits: tuple[Limit, ...] = ()
    debts: tuple[Debt, ...] = ()
    failed: tuple[FailedNotice, ...] = ()

    @property
    def lodged(self) -> bool:
        return self.lodged_on is not None

    @property
    def closed(self) -> bool:
        return self.state is ComplaintState.CLOSED

    @property
    def of_the_whole_secretariat(self) -> bool:
        """Whether no operator is free of it: the scheme owner looks into it."""
        return self.about == "secretariat" and self.subject is None

    def looks_into(self, person: Person) -> bool:
        """Whether the person's office looks into such a complaint."""
        office = Office.SCHEME_OWNER if self.of_the_whole_secretariat else Office.OPERATOR
        return office in person.offices

    def concerns(self, person: Person, organisations: frozenset[str]) -> bool:
        """Whether the person complains, is complained of, or is tied to who is; `organisations`: of all ties."""
        if person.person_id in self.concerned | {self.complainant}:
            return True
        return bool(organisations & self.organisations)

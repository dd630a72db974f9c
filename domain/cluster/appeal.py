"""An appeal as the rules see it, and the decisions one may be lodged against (R34 to R36)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from domain.frozen import Frozen
from domain.levels import Level
from domain.running import Limit

Matter = Literal["declined", "ineligible", "refused", "suspended", "withdrawn", "term"]
AppealOutcome = Literal["upheld", "partly", "dismissed"]
Relief = Literal["remit", "re-audit", "restore", "correct-term"]

ACKNOWLEDGEMENT = "appeal-acknowledged"


def of_an_appeal(subject: str) -> bool:
    """Whether a limit runs for an appeal."""
    return subject.startswith("appeal-")


class Contestable(Frozen):
    """A decision that may be appealed against.

    `by`: who took it at the secretariat, or stated it for the committee. `letters`: the debts that tell the
    applicant of it; the first one delivered starts the time for an appeal, one that failed does not. `void`:
    an appeal has undone it.
    """

    decision: UUID
    matter: Matter
    level: Level
    case_id: str | None = None
    term: int | None = None
    by: frozenset[str] = frozenset()
    letters: frozenset[UUID] = frozenset()
    delivered_at: datetime | None = None
    void: bool = False


class AppealState(StrEnum):
    """Where an appeal stands, and so who acts next."""

    LODGED = "lodged"
    ACKNOWLEDGED = "acknowledged"
    ADMITTED = "admitted"
    PANEL_APPOINTED = "panel appointed"
    DECIDED = "decided"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


_OPEN = frozenset(
    {AppealState.LODGED, AppealState.ACKNOWLEDGED, AppealState.ADMITTED, AppealState.PANEL_APPOINTED}
)


class Appeal(Frozen):
    """One appeal on its path. `panel`: the presiding member first. `edition` binds its limits (R19)."""

    appeal_id: str
    decision: UUID
    matter: Matter
    level: Level
    case_id: str | None
    term: int | None
    edition: str
    lodged_on: date
    state: AppealState = AppealState.LODGED
    since: datetime
    limits: tuple[Limit, ...] = ()
    panel: tuple[str, ...] = ()
    outcome: AppealOutcome | None = None
    relief: Relief | None = None

    @property
    def open(self) -> bool:
        return self.state in _OPEN

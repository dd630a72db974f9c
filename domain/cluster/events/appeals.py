"""What happened to appeals, and to the cases they are about or hold up (R34 to R36)."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from domain.cluster.appeal import AppealOutcome, Matter, Relief
from domain.cluster.events.shared import CaseEvent, CaseId, ClusterEvent
from domain.levels import Level
from domain.running import Limit
from domain.sealed import Commitment
from domain.term_clock import TermClock

AppealId = Annotated[str, StringConstraints(pattern=r"^appeal-[1-9][0-9]*$")]


class AppealEvent(ClusterEvent):
    """An event of one appeal. The limits it opens are recorded in it, with their instants."""

    appeal_id: AppealId
    limits: tuple[Limit, ...] = ()


class AppealLodged(AppealEvent):
    """An appeal came in. Its limits follow `edition` (R19).

    `delivered_on`, `until_on`: the day the notice of the decision was delivered, and the last one on which an appeal
    against it was in time; None where no notice was delivered.
    """

    type: Literal["AppealLodged"] = "AppealLodged"
    decision: UUID
    matter: Matter
    level: Level
    case_id: CaseId | None = None
    term: int | None = None
    edition: str
    lodged_on: date
    delivered_on: date | None = None
    until_on: date | None = None
    grounds: Commitment


class AppealAcknowledged(AppealEvent):
    """The appellant was told that the appeal came in; an operator says whether it is admissible."""

    type: Literal["AppealAcknowledged"] = "AppealAcknowledged"


class AppealAdmitted(AppealEvent):
    type: Literal["AppealAdmitted"] = "AppealAdmitted"


class AppealRejected(AppealEvent):
    """The appeal is inadmissible; there is no further one against the decision."""

    type: Literal["AppealRejected"] = "AppealRejected"
    reason: Commitment


class AppealWithdrawn(AppealEvent):
    type: Literal["AppealWithdrawn"] = "AppealWithdrawn"
    reason: Commitment | None = None


class PanelAppointed(AppealEvent):
    """Who decides the appeal, the presiding member first. A panel named later stands in its place."""

    type: Literal["PanelAppointed"] = "PanelAppointed"
    panel: tuple[str, ...]


class AppealDecided(AppealEvent):
    """The panel's decision. What it brings about stands in the events that follow it in the same append."""

    type: Literal["AppealDecided"] = "AppealDecided"
    outcome: AppealOutcome
    votes: dict[str, AppealOutcome]
    relief: Relief | None = None
    reason: Commitment


class MeasureAnnulled(ClusterEvent):
    """A suspension or withdrawal is void from the beginning: the label counts as if there had been none.

    `clock` is that of the term, which counts again. `limits`: of a label withdrawn while it was suspended, until when
    it is decided what follows that suspension, which stands.
    """

    type: Literal["MeasureAnnulled"] = "MeasureAnnulled"
    decision: UUID
    matter: Literal["suspended", "withdrawn"]
    level: Level
    term: int
    clock: TermClock | None = None
    limits: tuple[Limit, ...] = ()


class CaseRemitted(CaseEvent):
    """An appeal opened the case again: for who did not decide it, or for another team.

    `decided_before`: who took part in the decision that fell, and takes none in the next. `term_from`: the day a
    term is reckoned from, where that is not the assessment the case rests on; with `term_from_decision` it is
    the day of the new decision. `waited_days`: how long the appeal took, which its assessment does not age (R14).
    """

    type: Literal["CaseRemitted"] = "CaseRemitted"
    appeal_id: AppealId
    relief: Literal["remit", "re-audit"]
    decided_before: tuple[str, ...] = ()
    term_from: date | None = None
    term_from_decision: bool = False
    waited_days: int = 0


class CaseResumed(CaseEvent):
    """The appeal the case waited for is over: the secretariat's time to place it begins."""

    type: Literal["CaseResumed"] = "CaseResumed"


class CaseOvertaken(CaseEvent):
    """The label was awarded in an earlier case that an appeal had opened again; this one is closed."""

    type: Literal["CaseOvertaken"] = "CaseOvertaken"
    cluster_id: str
    by: CaseId


AppealHistoryEvent = (
    AppealLodged
    | AppealAcknowledged
    | AppealAdmitted
    | AppealRejected
    | AppealWithdrawn
    | PanelAppointed
    | AppealDecided
    | MeasureAnnulled
)
AppealedCaseEvent = CaseRemitted | CaseResumed | CaseOvertaken

"""What an appeal made of a decision, in sentences: for who asks why it was taken."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from domain.cluster.events.appeals import (
    AppealAcknowledged,
    AppealAdmitted,
    AppealDecided,
    AppealLodged,
    AppealRejected,
    AppealWithdrawn,
    CaseOvertaken,
    CaseRemitted,
    CaseResumed,
    PanelAppointed,
)
from domain.happened import Happened


def appeals_against(decision: UUID, after: Sequence[tuple[int, Happened[Any]]]) -> frozenset[str]:
    """The appeals lodged against the decision later."""
    return frozenset(
        event.appeal_id
        for _, happened in after
        if isinstance(event := happened.event, AppealLodged) and event.decision == decision
    )


def sentence_of_appeal(event: object, appeals: frozenset[str], case_id: str) -> str | None:
    """None for an event that is about none of these appeals, nor about the case."""
    if isinstance(event, CaseRemitted | CaseResumed | CaseOvertaken):
        return _of_case(event) if event.case_id == case_id else None
    if getattr(event, "appeal_id", None) not in appeals:
        return None
    match event:
        case AppealLodged(appeal_id=appeal, lodged_on=day):
            return f"{appeal} was lodged against it on {day}."
        case AppealAcknowledged(appeal_id=appeal):
            return f"{appeal} was acknowledged."
        case AppealAdmitted(appeal_id=appeal):
            return f"{appeal} was admitted."
        case AppealRejected(appeal_id=appeal):
            return f"{appeal} was rejected as inadmissible."
        case AppealWithdrawn(appeal_id=appeal):
            return f"{appeal} was taken back."
        case PanelAppointed(appeal_id=appeal, panel=panel):
            return f"{', '.join(panel)} were appointed to decide {appeal}."
        case AppealDecided(appeal_id=appeal, outcome=outcome, relief=relief):
            ordered = f"; ordered: {relief}" if relief else ""
            return f"The panel decided {appeal}: {outcome}{ordered}."
        case _:
            return None


def _of_case(event: CaseRemitted | CaseResumed | CaseOvertaken) -> str:
    match event:
        case CaseRemitted(relief="re-audit"):
            return "The case is audited again by another team."
        case CaseRemitted():
            return "The case went back to who had not decided it."
        case CaseResumed():
            return "The case goes on: no appeal holds it up any more."
        case CaseOvertaken(by=by):
            return f"The case was closed: the label was awarded in {by}."

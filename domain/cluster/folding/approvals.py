"""How endorsements and consents are kept in a case."""

from typing import Any, assert_never

from domain.cluster.case import Case
from domain.cluster.case_parts import Consent, Endorsement
from domain.cluster.events.approvals import ActEndorsed, ApprovalEvent, ConsentGiven
from domain.happened import Happened


def evolve(case: Case, happened: Happened[Any], event: ApprovalEvent) -> Case:
    match event:
        case ActEndorsed(act=act, subject=subject, endorsed_by=by, covers=covers):
            endorsement = Endorsement(
                event_id=happened.event_id, act=act, subject=subject, by=by, covers=covers
            )
            return case.model_copy(update={"endorsements": (*case.endorsements, endorsement)})
        case ConsentGiven(to=to, subject=subject):
            consents = (*case.consents, Consent(to=to, subject=subject))
            return case.model_copy(update={"consents": consents})
        case _:
            assert_never(event)

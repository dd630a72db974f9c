"""How endorsements and consents are kept in a case."""

from typing import Any, assert_never

from domain.cluster.case import Case
from domain.cluster.case_parts import Consent, Endorsement
from domain.cluster.events.approvals import ActEndorsed, ApprovalEvent, ConsentGiven
from domain.cluster.state import Cluster
from domain.happened import Happened


def evolve(case: Case, happened: Happened[Any], event: ApprovalEvent) -> Case:
    match event:
        case ActEndorsed():
            endorsements = (*case.endorsements, _endorsement(happened, event))
            return case.model_copy(update={"endorsements": endorsements})
        case ConsentGiven(to=to, subject=subject):
            consents = (*case.consents, Consent(to=to, subject=subject))
            return case.model_copy(update={"consents": consents})
        case _:
            assert_never(event)


def endorsed_of_cluster(cluster: Cluster, happened: Happened[Any], event: ActEndorsed) -> Cluster:
    """The cluster with an endorsement that is about no case."""
    endorsements = (*cluster.endorsements, _endorsement(happened, event))
    return cluster.model_copy(update={"endorsements": endorsements})


def _endorsement(happened: Happened[Any], event: ActEndorsed) -> Endorsement:
    return Endorsement(
        event_id=happened.event_id,
        act=event.act,
        subject=event.subject,
        by=event.endorsed_by,
        covers=event.covers,
    )

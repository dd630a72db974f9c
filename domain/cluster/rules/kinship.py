"""What another cluster that became kin means for the open cases of one that lives on (R31, R37)."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from domain.cluster.descent import Descent
from domain.cluster.events.lineage import CaseContinued
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.independence import tied_experts
from domain.cluster.rules.review import learned_of
from domain.cluster.state import Cluster
from domain.lineage import Act, Kin

# The act that makes them kin is only being decided.
_TO_COME = UUID(int=0)


def continued(cluster: Cluster, act: Act, kin: tuple[Kin, ...], day: date, asked: Asked) -> Following:
    """Its open cases go on; whom a tie to the kin keeps from acting in them is reported."""
    going_on = [CaseContinued(case_id=case.case_id, act=act) for case in cluster.open_cases]
    return [*going_on, *tied_to(kin, cluster, act, day, asked)]


def tied_to(kin: tuple[Kin, ...], cluster: Cluster, act: Act, day: date, asked: Asked) -> Following:
    """Experts of open cases with a hard tie to the kin have it to be resolved, as behind a tie declared (R31).

    Members of the committee are judged again at the vote and at the decision.
    """
    # Which of the two came first makes no difference to who is tied.
    bonds = (
        Descent(event_id=_TO_COME, act=act, role="predecessor", kin=each, effective_on=day, ended=False)
        for each in kin
    )
    related = cluster.model_copy(update={"descent": (*cluster.descent, *bonds)})
    there = replace(asked, cluster=related)
    return [
        event
        for case in related.open_cases
        for expert in tied_experts(case, there)
        if not case.reported(expert)
        for event in learned_of(expert, case, there, at_once=False)
    ]

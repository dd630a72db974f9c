"""How a case changes when a tie is learned of, mid-case or after the decision (R31)."""

from typing import Any, assert_never

from domain.cluster.case import Case, ClosedAs, Stage
from domain.cluster.case_parts import Recusal, ReportedConflict
from domain.cluster.events.review import (
    ConflictReported,
    ConflictResolved,
    DecisionAnnulled,
    DecisionConfirmed,
    ReviewEvent,
    VoteStruck,
)
from domain.cluster.folding.moving import entered
from domain.happened import Happened


def evolve(case: Case, happened: Happened[Any], event: ReviewEvent) -> Case:
    match event:
        case ConflictReported(person=person):
            conflicts = (*case.conflicts, ReportedConflict(person=person))
            return case.model_copy(update={"conflicts": conflicts})
        case ConflictResolved(person=person, resolution=resolution):
            conflicts = tuple(
                each.model_copy(update={"resolution": resolution})
                if each.person == person and each.resolution is None
                else each
                for each in case.conflicts
            )
            # What a second person endorsed is used up: another report asks for another endorsement.
            endorsements = tuple(
                each
                for each in case.endorsements
                if (each.act, each.subject) != ("conflict-resolution", person)
            )
            return case.model_copy(update={"conflicts": conflicts, "endorsements": endorsements})
        case VoteStruck(member=member):
            recusals = (*case.recusals, Recusal(event_id=happened.event_id, member=member))
            ballots = tuple(ballot for ballot in case.ballots if ballot.member != member)
            return case.model_copy(update={"recusals": recusals, "ballots": ballots})
        case DecisionConfirmed():
            return case
        case DecisionAnnulled():
            return _annulled(case, happened, event)
        case _:
            assert_never(event)


def _annulled(case: Case, happened: Happened[Any], event: DecisionAnnulled) -> Case:
    decision = case.decision.model_copy(update={"annulled": True}) if case.decision else None
    if not event.reopened:
        return case.model_copy(update={"closed_as": ClosedAs.ANNULLED, "decision": decision, "limits": ()})
    again = entered(case, Stage.REPORT_FINAL, happened, event.limits)
    return again.model_copy(
        update={
            "closed_as": None,
            "outcome": None,
            "decision": decision,
            "ballots": (),
            # R31: of an audit in which somebody tied took part the committee says whether it stands.
            "replaced_after_audit": case.replaced_after_audit or event.person in case.assessors,
        }
    )

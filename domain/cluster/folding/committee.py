"""How a case changes in committee."""

from typing import Any, assert_never

from domain.cluster.case import Case, ClosedAs, Stage
from domain.cluster.case_parts import CastBallot, Decision, Recusal
from domain.cluster.events.committee import (
    CasePlacedOnAgenda,
    CommitteeEvent,
    DecisionAdjourned,
    DecisionTaken,
    DeferralAnswered,
    DeferralLapsed,
    MemberRecused,
    VoteCast,
)
from domain.cluster.folding.moving import closed, entered
from domain.happened import Happened


def evolve(case: Case, happened: Happened[Any], event: CommitteeEvent) -> Case:
    match event:
        case CasePlacedOnAgenda():
            placed = entered(case, Stage.ON_AGENDA, happened, event.limits)
            on_agenda = {name: getattr(event, name) for name in ("round_id", "members", "placed_by")}
            return placed.model_copy(update={**on_agenda, "ad_hoc_members_due": False, "ballots": ()})
        case MemberRecused(member=member):
            recusals = (*case.recusals, Recusal(event_id=happened.event_id, member=member))
            ballots = tuple(ballot for ballot in case.ballots if ballot.member != member)
            members = tuple(other for other in case.members if other != member)
            return case.model_copy(update={"recusals": recusals, "ballots": ballots, "members": members})
        case VoteCast(member=member, vote=vote):
            others = tuple(ballot for ballot in case.ballots if ballot.member != member)
            ballot = CastBallot(event_id=happened.event_id, member=member, vote=vote)
            return case.model_copy(update={"ballots": (*others, ballot)})
        case DecisionTaken():
            return _decided(case, happened, event)
        case DecisionAdjourned(round_id=round_id, ad_hoc_members_due=due):
            adjourned = entered(case, Stage.ADJOURNED, happened, event.limits)
            put_off = {"adjournments": case.adjournments + 1, "ad_hoc_members_due": due, "ballots": ()}
            return adjourned.model_copy(update={**put_off, "round_id": round_id})
        case DeferralAnswered(version=version):
            answered = entered(case, Stage.REPORT_FINAL, happened, event.limits)
            return answered.model_copy(update={"report_version": version, "report": happened.event_id})
        case DeferralLapsed():
            return entered(case, Stage.REPORT_FINAL, happened, event.limits)
        case _:
            assert_never(event)


def _decided(case: Case, happened: Happened[Any], event: DecisionTaken) -> Case:
    if event.outcome == "defer":
        stage = Stage.AUDIT_DUE if event.new_audit else Stage.DEFERRED
        deferred = entered(case, stage, happened, event.limits)
        return deferred.model_copy(update={"deferrals": case.deferrals + 1, "ballots": ()})
    closed_as = ClosedAs.AWARDED if event.outcome == "award" else ClosedAs.REFUSED
    decision = Decision(event_id=happened.event_id, outcome=event.outcome, decided_on=event.decided_on)
    return closed(case, closed_as, happened, event.limits).model_copy(
        update={"outcome": event.outcome, "decision": decision}
    )

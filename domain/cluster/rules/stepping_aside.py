"""What follows when a member's tie is learned of in time: the vote is struck (R31)."""

from collections.abc import Sequence

from domain.cluster.case import Case, Stage
from domain.cluster.events.committee import DecisionAdjourned, MemberRecused
from domain.cluster.events.review import VoteStruck
from domain.cluster.rules.annulment import Annulling, NewFact, annulled
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.committee import adjourned
from domain.cluster.rules.requirements import missed
from domain.committee import carried, entitled
from domain.elsewhere import Elsewhere
from domain.secretariat import SECRETARIAT
from domain.standing import letters

Striking = MemberRecused | VoteStruck | DecisionAdjourned | Elsewhere[DecisionAdjourned] | Annulling


def stepped_aside(member: str, reason: str | None, case: Case, asked: Asked) -> Sequence[Striking]:
    """Nothing where the person has no vote in the case, or its decision was told already."""
    if case.open:
        return _recused(member, reason, case, asked)
    if case.decision is None or case.decision.notified or case.decision.annulled:
        return ()
    return _struck(member, reason, case, asked)


def _recused(member: str, reason: str | None, case: Case, asked: Asked) -> Sequence[Striking]:
    members = tuple(each.person_id for each in entitled(asked.facts, asked.cluster, case, asked.today))
    if member not in members:
        return ()
    recused = MemberRecused(
        case_id=case.case_id,
        member=member,
        rule="R31",
        reason=reason,
        notices=letters((member,), "member-recused", level=case.level),
    )
    left = tuple(each for each in members if each != member)
    if case.stage is not Stage.ON_AGENDA or len(left) >= asked.edition(case).committee.quorum.value:
        return [recused]
    return [recused, *adjourned(case, asked, entitled_members=left)]


def _struck(member: str, reason: str | None, case: Case, asked: Asked) -> Sequence[Striking]:
    if member not in {ballot.member for ballot in case.ballots}:
        return ()
    stands = _carried_without(member, case, asked)
    struck = VoteStruck(case_id=case.case_id, member=member, carried_still=stands)
    if stands:
        return [struck]
    # Nobody has heard of the decision: to the applicant it is one that is put off.
    told = letters((*asked.cluster.managers, SECRETARIAT), "decision-adjourned", level=case.level)
    return [struck, *annulled(NewFact(person=member), reason, told, case, asked)]


def _carried_without(member: str, case: Case, asked: Asked) -> bool:
    """Whether the other votes reach the quorum and carry the same outcome."""
    day = case.decision.decided_on if case.decision else asked.today
    members = entitled(asked.facts, asked.cluster, case, day)
    votes = carried(case, tuple(each for each in members if each.person_id != member))
    if len(votes.counted) < asked.edition(case).committee.quorum.value:
        return False
    if case.outcome == "award":
        return votes.award
    return not votes.award or bool(missed(case, asked))

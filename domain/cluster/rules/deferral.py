"""Rules of a deferral: the committee asks, or has the case audited again; the lead answers (R30)."""

from domain.cluster.case import Case
from domain.cluster.commands.committee import AnswerDeferral, TakeDecision
from domain.cluster.events.committee import DecisionTaken, DeferralAnswered, DeferralLapsed
from domain.cluster.rules.agenda import agenda_ahead
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.basis import basis_of
from domain.committee import carried, entitled
from domain.conflicts import hard_conflicts
from domain.elsewhere import Elsewhere
from domain.limits import LimitName
from domain.rejected import Rejected
from domain.running import Limit
from domain.secretariat import SECRETARIAT
from domain.standing import Notice, letters

_RULES = ("R30",)


def defer(command: TakeDecision, case: Case, asked: Asked) -> list[DecisionTaken | Elsewhere[DecisionTaken]]:
    """The question is the reason. The committee changes no score: it asks (R30)."""
    members = entitled(asked.facts, asked.cluster, case, asked.today)
    edition = asked.edition(case)
    if len(members) < edition.committee.quorum.value:
        raise Rejected("no-quorum", f"Only {len(members)} members are left: adjourn instead (R30).")
    at_most = edition.limits["deferral"].at_most
    if at_most is not None and case.deferrals >= at_most.value:
        raise Rejected("deferrals-over", f"The case was deferred {case.deferrals} times: decide it (R28).")
    if command.new_audit and not case.on_site:
        raise Rejected("no-audit", "new_audit: this procedure has no audit.")
    votes = carried(case, members)
    limit = _limit(command, case, asked)
    decision = DecisionTaken(
        case_id=case.case_id,
        cluster_id=asked.cluster.cluster_id,
        round_id=case.round_id or "",
        outcome="defer",
        decided_on=asked.today,
        # No vote decides a deferral, hence no casting vote either.
        basis=basis_of(case, votes.model_copy(update={"casting_vote_of": None}), _RULES),
        reason=command.reason,
        new_audit=command.new_audit,
        limits=(limit,),
        notices=_letters(limit, case, asked),
    )
    in_round = decision.model_copy(update={"limits": (), "notices": ()})
    return [decision, Elsewhere(decision.round_id, in_round)]


def _limit(command: TakeDecision, case: Case, asked: Asked) -> Limit:
    name: LimitName = "audit" if command.new_audit else "deferral"
    return asked.limit(name, asked.edition(case), expert=case.lead)


def _letters(limit: Limit, case: Case, asked: Asked) -> tuple[Notice, ...]:
    due_on = limit.last_day.isoformat()
    audited = limit.name == "audit"
    to_lead, to_managers = (
        ("audit-due", "audit-ordered-anew") if audited else ("decision-deferred", "decision-deferred")
    )
    told = letters(case.experts[:1], to_lead, level=case.level, due_on=due_on)
    return (*told, *asked.to_managers(to_managers, level=case.level, due_on=due_on))


def answer_deferral(command: AnswerDeferral, case: Case, asked: Asked) -> list[DeferralAnswered]:
    """The answer is a new version of the report; members vote on that version."""
    conflicts = hard_conflicts(
        asked.facts.person(asked.actor), asked.cluster, asked.today, asked.edition(case).ties
    )
    if conflicts:
        raise Rejected("hard-conflict", " ".join(str(each) for each in conflicts))
    return [
        DeferralAnswered(
            case_id=case.case_id,
            version=case.report_version + 1,
            answer=command.answer,
            limits=(agenda_ahead(case, asked),),
            notices=letters((SECRETARIAT,), "deferral-answered", level=case.level),
        )
    ]


def deferral_lapsed(case: Case, asked: Asked) -> list[DeferralLapsed]:
    """Nobody answered in time: the case goes back on an agenda as it stands (R28)."""
    told = letters((SECRETARIAT,), "deferral-lapsed", level=case.level)
    return [DeferralLapsed(case_id=case.case_id, limits=(agenda_ahead(case, asked),), notices=told)]

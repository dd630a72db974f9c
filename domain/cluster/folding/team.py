"""How a case changes while its team is formed and replaced."""

from typing import Any, assert_never

from domain.cluster.case import Case, Stage
from domain.cluster.case_parts import Assignment
from domain.cluster.events.team import (
    AssignmentAccepted,
    AssignmentDeclined,
    AssignmentLapsed,
    ObjectionLapsed,
    TeamAgreed,
    TeamEvent,
    TeamMemberReplaced,
    TeamObjected,
    TeamProposed,
)
from domain.cluster.folding.assessment import before_interview
from domain.cluster.folding.moving import entered, without_limit
from domain.happened import Happened
from domain.running import Limit

# R31: from here on the committee says whether an audit stands whose expert was replaced.
_AFTER_AUDIT = frozenset(
    {Stage.AUDIT_CONDUCTED, Stage.CONSENSUS, Stage.DRAFT, Stage.FACT_CHECK, Stage.FACTS_CHECKED}
)
_AT_AUDIT = frozenset({Stage.AUDIT_SCHEDULED, Stage.AUDIT_INTERRUPTED})


def evolve(case: Case, happened: Happened[Any], event: TeamEvent) -> Case:
    return _counted_up(_changed(case, happened, event), case.accepted)


def _changed(case: Case, happened: Happened[Any], event: TeamEvent) -> Case:
    match event:
        case TeamProposed(experts=experts):
            proposed = entered(case, Stage.TEAM_PROPOSED, happened, event.limits)
            before = {each.person: each for each in case.team if each.accepted}
            team = tuple(before.get(each, Assignment(person=each)) for each in experts)
            left = {each.person for each in case.team if each.agreed} - set(experts)
            return _without(proposed, left).model_copy(
                update={"team": team, "objection_over": _no_objection(event.limits)}
            )
        case AssignmentAccepted(expert=expert):
            team = tuple(
                a.model_copy(update={"accepted": True}) if a.person == expert else a for a in case.team
            )
            # Early records name no expert in the limit: one alone was invited.
            answered = without_limit(without_limit(case, "assignment", expert), "assignment")
            return answered.model_copy(update={"team": team})
        case AssignmentDeclined(expert=expert) | AssignmentLapsed(expert=expert):
            # Who accepted already is not asked again when the next expert is proposed.
            others = tuple(each for each in case.team if each.person != expert)
            return entered(case, Stage.SIGNED, happened, event.limits).model_copy(update={"team": others})
        case TeamObjected():
            objected = entered(case, Stage.SIGNED, happened, event.limits)
            kept = tuple(each for each in case.team if each.agreed)
            return objected.model_copy(update={"team": kept, "objections": case.objections + 1})
        case ObjectionLapsed():
            return without_limit(case, "objection").model_copy(update={"objection_over": True})
        case TeamAgreed():
            agreed = entered(case, case.stage_with_team, happened, event.limits)
            asked_for = {
                "areas_due": event.areas_due,
                "answers_due": frozenset(event.answers_due),
                "benchmark_due": event.benchmark_due,
                "evidence_round": event.evidence_round,
            }
            team = tuple(each.model_copy(update={"agreed": True}) for each in case.team)
            stands = {"team": team, "team_stood": True, "resumes_at": None}
            return agreed.model_copy(update={**stands, **({} if case.resumes_at else asked_for)})
        case TeamMemberReplaced():
            return _replaced(case, happened, event)
        case _:
            assert_never(event)


def _replaced(case: Case, happened: Happened[Any], event: TeamMemberReplaced) -> Case:
    resumes_at = case.resumes_at
    if case.on_site and case.stage is not Stage.TEAM_PROPOSED:
        resumes_at = case.stage
    replaced = entered(before_interview(case), Stage.TEAM_PROPOSED, happened, event.limits)
    team = tuple(
        Assignment(person=event.successor) if each.person == event.expert else each for each in case.team
    )
    stopped = replaced.model_copy(
        update={
            "team": team,
            "objection_over": _no_objection(event.limits),
            "resumes_at": resumes_at,
            "proposal": None,
        }
    )
    return _without(stopped, {event.expert})


def _no_objection(limits: tuple[Limit, ...]) -> bool:
    """Whether the applicant has no time to object (any more): the team stands once everybody has accepted."""
    return all(limit.name != "objection" for limit in limits)


def _counted_up(case: Case, accepted: frozenset[str]) -> Case:
    """Whoever joins or leaves a team whose visit is planned is sent its entry's next version (RFC 5546)."""
    audit = case.audit
    if audit is None or audit.last_day is not None or not audit.missing or case.accepted == accepted:
        return case
    later = audit.model_copy(update={"sequence": audit.sequence + 1})
    return case.model_copy(update={"audit": later})


def _without(case: Case, left: set[str]) -> Case:
    """R31: what those who left the team did is kept and marked; they sign no more."""
    sheets = tuple(
        sheet.model_copy(update={"marked": True}) if sheet.expert in left else sheet for sheet in case.sheets
    )
    marked = bool(left) and _audited_with(case)
    return case.model_copy(
        update={
            "sheets": sheets,
            "signatures": case.signatures - left,
            "replaced_after_audit": case.replaced_after_audit or marked,
        }
    )


def _audited_with(case: Case) -> bool:
    """Whether the audit a report will rest on was held, or begun, with the team as it was."""
    begun = case.audit is not None and bool(case.audit.conducted)
    return case.resumes_at in _AFTER_AUDIT or (begun and case.resumes_at in _AT_AUDIT)

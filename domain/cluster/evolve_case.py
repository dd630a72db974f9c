"""How each event changes one case."""

from collections.abc import Mapping
from datetime import date
from typing import Any, assert_never

from domain.cluster.events import CaseHistoryEvent, ClusterStreamEvent
from domain.cluster.events.application import (
    AgreementOffered,
    AgreementSigned,
    ApplicationAccepted,
    ApplicationDeclined,
    ApplicationEvent,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    CaseAbandoned,
    EligibilityConfirmed,
    EligibilityLost,
    OfferLapsed,
    RenewalOutOfTime,
)
from domain.cluster.events.assessment import (
    AssessmentEvent,
    BenchmarkRecorded,
    ComparisonMade,
    EvidenceSubmitted,
    FactsChecked,
    ReportDrafted,
    ReportFinalised,
)
from domain.cluster.events.clock import (
    ClockEvent,
    DeadlineEscalated,
    DeadlineExtended,
    DeadlinePassed,
    DeadlineWarned,
)
from domain.cluster.events.committee import (
    CasePlacedOnAgenda,
    CommitteeEvent,
    DecisionAdjourned,
    DecisionTaken,
    MemberRecused,
    VoteCast,
)
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
from domain.cluster.state import (
    Assignment,
    Benchmark,
    Case,
    CastBallot,
    ClosedAs,
    Eligibility,
    Interview,
    Recusal,
    Stage,
    Waiting,
)
from domain.happened import Happened
from domain.running import Limit, with_moments
from domain.secretariat import secretariat_day

# Limits that run on while the stage changes; every other limit belongs to the stage that opened it.
_RUNS_UNTIL: Mapping[str, frozenset[Stage]] = {
    "final_report": frozenset({Stage.DRAFT, Stage.FACT_CHECK, Stage.FACTS_CHECKED}),
    "late_recording": frozenset(
        {
            Stage.APPLIED,
            Stage.ACCEPTED,
            Stage.OFFERED,
            Stage.SIGNED,
            Stage.TEAM_PROPOSED,
            Stage.EVIDENCE_OPEN,
            Stage.INTERVIEW_DUE,
        }
    ),
}
# R14: while secretariat or committee has the case, its assessment does not age.
_WAITING = frozenset({Stage.REPORT_FINAL, Stage.ON_AGENDA, Stage.ADJOURNED})


def opened_case(event: ApplicationSubmitted, happened: Happened[Any]) -> Case:
    """The case an application opens."""
    return Case(
        case_id=event.case_id,
        level=event.level,
        kind=event.kind,
        edition=event.edition,
        opened_on=event.opened_on,
        since=happened.recorded_at,
        limits=event.limits,
    )


def evolve_case(case: Case, happened: Happened[ClusterStreamEvent], event: CaseHistoryEvent) -> Case:
    """The case after the event."""
    if isinstance(event, ClockEvent):
        return _evolve_clock(case, event)
    if isinstance(event, ApplicationEvent):
        return _evolve_application(case, happened, event)
    if isinstance(event, TeamEvent):
        return _evolve_team(case, happened, event)
    if isinstance(event, AssessmentEvent):
        return _evolve_assessment(case, happened, event)
    if isinstance(event, CommitteeEvent):
        return _evolve_committee(case, happened, event)
    assert_never(event)


def _evolve_clock(case: Case, event: ClockEvent) -> Case:
    match event:
        case DeadlineWarned() | DeadlinePassed() | DeadlineEscalated():
            return case.model_copy(update={"limits": with_moments(case.limits, event.limit, event.moments)})
        case DeadlineExtended():
            return case.model_copy(update={"limits": _extended(case.limits, event)})
        case _:
            assert_never(event)


def _evolve_application(case: Case, happened: Happened[Any], event: ApplicationEvent) -> Case:
    match event:
        case ApplicationAccepted():
            accepted = _enter(case, Stage.ACCEPTED, happened, event.limits)
            return accepted.model_copy(update={"eligibility": _eligibility(happened, event, met=True)})
        case EligibilityConfirmed():
            return case.model_copy(update={"eligibility": _eligibility(happened, event, met=True)})
        case EligibilityLost():
            return case.model_copy(update={"eligibility": _eligibility(happened, event, met=False)})
        case AgreementOffered():
            return _enter(case, Stage.OFFERED, happened, event.limits)
        case AgreementSigned():
            return _enter(case, Stage.SIGNED, happened, event.limits)
        case ApplicationDeclined():
            return _close(case, ClosedAs.DECLINED, happened)
        case OfferLapsed():
            return _close(case, ClosedAs.OFFER_LAPSED, happened)
        case ApplicationWithdrawn():
            return _close(case, ClosedAs.WITHDRAWN, happened)
        case CaseAbandoned():
            return _close(case, ClosedAs.ABANDONED, happened)
        case RenewalOutOfTime():
            return _close(case, ClosedAs.OUT_OF_TIME, happened)
        case ApplicationSubmitted():
            return case
        case _:
            assert_never(event)


def _evolve_team(case: Case, happened: Happened[Any], event: TeamEvent) -> Case:
    match event:
        case TeamProposed(experts=experts):
            proposed = _enter(case, Stage.TEAM_PROPOSED, happened, event.limits)
            team = tuple(Assignment(person=person) for person in experts)
            return proposed.model_copy(update={"team": team, "objection_over": False})
        case AssignmentAccepted(expert=expert):
            team = tuple(
                a.model_copy(update={"accepted": True}) if a.person == expert else a for a in case.team
            )
            return case.model_copy(update={"team": team, "limits": _dropped(case.limits, "assignment")})
        case AssignmentDeclined() | AssignmentLapsed():
            return _enter(case, Stage.SIGNED, happened, event.limits).model_copy(update={"team": ()})
        case TeamObjected():
            objected = _enter(case, Stage.SIGNED, happened, event.limits)
            return objected.model_copy(update={"team": (), "objections": case.objections + 1})
        case ObjectionLapsed():
            return case.model_copy(
                update={"objection_over": True, "limits": _dropped(case.limits, "objection")}
            )
        case TeamAgreed():
            return _enter(case, case.stage_with_team, happened, event.limits)
        case TeamMemberReplaced(expert=expert, successor=successor):
            replaced = _enter(_before_interview(case), Stage.TEAM_PROPOSED, happened, event.limits)
            kept = tuple(assignment for assignment in case.team if assignment.person != expert)
            return replaced.model_copy(
                update={"team": (*kept, Assignment(person=successor)), "objection_over": False}
            )
        case _:
            assert_never(event)


def _evolve_assessment(case: Case, happened: Happened[Any], event: AssessmentEvent) -> Case:
    match event:
        case EvidenceSubmitted(items=items, complete=complete):
            stage = Stage.INTERVIEW_DUE if complete else Stage.EVIDENCE_OPEN
            handed_in = {"evidence": (*case.evidence, *items), "evidence_complete": complete}
            return _enter(case, stage, happened, event.limits).model_copy(update=handed_in)
        case BenchmarkRecorded():
            fields = {name: getattr(event, name) for name in Benchmark.model_fields if name != "event_id"}
            benchmark = Benchmark(event_id=happened.event_id, **fields)
            interview = Interview(expert=event.expert, held_on=event.interview_on)
            recorded = _enter(_before_interview(case), Stage.DRAFT, happened, event.limits)
            return recorded.model_copy(
                update={"benchmark": benchmark, "interviews": (*case.interviews, interview)}
            )
        case ComparisonMade():
            return case.model_copy(update={"compared": True})
        case ReportDrafted(version=version):
            return _enter(case, Stage.FACT_CHECK, happened, event.limits).model_copy(
                update={"report_version": version}
            )
        case FactsChecked():
            return _enter(case, Stage.FACTS_CHECKED, happened, event.limits)
        case ReportFinalised():
            final = _enter(case, Stage.REPORT_FINAL, happened, event.limits)
            return final.model_copy(update={"report": happened.event_id})
        case _:
            assert_never(event)


def _evolve_committee(case: Case, happened: Happened[Any], event: CommitteeEvent) -> Case:
    match event:
        case CasePlacedOnAgenda(round_id=round_id, members=members):
            placed = _enter(case, Stage.ON_AGENDA, happened, event.limits)
            return placed.model_copy(update={"round_id": round_id, "members": members, "ballots": ()})
        case MemberRecused(member=member):
            recusals = (*case.recusals, Recusal(event_id=happened.event_id, member=member))
            ballots = tuple(ballot for ballot in case.ballots if ballot.member != member)
            members = tuple(other for other in case.members if other != member)
            return case.model_copy(update={"recusals": recusals, "ballots": ballots, "members": members})
        case VoteCast(member=member, vote=vote):
            others = tuple(ballot for ballot in case.ballots if ballot.member != member)
            ballot = CastBallot(event_id=happened.event_id, member=member, vote=vote)
            return case.model_copy(update={"ballots": (*others, ballot)})
        case DecisionTaken(outcome=outcome):
            closed_as = ClosedAs.AWARDED if outcome == "award" else ClosedAs.REFUSED
            return _close(case, closed_as, happened).model_copy(update={"outcome": outcome})
        case DecisionAdjourned(ad_hoc_members_due=due):
            adjourned = _enter(case, Stage.ADJOURNED, happened, event.limits)
            put_off = {"adjournments": case.adjournments + 1, "ad_hoc_members_due": due, "ballots": ()}
            return adjourned.model_copy(update=put_off)
        case _:
            assert_never(event)


def _before_interview(case: Case) -> Case:
    """R14: behind a final report there is only a new interview, and everything that follows from it."""
    if case.report is None:
        return case
    undone = {"benchmark": None, "compared": False, "report": None, "round_id": None, "waiting": Waiting()}
    return case.model_copy(update={**undone, "members": (), "ballots": ()})


def _enter(case: Case, stage: Stage, happened: Happened[Any], limits: tuple[Limit, ...]) -> Case:
    opened = {limit.name for limit in limits}
    running = tuple(
        limit
        for limit in case.limits
        if limit.name not in opened and stage in _RUNS_UNTIL.get(limit.name, ())
    )
    waiting = _waiting(case, stage, secretariat_day(happened.recorded_at))
    update = {
        "stage": stage,
        "since": happened.recorded_at,
        "limits": (*running, *limits),
        "waiting": waiting,
    }
    return case.model_copy(update=update)


def _waiting(case: Case, stage: Stage, day: date) -> Waiting:
    if stage in _WAITING:
        return case.waiting if case.waiting.since else case.waiting.model_copy(update={"since": day})
    if case.waiting.since is None:
        return case.waiting
    return Waiting(days=case.waiting.days + (day - case.waiting.since).days)


def _close(case: Case, closed_as: ClosedAs, happened: Happened[Any]) -> Case:
    return _enter(case, Stage.CLOSED, happened, ()).model_copy(update={"closed_as": closed_as})


def _dropped(limits: tuple[Limit, ...], name: str) -> tuple[Limit, ...]:
    return tuple(limit for limit in limits if limit.name != name)


def _eligibility(
    happened: Happened[Any], event: ApplicationAccepted | EligibilityConfirmed | EligibilityLost, *, met: bool
) -> Eligibility:
    return Eligibility(
        event_id=happened.event_id, edition=event.edition, profile_version=event.profile_version, met=met
    )


def _extended(limits: tuple[Limit, ...], event: DeadlineExtended) -> tuple[Limit, ...]:
    instants = {name: getattr(event, name) for name in ("last_day", "due_at", "warn_at", "escalate_at")}
    update = {**instants, "passed": 0, "extended": True}
    return tuple(limit.model_copy(update=update) if limit.name == event.limit else limit for limit in limits)

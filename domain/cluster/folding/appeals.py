"""How a cluster changes by its appeals: which decisions may be contested, where each appeal stands, what it brings."""

from typing import Any, assert_never

from domain.cluster.appeal import Appeal, AppealState, Contestable
from domain.cluster.case import Case, ClosedAs, Stage
from domain.cluster.events.appeals import (
    AppealAcknowledged,
    AppealAdmitted,
    AppealDecided,
    AppealedCaseEvent,
    AppealHistoryEvent,
    AppealLodged,
    AppealRejected,
    AppealWithdrawn,
    CaseOvertaken,
    CaseRemitted,
    CaseResumed,
    MeasureAnnulled,
    PanelAppointed,
)
from domain.cluster.events.clock import DeadlineEscalated, DeadlinePassed, DeadlineWarned
from domain.cluster.folding.audit import before_audit
from domain.cluster.folding.measures import without_measure
from domain.cluster.folding.moving import closed, entered, with_limits, without_limit
from domain.cluster.measure import Measure
from domain.cluster.state import Cluster
from domain.cluster.waiting import HELD_UP_AT, appeal_ahead
from domain.happened import Happened
from domain.running import with_moments
from domain.terms import Term


def evolve(cluster: Cluster, happened: Happened[Any], event: AppealHistoryEvent) -> Cluster:
    match event:
        case AppealLodged():
            return cluster.model_copy(update={"appeals": (*cluster.appeals, _lodged(happened, event))})
        case AppealAcknowledged():
            return _moved(cluster, happened, event, state=AppealState.ACKNOWLEDGED, limits=event.limits)
        case AppealAdmitted():
            return _moved(cluster, happened, event, state=AppealState.ADMITTED, limits=event.limits)
        case AppealRejected():
            return _moved(cluster, happened, event, state=AppealState.REJECTED, limits=())
        case AppealWithdrawn():
            return _moved(cluster, happened, event, state=AppealState.WITHDRAWN, limits=())
        case PanelAppointed(panel=panel):
            appointed = _moved(cluster, happened, event, state=AppealState.PANEL_APPOINTED, panel=panel)
            # A panel named in another's place decides in what is left of its time: it is never extended.
            return _moved(appointed, happened, event, limits=event.limits) if event.limits else appointed
        case AppealDecided():
            return _decided(cluster, happened, event)
        case MeasureAnnulled():
            return _without_measure(cluster, happened, event)
        case _:
            assert_never(event)


def _lodged(happened: Happened[Any], event: AppealLodged) -> Appeal:
    names = ("appeal_id", "decision", "matter", "level", "case_id", "term", "edition", "lodged_on", "limits")
    return Appeal(since=happened.recorded_at, **{name: getattr(event, name) for name in names})


def _moved(
    cluster: Cluster,
    happened: Happened[Any],
    event: AppealHistoryEvent,
    **update: Any,  # noqa: ANN401 - fields of Appeal
) -> Cluster:
    appeal_id, since = getattr(event, "appeal_id", ""), {"since": happened.recorded_at}
    appeals = tuple(
        each.model_copy(update={**since, **update}) if each.appeal_id == appeal_id else each
        for each in cluster.appeals
    )
    return cluster.model_copy(update={"appeals": appeals})


def _decided(cluster: Cluster, happened: Happened[Any], event: AppealDecided) -> Cluster:
    told = {"state": AppealState.DECIDED, "limits": (), "outcome": event.outcome, "relief": event.relief}
    decided = _moved(cluster, happened, event, **told)
    appeal = decided.find_appeal(event.appeal_id)
    if appeal is None or event.outcome == "dismissed":
        return decided
    contestable = tuple(
        each.model_copy(update={"void": True}) if each.decision == appeal.decision else each
        for each in decided.contestable
    )
    return decided.model_copy(update={"contestable": contestable})


def _without_measure(cluster: Cluster, happened: Happened[Any], event: MeasureAnnulled) -> Cluster:
    terms = tuple(
        _undone(term, event) if term.number == event.term else term
        for term in cluster.labels.get(event.level, ())
    )
    clocks = {level: clock for level, clock in cluster.clocks.items() if level is not event.level}
    if event.clock is not None:
        clocks[event.level] = event.clock
    certificates = tuple(
        each.model_copy(update={"void": False})
        if (each.level, each.term) == (event.level, event.term)
        else each
        for each in cluster.certificates
    )
    undone = {
        "labels": {**cluster.labels, event.level: terms},
        "clocks": clocks,
        "certificates": certificates,
    }
    return _measure_behind(cluster.model_copy(update=undone), happened, event)


def _measure_behind(cluster: Cluster, happened: Happened[Any], event: MeasureAnnulled) -> Cluster:
    """A suspension takes its measure with it, but none announced since; what a withdrawal stood on stands again."""
    measure = cluster.measure(event.level)
    if event.matter == "suspended":
        suspended_since = any(term.suspended for term in cluster.labels[event.level])
        goes = measure is not None and measure.suspended and not suspended_since
        return without_measure(cluster, event.level) if goes else cluster
    if not event.limits:
        return cluster
    standing = Measure(
        event_id=happened.event_id,
        level=event.level,
        since=happened.recorded_at,
        limits=event.limits,
        answered=True,
        suspended=True,
    )
    return cluster.with_measure(standing)


def _undone(term: Term, event: MeasureAnnulled) -> Term:
    if event.matter == "withdrawn":
        return term.model_copy(update={"ended": None})
    kept = tuple(each for each in term.suspensions if each.decision != event.decision)
    return term.model_copy(update={"suspensions": kept})


def evolve_limits(cluster: Cluster, event: DeadlineWarned | DeadlinePassed | DeadlineEscalated) -> Cluster:
    """The clock's notes about an appeal's limits."""
    appeals = tuple(
        each.model_copy(
            update={"limits": with_moments(each.limits, event.limit, event.moments, event.subject)}
        )
        for each in cluster.appeals
    )
    return cluster.model_copy(update={"appeals": appeals})


def evolve_case(case: Case, happened: Happened[Any], event: AppealedCaseEvent) -> Case:
    """How a case changes that an appeal opened again, or held up."""
    match event:
        case CaseRemitted():
            return _remitted(case, happened, event)
        case CaseResumed():
            return with_limits(case, event.limits).model_copy(update={"held_up": False})
        case CaseOvertaken():
            return closed(case, ClosedAs.OVERTAKEN, happened).model_copy(update={"held_up": False})
        case _:
            assert_never(event)


def _remitted(case: Case, happened: Happened[Any], event: CaseRemitted) -> Case:
    waiting = case.waiting.model_copy(update={"days": case.waiting.days + event.waited_days})
    again = case.model_copy(
        update={
            "waiting": waiting,
            "remitted_by": event.appeal_id,
            "decided_before": case.decided_before | set(event.decided_before),
            "term_from": event.term_from,
            "term_from_decision": event.term_from_decision,
            "closed_as": None,
            "outcome": None,
        }
    )
    if event.relief == "re-audit":
        return _audited_anew(again, happened, event)
    if case.closed_as is ClosedAs.DECLINED:
        return entered(again, Stage.APPLIED, happened, event.limits)
    if case.eligibility is not None and not case.eligibility.met:
        # By no profile: it is judged again, whoever judged it before.
        judged_anew = case.eligibility.model_copy(update={"profile_version": 0})
        return again.model_copy(update={"eligibility": judged_anew})
    return again


def _audited_anew(case: Case, happened: Happened[Any], event: CaseRemitted) -> Case:
    """A new team is proposed, and goes on with the visit; of the assessment before nothing is left (R36)."""
    waits = entered(case, Stage.SIGNED, happened, event.limits)
    fresh: dict[str, Any] = {"team": (), "objections": 0, "objection_over": False, "team_stood": False}
    if case.on_site:
        return before_audit(waits).model_copy(update={**fresh, "resumes_at": Stage.AUDIT_DUE})
    return waits.model_copy(update={**fresh, "benchmark": None, "compared": False, "report": None})


def with_contestable(cluster: Cluster, contestable: Contestable | None) -> Cluster:
    """The cluster with one more decision that may be appealed against."""
    if contestable is None:
        return cluster
    return cluster.model_copy(update={"contestable": (*cluster.contestable, contestable)})


def held_up(cluster: Cluster) -> Cluster:
    """No limit runs out on the secretariat while a case with its final report waits for an appeal."""
    for case in cluster.open_cases:
        if case.stage in HELD_UP_AT and not case.held_up and appeal_ahead(cluster, case):
            stopped = without_limit(without_limit(case, "agenda"), "adjournment")
            cluster = cluster.with_case(stopped.model_copy(update={"held_up": True}))
        elif case.held_up and case.stage not in HELD_UP_AT:
            cluster = cluster.with_case(case.model_copy(update={"held_up": False}))
    return cluster

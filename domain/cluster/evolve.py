"""How each event changes a cluster's state. Total over the closed union; never refuses."""

from typing import assert_never

from domain.cluster.events import CaseHistoryEvent, ClusterStreamEvent
from domain.cluster.events.application import ApplicationEvent, ApplicationSubmitted
from domain.cluster.events.assessment import AssessmentEvent, BenchmarkRecorded, ComparisonMade
from domain.cluster.events.clock import ClockEvent
from domain.cluster.events.committee import CommitteeEvent
from domain.cluster.events.effects import EffectEvent
from domain.cluster.events.label import LabelAwarded, LabelEvent, LabelExpired, LabelLapsed, LabelRenewed
from domain.cluster.events.organisation import (
    ClusterRegistered,
    LabelImported,
    ManagerChanged,
    OrganisationEvent,
    ProfileUpdated,
)
from domain.cluster.events.team import TeamEvent
from domain.cluster.evolve_case import evolve_case, opened_case
from domain.cluster.state import Cluster
from domain.debts import letters_owed, settled
from domain.happened import Happened
from domain.levels import Level
from domain.standing import Debt
from domain.term_clock import TermClock
from domain.terms import Term


def evolve(cluster: Cluster, happened: Happened[ClusterStreamEvent]) -> Cluster:
    """The cluster after the event, owing the letters the event carries."""
    event = happened.event
    owed = letters_owed(happened, event.notices, getattr(event, "case_id", None))
    after = cluster.model_copy(update={"version": cluster.version + 1, "debts": cluster.debts + owed})
    if isinstance(event, ApplicationSubmitted):
        return after.model_copy(update={"cases": (*after.cases, opened_case(event, happened))})
    if isinstance(event, ApplicationEvent | TeamEvent | AssessmentEvent | CommitteeEvent | ClockEvent):
        return _evolve_case(after, happened, event)
    if isinstance(event, EffectEvent):
        debts, failed = settled(after.debts, after.failed, event, happened.recorded_at)
        return after.model_copy(update={"debts": debts, "failed": failed})
    if isinstance(event, LabelEvent):
        return _evolve_label(after, event)
    if isinstance(event, OrganisationEvent):
        return _evolve_organisation(after, event)
    assert_never(event)


def _evolve_case(
    cluster: Cluster, happened: Happened[ClusterStreamEvent], event: CaseHistoryEvent
) -> Cluster:
    case = cluster.find_case(event.case_id) if event.case_id else None
    if case is None:
        return cluster
    changed = evolve_case(case, happened, event)
    cases = tuple(changed if other.case_id == case.case_id else other for other in cluster.cases)
    debts = cluster.debts
    if isinstance(event, BenchmarkRecorded):
        owed = Debt(debt_id=happened.derived_id("comparison"), effect="make-comparison", case_id=case.case_id)
        debts = (*debts, owed)
    if isinstance(event, ComparisonMade) or not changed.open:
        debts = tuple(debt for debt in debts if debt.notice or debt.case_id != case.case_id)
    return cluster.model_copy(update={"cases": cases, "debts": debts})


def _evolve_organisation(cluster: Cluster, event: OrganisationEvent) -> Cluster:
    match event:
        case ClusterRegistered():
            facts = {
                name: getattr(event, name)
                for name in ClusterRegistered.model_fields
                if name in Cluster.model_fields
            }
            return cluster.model_copy(update={**facts, "profile_version": 1 if event.profile else 0})
        case ProfileUpdated(profile=profile, carrier=carrier, website=website):
            update = {"profile": profile, "carrier": carrier, "website": website}
            return cluster.model_copy(update={**update, "profile_version": cluster.profile_version + 1})
        case ManagerChanged(managers=managers):
            return cluster.model_copy(update={"managers": managers})
        case LabelImported(level=level, term=term, clock=clock, row_key=row_key):
            imported = _with_term(cluster, level, term, clock)
            return imported.model_copy(update={"imported_rows": cluster.imported_rows | {row_key}})
        case _:
            assert_never(event)


def _evolve_label(cluster: Cluster, event: LabelEvent) -> Cluster:
    match event:
        case (
            LabelAwarded(level=level, term=term, clock=clock)
            | LabelRenewed(level=level, term=term, clock=clock)
        ):
            return _with_term(cluster, level, term, clock)
        case LabelExpired(level=level):
            noted = {
                each: clock.model_copy(update={"expired": True}) if each is level else clock
                for each, clock in cluster.clocks.items()
            }
            return cluster.model_copy(update={"clocks": noted})
        case LabelLapsed(level=level):
            return cluster.model_copy(update={"clocks": _without_clock(cluster, level)})
        case _:
            assert_never(event)


def _with_term(cluster: Cluster, level: Level, term: Term, clock: TermClock | None) -> Cluster:
    """A label's latest term is the one the clock watches."""
    clocks = _without_clock(cluster, level) | ({level: clock} if clock else {})
    labels = {**cluster.labels, level: (*cluster.labels.get(level, ()), term)}
    return cluster.model_copy(update={"labels": labels, "clocks": clocks})


def _without_clock(cluster: Cluster, level: Level) -> dict[Level, TermClock]:
    return {other: clock for other, clock in cluster.clocks.items() if other is not level}

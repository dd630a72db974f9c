"""How each event changes a cluster's state. Total over the closed union; never refuses."""

from typing import assert_never

from domain.cluster.appeal import of_an_appeal
from domain.cluster.descent import of_a_change
from domain.cluster.events import CaseHistoryEvent, ClusterStreamEvent
from domain.cluster.events.appeals import AppealHistoryEvent
from domain.cluster.events.application import ApplicationSubmitted
from domain.cluster.events.approvals import ActEndorsed
from domain.cluster.events.clock import ClockEvent, DeadlineEscalated, DeadlinePassed, DeadlineWarned
from domain.cluster.events.documents import DocumentEvent
from domain.cluster.events.effects import EffectEvent
from domain.cluster.events.imports import ImportEvent
from domain.cluster.events.label import (
    LabelAnnulled,
    LabelAwarded,
    LabelEvent,
    LabelExpired,
    LabelLapsed,
    LabelRenewed,
    LabelSuperseded,
)
from domain.cluster.events.lineage import ClusterLineageEvent
from domain.cluster.events.measures import MeasureEvent
from domain.cluster.events.organisation import (
    CarrierChanged,
    ClusterRegistered,
    ClusterRenamed,
    LabelImported,
    ManagerChanged,
    OrganisationEvent,
    ProfileUpdated,
)
from domain.cluster.events.reminders import ReminderEvent
from domain.cluster.folding import appeals, imports, lineage, measures
from domain.cluster.folding.approvals import endorsed_of_cluster
from domain.cluster.folding.case import evolve_case, opened_case
from domain.cluster.folding.contestable import contested_from
from domain.cluster.folding.debts import (
    evolve_debts,
    owe_certificate,
    owe_reissue,
    settle_document,
    settle_notice,
)
from domain.cluster.folding.measures import annulled_term, evolve_measures, lapsed_label
from domain.cluster.folding.reminders import with_ladders
from domain.cluster.measure import of_a_measure
from domain.cluster.state import Cluster
from domain.debts import letters_owed
from domain.erasure import TextRedacted
from domain.happened import Happened
from domain.levels import Level
from domain.term_clock import TermClock
from domain.terms import Term


def evolve(cluster: Cluster, happened: Happened[ClusterStreamEvent]) -> Cluster:
    """The cluster after the event, owing the letters the event carries."""
    after = contested_from(cluster, _evolved(cluster, happened), happened)
    held_up = appeals.held_up(after) if after.appeals else after
    return with_ladders(cluster, held_up, happened)


def _evolved(cluster: Cluster, happened: Happened[ClusterStreamEvent]) -> Cluster:
    event = happened.event
    if isinstance(event, TextRedacted):  # what a text said is no part of the state
        return cluster.model_copy(update={"version": cluster.version + 1})
    notices = event.notices
    owed = letters_owed(happened, notices, getattr(event, "case_id", None)) if notices else ()
    after = cluster.model_copy(update={"version": cluster.version + 1, "debts": cluster.debts + owed})
    # The small unions first: to look through that of all a case's events takes as long as to fold one.
    if isinstance(event, EffectEvent):
        return settle_notice(after, event, happened)
    if isinstance(event, DocumentEvent):
        return settle_document(after, event, happened)
    if isinstance(event, ReminderEvent):
        return after  # it changes a ladder alone
    if isinstance(event, LabelEvent):
        return owe_certificate(_evolve_label(after, event), event, happened)
    if isinstance(event, MeasureEvent):
        return evolve_measures(after, happened, event)
    if isinstance(event, OrganisationEvent):
        changed = lineage.changed_carrier(_evolve_organisation(after, event), happened)
        return owe_reissue(cluster, changed, happened)
    if isinstance(event, ClusterLineageEvent):
        return lineage.evolve(after, happened, event)
    if isinstance(event, AppealHistoryEvent):
        return appeals.evolve(after, happened, event)
    if isinstance(event, DeadlineWarned | DeadlinePassed | DeadlineEscalated) and of_an_appeal(event.subject):
        return appeals.evolve_limits(after, event)
    if isinstance(event, DeadlineWarned | DeadlinePassed | DeadlineEscalated) and of_a_change(event.subject):
        return lineage.noted(after, event)
    if isinstance(event, ClockEvent) and of_a_measure(event.subject):
        return measures.evolve_limits(after, event)
    if isinstance(event, ApplicationSubmitted):
        return after.model_copy(update={"cases": (*after.cases, opened_case(event, happened))})
    if isinstance(event, ImportEvent):
        return imports.evolve(after, happened, event)
    if isinstance(event, ActEndorsed) and event.case_id is None:
        return endorsed_of_cluster(after, happened, event)
    return evolve_debts(_evolve_case(after, happened, event), happened, event)


def _evolve_case(
    cluster: Cluster, happened: Happened[ClusterStreamEvent], event: CaseHistoryEvent
) -> Cluster:
    case = cluster.find_case(event.case_id) if event.case_id else None
    if case is None:
        return cluster
    return cluster.with_case(evolve_case(case, happened, event))


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
        case ClusterRenamed(name=name):
            return cluster.model_copy(
                update={"name": name, "former_names": (*cluster.former_names, cluster.name)}
            )
        case CarrierChanged(carrier=carrier):
            return cluster.model_copy(update={"carrier": carrier})
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
            return _decided_term(_with_term(cluster, level, term, clock), event.case_id, term)
        case LabelExpired(level=level):
            noted = {
                each: clock.model_copy(update={"expired": True}) if each is level else clock
                for each, clock in cluster.clocks.items()
            }
            return cluster.model_copy(update={"clocks": noted})
        case LabelLapsed(level=level):
            lapsed = lapsed_label(cluster, level)
            return lapsed.model_copy(update={"clocks": _without_clock(cluster, level)})
        case LabelSuperseded():
            return cluster  # a note: whether a label sleeps is computed from the terms (R23)
        case LabelAnnulled(level=level, term=term, clock=clock):
            clocks = _without_clock(cluster, level) | ({level: clock} if clock else {})
            return annulled_term(cluster.model_copy(update={"clocks": clocks}), level, term)
        case _:
            assert_never(event)


def _with_term(cluster: Cluster, level: Level, term: Term, clock: TermClock | None) -> Cluster:
    """A label's latest term is the one the clock watches."""
    clocks = _without_clock(cluster, level) | ({level: clock} if clock else {})
    labels = {**cluster.labels, level: (*cluster.labels.get(level, ()), term)}
    return cluster.model_copy(update={"labels": labels, "clocks": clocks})


def _decided_term(cluster: Cluster, case_id: str, term: Term) -> Cluster:
    """The case remembers which term its decision opened: annulled, the term falls with it."""
    case = cluster.find_case(case_id)
    if case is None or case.decision is None:
        return cluster
    decision = case.decision.model_copy(update={"term": term.number})
    return cluster.with_case(case.model_copy(update={"decision": decision}))


def _without_clock(cluster: Cluster, level: Level) -> dict[Level, TermClock]:
    return {other: clock for other, clock in cluster.clocks.items() if other is not level}

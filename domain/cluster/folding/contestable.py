"""Which events are decisions one may appeal against, and from when on the time for it runs (R34)."""

from typing import Any
from uuid import UUID

from domain.cluster.appeal import Contestable, Matter
from domain.cluster.events.application import ApplicationDeclined, EligibilityLost
from domain.cluster.events.committee import DecisionTaken
from domain.cluster.events.effects import NoticeSent
from domain.cluster.events.label import LabelAwarded, LabelRenewed
from domain.cluster.events.measures import (
    CauseSettled,
    LabelSuspended,
    LabelWithdrawn,
    MeasureAnnounced,
    MeasureAnswered,
    TermCorrected,
)
from domain.cluster.folding.appeals import with_contestable
from domain.cluster.state import Cluster
from domain.happened import ENGINE, Happened
from domain.levels import Level
from domain.secretariat import SECRETARIAT


def contested_from(before: Cluster, cluster: Cluster, happened: Happened[Any]) -> Cluster:
    """The cluster after an event that may be appealed against, or that delivered the notice of one."""
    match happened.event:
        case MeasureAnnounced(level=level) | MeasureAnswered(level=level) | CauseSettled(level=level):
            return _acted_in_measure(cluster, level, happened)
        case ApplicationDeclined(case_id=case_id):
            return with_contestable(cluster, _of_case("declined", case_id, cluster, happened))
        case EligibilityLost(case_id=case_id):
            return with_contestable(cluster, _of_case("ineligible", case_id, cluster, happened))
        case DecisionTaken(case_id=case_id, outcome="refuse"):
            return with_contestable(cluster, _of_case("refused", case_id, cluster, happened))
        case LabelAwarded(level=level, term=term) | LabelRenewed(level=level, term=term):
            awarded = _of_label("term", level, term.number, happened)
            return with_contestable(cluster, awarded.model_copy(update={"case_id": happened.event.case_id}))
        case LabelSuspended(level=level, term=term, endorsed_by=by):
            return with_contestable(
                cluster, _of_label("suspended", level, term, happened, and_by=(by, *_acted(before, level)))
            )
        case LabelWithdrawn(level=level, term=term, in_favour=in_favour, against=against):
            return with_contestable(
                cluster,
                _of_label(
                    "withdrawn", level, term, happened, and_by=(*in_favour, *against, *_acted(before, level))
                ),
            )
        case TermCorrected(level=level, term=term, endorsed_by=by):
            return with_contestable(cluster, _of_label("term", level, term.number, happened, and_by=(by,)))
        case NoticeSent(notice_id=letter):
            return _delivered(cluster, letter, happened)
        case _:
            return cluster


def _of_case(matter: Matter, case_id: str, cluster: Cluster, happened: Happened[Any]) -> Contestable | None:
    case = cluster.find_case(case_id)
    if case is None:
        return None
    return Contestable(
        decision=happened.event_id,
        matter=matter,
        level=case.level,
        case_id=case_id,
        by=_by(happened),
        letters=_letters(happened),
    )


def _of_label(
    matter: Matter, level: Level, term: int, happened: Happened[Any], *, and_by: tuple[str, ...] = ()
) -> Contestable:
    return Contestable(
        decision=happened.event_id,
        matter=matter,
        level=level,
        term=term,
        by=_by(happened).union(and_by),
        letters=_letters(happened),
    )


def _acted(cluster: Cluster, level: Level) -> frozenset[str]:
    """Who acted in the measure that led to the decision."""
    measure = cluster.measure(level)
    return measure.acted if measure else frozenset()


def _acted_in_measure(cluster: Cluster, level: Level, happened: Happened[Any]) -> Cluster:
    measure = cluster.measure(level)
    if measure is None:
        return cluster
    return cluster.with_measure(measure.model_copy(update={"acted": measure.acted | _by(happened)}))


def _by(happened: Happened[Any]) -> frozenset[str]:
    return frozenset({happened.actor} - {"", ENGINE})


def _letters(happened: Happened[Any]) -> frozenset[UUID]:
    """Those to the organisation: what the secretariat hears of it delivers nothing."""
    return frozenset(
        happened.derived_id(f"notice-{n}")
        for n, notice in enumerate(happened.event.notices)
        if notice.recipient != SECRETARIAT
    )


def _delivered(cluster: Cluster, letter: UUID, happened: Happened[Any]) -> Cluster:
    """The first letter that arrives counts: the notice is delivered to the organisation."""
    if not any(letter in each.letters for each in cluster.contestable):
        return cluster
    contestable = tuple(
        each.model_copy(update={"delivered_at": happened.recorded_at})
        if letter in each.letters and each.delivered_at is None
        else each
        for each in cluster.contestable
    )
    return cluster.model_copy(update={"contestable": contestable})

"""How measures, endings and corrections change a cluster: its terms, clocks, certificates, and what it owes."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, assert_never

from domain.cluster.case_parts import CastBallot
from domain.cluster.events.clock import ClockEvent, DeadlineExtended
from domain.cluster.events.measures import (
    CauseSettled,
    LabelRelinquished,
    LabelRestored,
    LabelSuspended,
    LabelWithdrawn,
    MeasureAnnounced,
    MeasureAnswered,
    MeasureDropped,
    MeasureEvent,
    MeasureVoteCast,
    TermCorrected,
)
from domain.cluster.folding.clock import extended
from domain.cluster.folding.debts import owe_corrected
from domain.cluster.folding.moving import with_limits
from domain.cluster.measure import DECISION, HEARING, Measure
from domain.cluster.state import Cluster
from domain.happened import Happened
from domain.levels import Kind, Level
from domain.running import with_moments
from domain.terms import Ending, Term, ended_term, restored_term, suspended_term


def evolve_measures(cluster: Cluster, happened: Happened[Any], event: MeasureEvent) -> Cluster:
    match event:
        case MeasureAnnounced(level=level, limits=limits):
            announced = Measure(
                event_id=happened.event_id, level=level, since=happened.recorded_at, limits=limits
            )
            # What was endorsed before it was said what it is about counts for nothing.
            return without_measure(cluster, level).with_measure(announced)
        case MeasureAnswered() | CauseSettled() | MeasureVoteCast():
            return _on_the_measure(cluster, happened, event)
        case MeasureDropped(level=level):
            return without_measure(cluster, level)
        case LabelSuspended():
            return _suspended(cluster, happened, event)
        case LabelRestored(level=level, restored_on=day):
            return without_measure(_counting_again(cluster, level, day), level)
        case LabelWithdrawn(level=level, withdrawn_on=day, revives=revives):
            return ended_label(cluster, level, Ending(on=day, how="withdrawn", revives=revives))
        case LabelRelinquished(level=level, relinquished_on=day):
            return ended_label(cluster, level, Ending(on=day, how="relinquished", revives=True))
        case TermCorrected():
            return owe_corrected(_corrected(cluster, event), event, happened)
        case _:
            assert_never(event)


def ended_label(cluster: Cluster, level: Level, ending: Ending) -> Cluster:
    """R25: the clock is silent, certificates are void and owed no more, and no measure goes on."""
    ended = with_latest_term(cluster, level, lambda term: ended_term(term, ending))
    debts = tuple(debt for debt in ended.debts if not (debt.document and debt.document.level == level))
    certificates = tuple(
        each.model_copy(update={"void": True}) if each.level is level else each for each in ended.certificates
    )
    clocks = {other: clock for other, clock in ended.clocks.items() if other is not level}
    update = {"debts": debts, "certificates": certificates, "clocks": clocks}
    return without_measure(ended.model_copy(update=update), level)


def lapsed_label(cluster: Cluster, level: Level) -> Cluster:
    """R24: a suspension does not outlast the label, nor does a measure about it."""
    term = cluster.latest_term(level)
    if term is None or term.grace_until is None:
        return without_measure(cluster, level)
    return without_measure(_counting_again(cluster, level, term.grace_until + timedelta(days=1)), level)


def annulled_term(cluster: Cluster, level: Level, number: int) -> Cluster:
    """The label without a term that was never rightly awarded.

    What it was suspended for goes on about the term it renewed; about a label that is none there is no measure.
    """
    terms = cluster.labels.get(level, ())
    gone = next((each for each in terms if each.number == number), None)
    kept = tuple(each for each in terms if each.number != number)
    without = cluster.model_copy(update={"labels": {**cluster.labels, level: kept}})
    if gone is None:
        return cluster
    if gone.kind is Kind.FIRST:
        return without_measure(without, level)
    return with_latest_term(without, level, lambda term: _suspended_as(term, gone))


def without_measure(cluster: Cluster, level: Level) -> Cluster:
    """The cluster once nothing is open against a label; what was endorsed about it is used up."""
    kept = tuple(each for each in cluster.measures if each.level is not level)
    over = cluster.without_endorsements("suspension", level).without_endorsements("restoration", level)
    return over.model_copy(update={"measures": kept})


def with_latest_term(cluster: Cluster, level: Level, change: Callable[[Term], Term]) -> Cluster:
    """The cluster with the latest term of a label changed; as it is where there is none."""
    *earlier, latest = cluster.labels.get(level) or (None,)
    if latest is None:
        return cluster
    return cluster.model_copy(update={"labels": {**cluster.labels, level: (*earlier, change(latest))}})


def evolve_limits(cluster: Cluster, event: ClockEvent) -> Cluster:
    """What was noted or changed about a limit of a measure, which names its level as subject."""
    measure = next((each for each in cluster.measures if each.level == event.subject), None)
    if measure is None:
        return cluster
    if isinstance(event, DeadlineExtended):
        limits = extended(measure.limits, event)
    else:
        limits = with_moments(measure.limits, event.limit, event.moments, event.subject)
    return cluster.with_measure(measure.model_copy(update={"limits": limits}))


def _on_the_measure(
    cluster: Cluster, happened: Happened[Any], event: MeasureAnswered | CauseSettled | MeasureVoteCast
) -> Cluster:
    measure = cluster.measure(event.level)
    if measure is None:
        return cluster
    match event:
        case MeasureAnswered():
            limits = tuple(limit for limit in measure.limits if limit.name != HEARING)
            update = {"answered": True, "limits": limits, "since": happened.recorded_at}
        case CauseSettled():
            update = {"settled": True, "since": happened.recorded_at}
        case MeasureVoteCast(member=member, vote=vote):
            others = tuple(ballot for ballot in measure.ballots if ballot.member != member)
            cast = CastBallot(event_id=happened.event_id, member=member, vote=vote)
            update = {"ballots": (*others, cast)}
        case _:
            assert_never(event)
    return cluster.with_measure(measure.model_copy(update=update))


def _suspended(cluster: Cluster, happened: Happened[Any], event: LabelSuspended) -> Cluster:
    level, day, decision = event.level, event.suspended_on, happened.event_id
    suspended = with_latest_term(cluster, level, lambda term: suspended_term(term, day, decision))
    used = suspended.without_endorsements("suspension", level)
    measure = used.measure(level)
    if measure is None:
        return used
    # A hearing that is still open goes on beside an urgent suspension.
    limits = (*(limit for limit in measure.limits if limit.name != DECISION), *event.limits)
    update = {"suspended": True, "limits": limits, "since": happened.recorded_at}
    return used.with_measure(measure.model_copy(update=update))


def _counting_again(cluster: Cluster, level: Level, from_on: date) -> Cluster:
    """No term of the label is suspended any more: it may have been renewed since it was."""
    terms = tuple(restored_term(term, from_on) for term in cluster.labels[level])
    return cluster.model_copy(update={"labels": {**cluster.labels, level: terms}})


def _suspended_as(term: Term, other: Term) -> Term:
    return term.model_copy(update={"suspensions": (*term.suspensions, *other.suspensions)})


def _corrected(cluster: Cluster, event: TermCorrected) -> Cluster:
    level, term = event.level, event.term
    changed = with_latest_term(cluster, level, lambda _: term)
    clocks = {other: clock for other, clock in changed.clocks.items() if other is not level}
    clocks |= {level: event.clock} if event.clock else {}
    subject = f"{level}/{term.number}/{term.last_day.day}"
    used = changed.model_copy(update={"clocks": clocks}).without_endorsements("term-correction", subject)
    case = used.find_case(event.renewal) if event.renewal else None
    return used.with_case(with_limits(case, event.limits)) if case else used

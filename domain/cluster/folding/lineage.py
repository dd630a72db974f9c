"""How a cluster changes with its descent: kin, changes to be reviewed, its end, and its labels' (R37)."""

from datetime import date
from typing import Any, assert_never

from domain.cluster.case import Case, ClosedAs
from domain.cluster.case_parts import CastBallot
from domain.cluster.descent import Change, ChangeKind, ContinuationBallot, Descent, End
from domain.cluster.events.clock import DeadlineEscalated, DeadlinePassed, DeadlineWarned
from domain.cluster.events.lineage import (
    CaseContinued,
    CaseEnded,
    ChangeReviewed,
    ClusterDissolved,
    ClusterLineageEvent,
    ContinuationVoteCast,
    EndedCaseEvent,
    LabelContinued,
    LabelEnded,
    LineageRecorded,
    MergerRecorded,
    SpecialAuditConcluded,
    SplitRecorded,
    TransferRecorded,
)
from domain.cluster.folding.measures import ended_label, with_latest_term
from domain.cluster.folding.moving import closed, without_limit
from domain.cluster.state import Cluster
from domain.happened import Happened
from domain.levels import Level
from domain.lineage import Act, HowEnded, Kin, Role
from domain.running import Limit
from domain.terms import Ending, continued_term

CLOSED_AS = {"merged": ClosedAs.MERGED, "split": ClosedAs.SPLIT, "dissolved": ClosedAs.DISSOLVED}
_HOW: dict[Act, HowEnded] = {"split": "split"}


def evolve(cluster: Cluster, happened: Happened[Any], event: ClusterLineageEvent) -> Cluster:
    match event:
        case MergerRecorded(kind=kind, predecessors=predecessors, subject=subject):
            after = cluster.without_endorsements("merger", subject)
            after = _with_kin(after, happened, kind, "predecessor", predecessors, ended=True)
            return _to_review(after, happened, "absorption", event.limits)
        case TransferRecorded(giver=giver, subject=subject):
            after = cluster.without_endorsements("transfer", subject)
            after = _with_kin(after, happened, "transfer", "predecessor", (giver,), ended=False)
            return _to_review(after, happened, "transfer", event.limits)
        case SplitRecorded(parts=parts, ended=ended, subject=subject):
            after = cluster.without_endorsements("split", subject)
            after = _with_kin(after, happened, "split", "successor", parts, ended=ended)
            if ended:
                return _ended(after, happened, "split", parts)
            return _to_review(after, happened, "split", event.limits)
        case ClusterDissolved(subject=subject):
            return _ended(cluster.without_endorsements("dissolution", subject), happened, "dissolved", ())
        case LineageRecorded():
            return _seen(cluster, happened, event)
        case LabelEnded(level=level, how=how, effective_on=day):
            return _label_ended(cluster, level, _ending(cluster, level, day, how))
        case ContinuationVoteCast():
            return _with_vote(cluster, happened, event)
        case LabelContinued(level=level, until_on=until):
            ballots = tuple(each for each in cluster.continuation if each.level is not level)
            decided = cluster.model_copy(update={"continuation": ballots})
            return with_latest_term(decided, level, lambda term: continued_term(term, until))
        case ChangeReviewed(change=change, outcome=outcome, limits=limits):
            after = _with_change(cluster, change, outcome=outcome, limit=limits[0] if limits else None)
            # Eligibility is judged again before a decision wherever it was judged by an earlier profile (R19).
            version = after.profile_version + (outcome == "recheck-eligibility")
            return after.model_copy(update={"profile_version": version})
        case SpecialAuditConcluded(change=change):
            return _with_change(cluster, change, limit=None)
        case _:
            assert_never(event)


def evolve_case(case: Case, happened: Happened[Any], event: EndedCaseEvent) -> Case:
    match event:
        case CaseEnded(how=how):
            return closed(case, CLOSED_AS[how], happened)
        case CaseContinued():
            return case  # a note: what the change means for it is said by the change's review
        case _:
            assert_never(event)


def changed_carrier(cluster: Cluster, happened: Happened[Any]) -> Cluster:
    """The cluster with the change to be reviewed that another carrier is; early records opened none."""
    return _to_review(cluster, happened, "carrier", getattr(happened.event, "limits", ()))


def noted(cluster: Cluster, event: DeadlineWarned | DeadlinePassed | DeadlineEscalated) -> Cluster:
    """The cluster after the clock dealt with moments of a change's limit."""
    found = next((each for each in cluster.changes if each.change == event.subject), None)
    if found is None or found.limit is None or found.limit.name != event.limit:
        return cluster
    limit = found.limit.model_copy(update={"passed": event.moments})
    return _with_change(cluster, found.change, limit=limit)


def _seen(cluster: Cluster, happened: Happened[Any], event: LineageRecorded) -> Cluster:
    after = _with_kin(cluster, happened, event.act, event.role, event.kin, ended=event.ended)
    if event.ended and event.role == "successor":
        ended = _ended(after, happened, _HOW.get(event.act, "merged"), event.kin)
        return ended.model_copy(update={"managers": event.managers})
    return _to_review(after, happened, "transfer", event.limits)


def _with_kin(  # noqa: PLR0913 - what a bond is
    cluster: Cluster, happened: Happened[Any], act: Act, role: Role, kin: tuple[Kin, ...], *, ended: bool
) -> Cluster:
    bonds = (
        Descent(
            event_id=happened.event_id,
            act=act,
            role=role,
            kin=each,
            effective_on=happened.event.effective_on,
            ended=ended,
        )
        for each in kin
    )
    return cluster.model_copy(update={"descent": (*cluster.descent, *bonds)})


def _with_vote(cluster: Cluster, happened: Happened[Any], event: ContinuationVoteCast) -> Cluster:
    """A member's later vote on the same takes the place of the earlier one."""
    asked = (event.level, event.until_on, event.member)
    others = tuple(
        each for each in cluster.continuation if (each.level, each.until_on, each.ballot.member) != asked
    )
    ballot = CastBallot(event_id=happened.event_id, member=event.member, vote=event.vote)
    cast = ContinuationBallot(level=event.level, until_on=event.until_on, ballot=ballot)
    return cluster.model_copy(update={"continuation": (*others, cast)})


def _ended(cluster: Cluster, happened: Happened[Any], how: HowEnded, into: tuple[Kin, ...]) -> Cluster:
    end = End(
        event_id=happened.event_id,
        on=happened.event.effective_on,
        how=how,
        into=tuple(each.cluster_id for each in into),
    )
    # What it was to be reviewed for is nobody's work any more.
    changes = tuple(each.model_copy(update={"limit": None}) for each in cluster.changes)
    return cluster.model_copy(update={"ended": end, "changes": changes})


def _to_review(
    cluster: Cluster, happened: Happened[Any], kind: ChangeKind, limits: tuple[Limit, ...]
) -> Cluster:
    opened = (
        Change(
            change=limit.subject,
            event_id=happened.event_id,
            kind=kind,
            since=happened.recorded_at,
            limit=limit,
        )
        for limit in limits
    )
    return cluster.model_copy(update={"changes": (*cluster.changes, *opened)})


def _with_change(cluster: Cluster, key: str, **update: object) -> Cluster:
    changes = tuple(
        each.model_copy(update=update) if each.change == key else each for each in cluster.changes
    )
    return cluster.model_copy(update={"changes": changes})


def _ending(cluster: Cluster, level: Level, day: date, how: HowEnded) -> Ending:
    """A renewal that comes behind the end takes nothing from what the committee let count on (R37)."""
    former = cluster.labels.get(level, ())[-2:-1]
    until = next((term.ended.continued_until for term in former if term.ended and term.ended.on == day), None)
    return Ending(on=day, how=how, revives=False, continued_until=until)


def _label_ended(cluster: Cluster, level: Level, ending: Ending) -> Cluster:
    """The label ended, and with it whatever was owed of it or open against it; nobody is late with its certificate."""
    ended = ended_label(cluster, level, ending)
    cases = tuple(without_limit(case, "certificate") if case.level is level else case for case in ended.cases)
    return ended.model_copy(update={"cases": cases})

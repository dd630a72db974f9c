"""Rules of mergers, transfers, splits and dissolution: who may be concerned, and what each stream is told (R37)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import assert_never

from domain.cluster.commands.lineage import (
    CastContinuationVote,
    ConcludeSpecialAudit,
    ContinueLabel,
    DissolveCluster,
    LineageCommand,
    RecordMerger,
    RecordSplit,
    RecordTransfer,
    ReviewChange,
)
from domain.cluster.events.lineage import (
    ClusterDissolved,
    LineageRecorded,
    MergerRecorded,
    SplitRecorded,
    TransferRecorded,
)
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.changes import conclude_special_audit, review_change, review_due
from domain.cluster.rules.continuation import cast_continuation_vote, continue_label
from domain.cluster.rules.ending import ended_with, in_stream_of, told_of
from domain.cluster.rules.endorsement import require_endorsed, require_untied
from domain.cluster.rules.kinship import continued, tied_to
from domain.cluster.state import Cluster
from domain.conflicts import organisations_of
from domain.lineage import Act, Kin, subject_of
from domain.rejected import Rejected

_FEWEST = 2


def decide(command: LineageCommand, asked: Asked) -> Following:
    """The events that follow in every stream concerned, or `Rejected`."""
    match command:
        case RecordMerger():
            return record_merger(command, asked)
        case RecordTransfer():
            return record_transfer(command, asked)
        case RecordSplit():
            return record_split(command, asked)
        case DissolveCluster():
            return dissolve_cluster(command, asked)
        case CastContinuationVote():
            return cast_continuation_vote(command, asked)
        case ContinueLabel():
            return continue_label(command, asked)
        case ReviewChange():
            return review_change(command, asked)
        case ConcludeSpecialAudit():
            return conclude_special_audit(command, asked)
        case _:
            assert_never(command)


def record_merger(command: RecordMerger, asked: Asked) -> Following:
    """All labels and open cases of the parties end; a survivor keeps its own, subject to a review."""
    own, day = asked.cluster, command.effective_on
    if own.cluster_id in command.parties:
        raise Rejected("survivor-among-the-ended", f"parties: {own.cluster_id} cannot end and go on.")
    parties = _others(command.parties, day, asked)
    for party in parties:
        _nothing_decided_since(party, day)
    new = command.kind == "new-formation"
    if new:
        _newly_formed(parties, own)
    subject = subject_of(command.parties)
    endorsement = require_endorsed("merger", subject, asked)
    limits, told = ((), told_of(own, "lineage-recorded", day)) if new else review_due(own, asked)
    merged = MergerRecorded(
        kind=command.kind,
        predecessors=tuple(_kin(party, day, asked) for party in parties),
        effective_on=day,
        subject=subject,
        endorsed_by=endorsement.by,
        reason=command.reason,
        limits=limits,
        notices=told,
    )
    going_on = () if new else continued(own, command.kind, merged.predecessors, day, asked)
    seen = [_seen_from(party, command.kind, merged, asked) for party in parties]
    return [merged, *going_on, *(event for events in seen for event in events)]


def record_transfer(command: RecordTransfer, asked: Asked) -> Following:
    """Both live on, and keep their labels subject to a review each."""
    day = command.effective_on
    _not_itself((command.giver,), asked)
    (giver,) = _others((command.giver,), day, asked)
    endorsement = require_endorsed("transfer", command.giver, asked)
    limits, told = review_due(asked.cluster, asked)
    moved = TransferRecorded(
        giver=_kin(giver, day, asked),
        effective_on=day,
        subject=command.giver,
        endorsed_by=endorsement.by,
        reason=command.reason,
        limits=limits,
        notices=told,
    )
    giving_limits, giver_told = review_due(giver, asked)
    seen = LineageRecorded(
        act="transfer",
        role="successor",
        kin=(_kin(asked.cluster, day, asked),),
        ended=False,
        effective_on=day,
        limits=giving_limits,
        notices=giver_told,
    )
    there = in_stream_of(giver, (seen, *continued(giver, "transfer", seen.kin, day, asked)))
    return [moved, *continued(asked.cluster, "transfer", (moved.giver,), day, asked), *there]


def record_split(command: RecordSplit, asked: Asked) -> Following:
    """The cluster ends with its labels and open cases, or lives on and is reviewed; its parts hold their own."""
    own, day = asked.cluster, command.effective_on
    _not_itself(command.parts, asked)
    parts = _others(command.parts, day, asked)
    if command.ended and len(parts) < _FEWEST:
        raise Rejected("party-missing", "parts: a cluster that ends by a split goes on in two at least.")
    subject = subject_of(command.parts)
    endorsement = require_endorsed("split", subject, asked)
    into = tuple(part.name for part in parts)
    limits, told = ((), told_of(own, "cluster-split", day, into)) if command.ended else review_due(own, asked)
    if command.ended:
        _nothing_decided_since(own, day)
    split = SplitRecorded(
        parts=tuple(_kin(part, day, asked) for part in parts),
        ended=command.ended,
        effective_on=day,
        subject=subject,
        endorsed_by=endorsement.by,
        reason=command.reason,
        limits=limits,
        notices=told,
    )
    if command.ended:
        following = ended_with(own, "split", day, asked)
    else:
        following = continued(own, "split", split.parts, day, asked)
    origin = (_kin(own, day, asked),)
    seen = (_seen_by(part, origin, command, asked) for part in parts)
    return [split, *following, *(event for events in seen for event in events)]


def dissolve_cluster(command: DissolveCluster, asked: Asked) -> Following:
    own, day = asked.cluster, command.effective_on
    _may_be_concerned(own, day, asked)
    asked.not_in_future("effective_on", day)
    _nothing_decided_since(own, day)
    endorsement = require_endorsed("dissolution", own.cluster_id, asked)
    dissolved = ClusterDissolved(
        effective_on=day,
        subject=own.cluster_id,
        endorsed_by=endorsement.by,
        reason=command.reason,
        notices=told_of(own, "cluster-dissolved", day),
    )
    return [dissolved, *ended_with(own, "dissolved", day, asked)]


def _others(named: Sequence[str], day: date, asked: Asked) -> tuple[Cluster, ...]:
    """The other clusters concerned; `Rejected` where one may not be, or this one may not."""
    asked.not_in_future("effective_on", day)
    if twice := [each for each, times in Counter(named).items() if times > 1]:
        raise Rejected("party-twice", f"{twice[0]} is named twice.")
    others = tuple(asked.facts.cluster(each) for each in named)
    for each in (asked.cluster, *others):
        _may_be_concerned(each, day, asked)
    return others


def _may_be_concerned(cluster: Cluster, day: date, asked: Asked) -> None:
    if cluster.ended:
        raise Rejected("party-ended", f"{cluster.name} ended on {cluster.ended.on}: {cluster.ended.how}.")
    require_untied(replace(asked, cluster=cluster))
    if later := [bond.effective_on for bond in cluster.descent if bond.effective_on > day]:
        raise Rejected(
            "lineage-reversed",
            f"effective_on: {cluster.name} was still there on {max(later)}, when it changed before (R37).",
        )


def _nothing_decided_since(party: Cluster, day: date) -> None:
    """No label was decided for a cluster that was no more: that decision is reviewed, or the day is wrong."""
    for level, terms in party.labels.items():
        for term in terms:
            if term.decided.earliest is not None and term.decided.earliest > day:
                raise Rejected(
                    "decided-since",
                    f"effective_on: a {level} label of {party.name} was decided on {term.decided.earliest}, "
                    "later than that day.",
                )


def _newly_formed(parties: tuple[Cluster, ...], own: Cluster) -> None:
    if len(parties) < _FEWEST:
        raise Rejected("party-missing", "parties: a new formation has two predecessors at least.")
    if own.labels or own.cases:
        raise Rejected(
            "not-newly-formed", f"kind: {own.name} has labels or cases of its own: it absorbs the others."
        )


def _not_itself(named: tuple[str, ...], asked: Asked) -> None:
    if asked.cluster.cluster_id in named:
        raise Rejected("party-itself", f"{asked.cluster.name} is named as another cluster.")


def _kin(cluster: Cluster, day: date, asked: Asked) -> Kin:
    """With what a tie to it is a tie to: its own kin, too, as long as ties to them bind."""
    bound = organisations_of(cluster, day, asked.edition_today.ties)
    return Kin(
        cluster_id=cluster.cluster_id,
        name=cluster.name,
        organisations=tuple(sorted(bound)),
        managers=cluster.managers,
    )


def _seen_from(party: Cluster, act: Act, merged: MergerRecorded, asked: Asked) -> Following:
    """What the stream of a party that ended is told: by whom it is acted for from now on, and what ended with it."""
    day, successor = merged.effective_on, asked.cluster
    seen = LineageRecorded(
        act=act,
        role="successor",
        kin=(_kin(successor, day, asked),),
        ended=True,
        managers=successor.managers,
        effective_on=day,
        notices=told_of(party, "cluster-merged", day, (successor.name,)),
    )
    return [*in_stream_of(party, (seen,)), *in_stream_of(party, ended_with(party, "merged", day, asked))]


def _seen_by(part: Cluster, origin: tuple[Kin, ...], command: RecordSplit, asked: Asked) -> Following:
    """What the stream of a part is told: out of which cluster it came."""
    day = command.effective_on
    descended = LineageRecorded(
        act="split",
        role="predecessor",
        kin=origin,
        ended=command.ended,
        effective_on=day,
        notices=told_of(part, "lineage-recorded", day),
    )
    return in_stream_of(part, (descended, *tied_to(origin, part, "split", day, asked)))

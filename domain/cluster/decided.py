"""A certification decision as it stands in the record, between what led to it and what followed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from domain.cluster import evolve as cluster_fold
from domain.cluster.case import Case
from domain.cluster.events.committee import DecisionTaken
from domain.cluster.events.label import LabelAwarded, LabelRenewed
from domain.cluster.rules.asked import Asked
from domain.cluster.state import Cluster
from domain.facts import Facts
from domain.happened import Happened
from domain.rejected import Rejected
from domain.scheme import Scheme


@dataclass(frozen=True)
class Entry:
    """An event as the record holds it: where it stands, who acted, and the last position they had seen."""

    position: int
    happened: Happened[Any]
    actor: str
    seen: int | None = None


@dataclass(frozen=True)
class Decided:
    """A decision, with what stood in the record just before it and what followed."""

    entry: Entry
    event: DecisionTaken
    cluster: Cluster
    case: Case
    before: tuple[Entry, ...]
    after: tuple[Entry, ...]
    number: int
    of: int

    def asked(self, scheme: Scheme) -> Asked:
        """What the rules looked at: the scheme as of the day of the decision, and the record alone."""
        # Noon is on the same day at the secretariat as in UTC.
        at = datetime.combine(self.event.decided_on, time(12), UTC)
        return Asked(cluster=self.cluster, scheme=scheme, facts=Facts(), at=at, actor=self.entry.actor)


def decided(cluster_id: str, history: Sequence[Entry], wanted: str | None = None) -> Decided:
    """The decision meant: the latest of all, `gold-1` the latest of a case, `gold-1/1` a case's first.

    `Rejected` when there is none.
    """
    case_id, _, number = (wanted or "").partition("/")
    taken = [
        (place, entry, entry.happened.event)
        for place, entry in enumerate(history)
        if isinstance(entry.happened.event, DecisionTaken) and case_id in ("", entry.happened.event.case_id)
    ]
    if not taken or not _is_one_of(number, len(taken)):
        which = f" {wanted}" if wanted else ""
        raise Rejected("decision-unknown", f"No decision{which} of {cluster_id} is on record.")
    place, entry, event = taken[int(number) - 1 if number else -1]
    before = tuple(history[:place])
    cluster = _folded(cluster_id, before)
    case = cluster.find_case(event.case_id)
    if case is None:
        raise Rejected("case-unknown", f"{cluster_id} has no case {event.case_id}.")
    own = [at for at, _, other in taken if other.case_id == event.case_id]
    return Decided(
        entry=entry,
        event=event,
        cluster=cluster,
        case=case,
        before=before,
        after=tuple(history[place + 1 :]),
        number=own.index(place) + 1,
        of=len(own),
    )


def label_opened(decision: Decided) -> LabelAwarded | LabelRenewed | None:
    """The label an award opened in the same append; None for another outcome."""
    if not decision.after:
        return None
    following = decision.after[0].happened.event
    return following if isinstance(following, LabelAwarded | LabelRenewed) else None


def _is_one_of(number: str, many: int) -> bool:
    return not number or (number.isdecimal() and 1 <= int(number) <= many)


def _folded(cluster_id: str, history: Sequence[Entry]) -> Cluster:
    cluster = Cluster(cluster_id=cluster_id)
    for entry in history:
        cluster = cluster_fold.evolve(cluster, entry.happened)
    return cluster

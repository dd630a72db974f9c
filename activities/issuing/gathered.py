"""A cluster's history as documents are made from it: folded, with its texts opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self, TypeVar, cast

from domain.cluster.case import Case
from domain.cluster.events.shared import ClusterEvent
from domain.cluster.state import Cluster
from domain.happened import Happened
from domain.scheme import Scheme
from domain.streams import CLUSTER, blank, fold
from ledger.reading import StoredEvent
from readmodel.history import folded, happened_of

ERASED = "–"
Wanted = TypeVar("Wanted", bound=ClusterEvent)


@dataclass(frozen=True)
class Gathered:
    """A cluster's history with its texts opened, and what every document says besides it."""

    cluster: Cluster
    history: Sequence[Happened[ClusterEvent]]
    texts: Mapping[str, str]
    scheme: Scheme
    public_url: str
    secretariat: str
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(  # noqa: PLR0913 - all a document is made from
        cls,
        stream: str,
        history: Sequence[StoredEvent],
        texts: Mapping[str, str],
        *,
        scheme: Scheme,
        public_url: str,
        secretariat: str,
    ) -> Self:
        cluster = folded(stream, history)
        if not isinstance(cluster, Cluster):
            raise TypeError(f"{stream} is no cluster's stream.")
        happened = [happened_of(event) for event in history]
        return cls(cluster, happened, texts, scheme, public_url, secretariat)

    def as_of(self, happened: Happened[ClusterEvent]) -> "Gathered":
        """Everything as it was when that event had happened."""
        history = self.history[: self.history.index(happened) + 1]
        cluster = fold(blank(f"{CLUSTER}{self.cluster.cluster_id}"), history)
        if not isinstance(cluster, Cluster):
            raise TypeError(f"{self.cluster.cluster_id} is no cluster.")
        return replace(self, cluster=cluster, history=history)

    def with_names(self, names: Mapping[str, str]) -> "Gathered":
        return replace(self, names=names)

    def experts(self, case_id: str | None) -> tuple[str, ...]:
        case = self.cluster.find_case(case_id) if case_id else None
        return case.experts if case else ()

    def case(self, case_id: str) -> Case:
        case = self.cluster.find_case(case_id)
        if case is None:
            raise LookupError(f"{self.cluster.cluster_id} has no case {case_id}.")
        return case

    def text(self, commitment: str | None) -> str:
        """The text behind a commitment; a dash where it was erased."""
        return self.texts.get(commitment, ERASED) if commitment else ""

    def latest(self, wanted: type[Wanted], case_id: str) -> Happened[Wanted] | None:
        """The case's latest event of a type."""
        found = [
            each
            for each in self.history
            if isinstance(each.event, wanted) and getattr(each.event, "case_id", None) == case_id
        ]
        return cast("Happened[Wanted]", found[-1]) if found else None

    def check_address(self, path: str) -> str:
        return f"{self.public_url.rstrip('/')}/check/{path}"

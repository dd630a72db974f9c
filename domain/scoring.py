"""The benchmark's results per dimension, and where they stand among peers (R45): exact integers."""

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import Field

from domain.catalogue import Catalogue
from domain.frozen import Frozen

Group = Literal["sector", "country", "europe"]


class DimensionResult(Frozen):
    """Points reached in one dimension. Indicators without a value are counted in neither number."""

    dimension: str
    points: int
    maximum: int


class DimensionPosition(Frozen):
    """How many peers stand below, level with and above the cluster in one dimension.

    The peers' median share is points per 10,000 of the peers' own maximum, truncated.
    """

    dimension: str
    below: int
    level: int
    above: int
    median_share: int


class GroupComparison(Frozen):
    """The cluster beside one group of peers. Under five others nothing but the size is said."""

    group: Group
    others: int
    dimensions: tuple[DimensionPosition, ...] = Field(default=(), description="empty when withheld")


class PeerBenchmark(Frozen):
    """The latest complete benchmark of another cluster, in the same catalogue."""

    cluster_id: str
    country: str
    sector: str
    values: dict[str, int | None]


def results(catalogue: Catalogue, values: Mapping[str, int | None]) -> tuple[DimensionResult, ...]:
    """Points and maximum per dimension over the indicators that have a value and a scale."""
    return tuple(_dimension_result(catalogue, dimension.code, values) for dimension in catalogue.dimensions)


def compare(
    catalogue: Catalogue,
    own: Sequence[DimensionResult],
    group: Group,
    peers: Sequence[PeerBenchmark],
    smallest: int,
) -> GroupComparison:
    """The cluster's results beside the group's; withheld under `smallest` others (R45)."""
    if len(peers) < smallest:
        return GroupComparison(group=group, others=len(peers))
    theirs = [results(catalogue, peer.values) for peer in peers]
    positions = tuple(_position(mine, [peer[n] for peer in theirs]) for n, mine in enumerate(own))
    return GroupComparison(group=group, others=len(peers), dimensions=positions)


def _dimension_result(
    catalogue: Catalogue, dimension: str, values: Mapping[str, int | None]
) -> DimensionResult:
    scored = [
        (value, indicator.scale.value.highest)
        for indicator in catalogue.scored
        if indicator.dimension == dimension and (value := values.get(indicator.code)) is not None
    ]
    return DimensionResult(
        dimension=dimension,
        points=sum(value for value, _ in scored),
        maximum=sum(highest for _, highest in scored),
    )


def _position(mine: DimensionResult, theirs: Sequence[DimensionResult]) -> DimensionPosition:
    # Shares are compared as cross products, so that no rounding decides who stands above whom.
    below = sum(peer.points * mine.maximum < mine.points * peer.maximum for peer in theirs)
    above = sum(peer.points * mine.maximum > mine.points * peer.maximum for peer in theirs)
    shares = sorted(share(peer) for peer in theirs)
    middle = len(shares) // 2
    median = shares[middle] if len(shares) % 2 else (shares[middle - 1] + shares[middle]) // 2
    return DimensionPosition(
        dimension=mine.dimension,
        below=below,
        level=len(theirs) - below - above,
        above=above,
        median_share=median,
    )


def share(result: DimensionResult) -> int:
    """Points per 10,000 of the maximum, truncated: never rounded up; 0 without a maximum."""
    return result.points * 10_000 // result.maximum if result.maximum else 0

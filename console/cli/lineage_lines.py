"""What a cluster came out of, what became of it, and which changes wait for their review: one line each."""

from typing import assert_never

from domain.cluster.descent import Change, Descent
from domain.cluster.state import Cluster


def lineage_lines(cluster: Cluster) -> list[str]:
    """Nothing for most clusters, which never merged and never changed hands."""
    lines = [f"  {_bond(each)}" for each in cluster.descent]
    if cluster.ended and cluster.ended.how == "dissolved":
        lines.append(f"  dissolved on {cluster.ended.on}")
    return lines + [f"  {each.change} ({each.kind}): {_stands(each)}" for each in cluster.changes]


def _bond(bond: Descent) -> str:
    named, day = f"{bond.kin.name} ({bond.kin.cluster_id})", bond.effective_on
    backwards = bond.role == "predecessor"
    match bond.act:
        case "new-formation":
            return f"formed from {named} on {day}" if backwards else f"became part of {named} on {day}"
        case "absorption":
            return f"absorbed {named} on {day}" if backwards else f"was absorbed by {named} on {day}"
        case "transfer":
            return (
                f"took over a part of {named} on {day}" if backwards else f"gave a part to {named} on {day}"
            )
        case "split":
            return f"split off from {named} on {day}" if backwards else f"was split into {named} on {day}"
        case _:
            assert_never(bond.act)


def _stands(change: Change) -> str:
    if change.limit is None:
        return change.outcome or "not reviewed: the cluster ended"
    work = "special audit" if change.outcome else "under review"
    return f"{work} until {change.limit.last_day}"

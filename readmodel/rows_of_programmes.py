"""The rows of a programme's stream: who acts for it and its targets, and one row a membership."""

from collections import Counter
from typing import Any

from domain.programme.state import Programme
from domain.streams import PROGRAMME


def programme_rows(programme: Programme) -> dict[str, dict[str, dict[str, Any]]]:
    """Table name to key to row."""
    stream = f"{PROGRAMME}{programme.programme_id}"
    named = {"stream": stream, "programme_id": programme.programme_id}
    own = {**named, "owners": programme.owners, "targets": programme.targets}
    met: Counter[str] = Counter()
    rows: dict[str, dict[str, Any]] = {}
    for membership in programme.memberships:
        met[membership.cluster_id] += 1
        key = f"{membership.cluster_id}/{met[membership.cluster_id]}"
        told = {name: getattr(membership, name) for name in ("cluster_id", "from_on", "until_on", "plans")}
        rows[key] = {**named, "key": key, **told}
    return {"programmes": {stream: own}, "memberships": rows}

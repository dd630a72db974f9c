"""Conflicts of interest, found by person and organisation, never by role (R32, R33)."""

import re
from datetime import date
from typing import TYPE_CHECKING

from domain.frozen import Frozen
from domain.person.state import Person

if TYPE_CHECKING:
    from domain.cluster.state import Cluster


class Conflict(Frozen):
    """A hard conflict: never overridden."""

    rule: str
    sentence: str


def organisation_slug(name: str) -> str:
    """The key under which an organisation's name is tied to: lower case, letters and digits joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold().replace("ß", "ss")).strip("-")


def organisations_of(cluster: "Cluster") -> frozenset[str]:
    """The organisations a tie to which is a tie to this cluster: itself by id and by name, and its legal carrier."""
    keys = {cluster.cluster_id, organisation_slug(cluster.name), organisation_slug(cluster.carrier)}
    return frozenset(keys - {""})


def hard_conflicts(person: Person, cluster: "Cluster", day: date) -> tuple[Conflict, ...]:
    """Every hard conflict of the person with the cluster on that day (R32, R33)."""
    organisations = organisations_of(cluster)
    ties = tuple(
        Conflict(
            rule="R33" if tie.kind == "coached" else "R32",
            sentence=f"{person.person_id} is tied to {tie.organisation}: {tie.kind}.",
        )
        for tie in person.ties
        if tie.organisation in organisations and tie.binds(day)
    )
    return ties + _acts_for(person, cluster) + _seated_for(person, cluster, day)


def _acts_for(person: Person, cluster: "Cluster") -> tuple[Conflict, ...]:
    if person.person_id not in cluster.managers:
        return ()
    return (Conflict(rule="R32", sentence=f"{person.person_id} acts for {cluster.name}."),)


def _seated_for(person: Person, cluster: "Cluster", day: date) -> tuple[Conflict, ...]:
    # Members come from label holders (domain §1): whoever a cluster nominated belongs to it.
    if not any(seat.nominator == cluster.cluster_id and seat.covers(day) for seat in person.seats):
        return ()
    return (Conflict(rule="R32", sentence=f"{person.person_id} was nominated by {cluster.name}."),)

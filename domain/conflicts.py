"""Conflicts of interest, found by person and organisation, never by role (R32, R33)."""

from datetime import date
from typing import TYPE_CHECKING, assert_never

from domain.calendar import same_day
from domain.edition import Ties
from domain.frozen import Frozen
from domain.organisations import organisation_slug
from domain.person.state import Person, Tie, TieKind

if TYPE_CHECKING:
    from domain.cluster.state import Cluster


# Ties that two persons may accept with a reason; every other kind is hard.
SOFT = frozenset({TieKind.OFFICER, TieKind.PARTNER})


class Conflict(Frozen):
    """What stands between a person and a case: a hard one for ever, a soft one until two persons accept it.

    `key` names a soft one among the person's in this case, so that an endorsement says what it covers.
    """

    rule: str
    sentence: str
    key: str = ""

    def __str__(self) -> str:
        return f"{self.sentence.removesuffix('.')} ({self.rule})."


def organisations_of(cluster: "Cluster") -> frozenset[str]:
    """The organisations a tie to which is one to this cluster, by slug: itself by id and names, its carrier."""
    names = (cluster.cluster_id, cluster.name, *cluster.former_names, cluster.carrier)
    keys = {organisation_slug(name) for name in names}
    return frozenset(keys - {""})


def hard_conflicts(person: Person, cluster: "Cluster", day: date, ties: Ties) -> tuple[Conflict, ...]:
    """Every hard conflict of the person with the cluster on that day (R32, R33), by an edition's `ties`."""
    declared = tuple(
        _tied(person, tie) for tie in binding_ties(person, cluster, day, ties) if tie.kind not in SOFT
    )
    return declared + _acts_for(person, cluster) + _seated_for(person, cluster, day)


def soft_ties(person: Person, cluster: "Cluster", day: date, ties: Ties) -> tuple[Conflict, ...]:
    """Officer of a funder or member, partner cluster: declared ties that two persons may accept (R32)."""
    return tuple(_tied(person, tie) for tie in binding_ties(person, cluster, day, ties) if tie.kind in SOFT)


def binding_ties(person: Person, cluster: "Cluster", day: date, ties: Ties) -> tuple[Tie, ...]:
    """The person's ties to the cluster that bind on that day, ended ones for as long as `ties` says."""
    organisations = organisations_of(cluster)
    return tuple(
        tie
        for tie in person.ties
        if organisation_slug(tie.organisation) in organisations and _binds(tie, day, ties)
    )


def _tied(person: Person, tie: Tie) -> Conflict:
    return Conflict(
        rule="R33" if tie.kind is TieKind.COACHED else "R32",
        sentence=f"{person.person_id} is tied to {tie.organisation}: {tie.kind}.",
        key=tie.tie_id,
    )


def _binds(tie: Tie, day: date, ties: Ties) -> bool:
    if tie.until_on is None:
        return tie.from_on <= day
    return tie.from_on <= day <= same_day(tie.until_on, _months_after_end(tie.kind, ties))


def _months_after_end(kind: TieKind, ties: Ties) -> int:
    match kind:
        case TieKind.EMPLOYED | TieKind.BOARD | TieKind.CONTRACTED:
            return ties.employment_months.value
        case TieKind.CONSULTED:
            return ties.consulting_months.value
        case TieKind.COACHED:
            return ties.coaching_months.value
        case TieKind.FAMILY | TieKind.FINANCIAL | TieKind.OFFICER | TieKind.PARTNER:
            return 0  # these bind while they last
        case _:
            assert_never(kind)


def _acts_for(person: Person, cluster: "Cluster") -> tuple[Conflict, ...]:
    if person.person_id not in cluster.managers:
        return ()
    return (Conflict(rule="R32", sentence=f"{person.person_id} acts for {cluster.name}."),)


def _seated_for(person: Person, cluster: "Cluster", day: date) -> tuple[Conflict, ...]:
    # Members come from label holders (domain §1): whoever a cluster nominated belongs to it.
    if not any(seat.nominator == cluster.cluster_id and seat.covers(day) for seat in person.seats):
        return ()
    return (Conflict(rule="R32", sentence=f"{person.person_id} was nominated by {cluster.name}."),)

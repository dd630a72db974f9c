"""Conflicts of interest, found by person and organisation, never by role (R32, R33)."""

from datetime import date
from typing import TYPE_CHECKING, assert_never

from domain.calendar import same_day
from domain.edition import Ties
from domain.frozen import Frozen
from domain.lineage import Kin
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


def organisations_of(cluster: "Cluster", day: date, ties: Ties) -> frozenset[str]:
    """The organisations a tie to which is one to this cluster on that day, by slug.

    Itself by id and names, its carrier, and its kin by merger (R37).
    """
    return _by_slug(cluster, kin_of(cluster, day, ties))


def organisations_ever(cluster: "Cluster") -> frozenset[str]:
    """Those of any day: what a tie is not to one of, never binds here."""
    return _by_slug(cluster, tuple(bond.kin for bond in cluster.descent))


def _by_slug(cluster: "Cluster", kin: tuple[Kin, ...]) -> frozenset[str]:
    names = (cluster.cluster_id, cluster.name, *cluster.former_names, cluster.carrier)
    own = {organisation_slug(name) for name in names}
    return frozenset((own | {each for one in kin for each in one.organisations}) - {""})


def kin_of(cluster: "Cluster", day: date, ties: Ties) -> tuple[Kin, ...]:
    """Clusters it merged with, came from or handed a part to, as long as ties to them bind it (R37)."""
    months = ties.merger_months.value
    return tuple(
        bond.kin
        for bond in cluster.descent
        if bond.effective_on <= day <= same_day(bond.effective_on, months)
    )


def hard_conflicts(person: Person, cluster: "Cluster", day: date, ties: Ties) -> tuple[Conflict, ...]:
    """Every hard conflict of the person with the cluster on that day (R32, R33), by an edition's `ties`."""
    declared = tuple(
        _tied(person, tie) for tie in binding_ties(person, cluster, day, ties) if tie.kind not in SOFT
    )
    kin = kin_of(cluster, day, ties)
    return declared + _acts_for(person, cluster, kin) + _seated_for(person, cluster, kin, day)


def soft_ties(person: Person, cluster: "Cluster", day: date, ties: Ties) -> tuple[Conflict, ...]:
    """Officer of a funder or member, partner cluster: declared ties that two persons may accept (R32)."""
    return tuple(_tied(person, tie) for tie in binding_ties(person, cluster, day, ties) if tie.kind in SOFT)


def binding_ties(person: Person, cluster: "Cluster", day: date, ties: Ties) -> tuple[Tie, ...]:
    """The person's ties to the cluster that bind on that day, ended ones for as long as `ties` says."""
    organisations = organisations_of(cluster, day, ties)
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


def binds_until(tie: Tie, ties: Ties) -> date | None:
    """The last day on which the tie binds, by an edition's `ties`; None while its own end is open."""
    return same_day(tie.until_on, _months_after_end(tie.kind, ties)) if tie.until_on else None


def _binds(tie: Tie, day: date, ties: Ties) -> bool:
    last = binds_until(tie, ties)
    return tie.from_on <= day and (last is None or day <= last)


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


def _acts_for(person: Person, cluster: "Cluster", kin: tuple[Kin, ...]) -> tuple[Conflict, ...]:
    if person.person_id in cluster.managers:
        return (Conflict(rule="R32", sentence=f"{person.person_id} acts for {cluster.name}."),)
    of_kin = next((each for each in kin if person.person_id in each.managers), None)
    if of_kin is None:
        return ()
    sentence = f"{person.person_id} acted for {of_kin.name}, a merger relative of {cluster.name}."
    return (Conflict(rule="R32", sentence=sentence),)


def _seated_for(person: Person, cluster: "Cluster", kin: tuple[Kin, ...], day: date) -> tuple[Conflict, ...]:
    # Members come from label holders (domain §1): whoever a cluster nominated belongs to it.
    nominators = {seat.nominator for seat in person.seats if seat.covers(day)}
    if cluster.cluster_id in nominators:
        return (Conflict(rule="R32", sentence=f"{person.person_id} was nominated by {cluster.name}."),)
    of_kin = next((each for each in kin if each.cluster_id in nominators), None)
    if of_kin is None:
        return ()
    sentence = f"{person.person_id} was nominated by {of_kin.name}, a merger relative of {cluster.name}."
    return (Conflict(rule="R32", sentence=sentence),)

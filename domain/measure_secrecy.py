"""Who may read what is reserved about a measure: its cause, the holder's answer, reasons, and a running vote."""

from domain.cluster.state import Cluster
from domain.conflicts import organisations_ever
from domain.organisations import organisation_slug
from domain.person.state import Office, Person

_READING = frozenset({Office.OPERATOR, Office.AUDIT_READER})


def may_read_measure(viewer: Person | None, cluster: Cluster) -> bool:
    """Who acts for the cluster, operators and auditors, and members of the committee who have no tie to it.

    `viewer` None is whoever works at the machine.
    """
    if viewer is None or viewer.person_id in cluster.managers:
        return True
    return bool(_READING & set(viewer.offices)) or _member_without_a_tie(viewer, cluster)


def may_read_vote(viewer: Person | None, cluster: Cluster, level: str, author: str) -> bool:
    """Who cast it; nobody else while the vote may still be running, as in a case."""
    if viewer is not None and viewer.person_id == author:
        return True
    running = any(measure.level == level for measure in cluster.measures)
    return not running and may_read_measure(viewer, cluster)


def _member_without_a_tie(viewer: Person, cluster: Cluster) -> bool:
    """R32: neither a tie that was ever declared, nor a seat given by the cluster. Ad hoc seats are for cases."""
    seats = [seat for seat in viewer.seats if seat.ad_hoc_for is None and seat.until_on is None]
    tied = {organisation_slug(tie.organisation) for tie in viewer.ties} & organisations_ever(cluster)
    nominated = any(seat.nominator == cluster.cluster_id for seat in viewer.seats)
    return bool(seats) and not tied and not nominated

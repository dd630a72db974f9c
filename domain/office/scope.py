"""What the staff of an accredited office may look at: clusters of the countries it is accredited for, no others."""

from collections.abc import Iterable
from datetime import date

from domain.cluster.state import Cluster
from domain.office.state import AccreditedOffice
from domain.person.state import Person
from domain.rejected import Rejected


def countries_seen(
    viewer: Person | None, offices: Iterable[AccreditedOffice], day: date
) -> frozenset[str] | None:
    """The countries a person may look at, as staff of `offices` and nothing besides; None: any."""
    if viewer is None or not viewer.employers or viewer.offices:
        return None
    own = (office for office in offices if viewer.person_id in office.staff)
    return frozenset(country for office in own for country in office.countries_on(day))


def require_in_scope(
    viewer: Person | None, offices: Iterable[AccreditedOffice], cluster: Cluster, day: date
) -> None:
    """`Rejected` for staff who look at a cluster of another country, unless they have a part in it themselves."""
    countries = countries_seen(viewer, offices, day)
    if viewer is None or countries is None or cluster.country in countries or _takes_part(viewer, cluster):
        return
    raise Rejected(
        "outside-the-office",
        f"{viewer.person_id} sees clusters of the office's own countries only ({', '.join(sorted(countries)) or 'none'}"
        f" on {day}); {cluster.cluster_id} is in {cluster.country}.",
    )


def _takes_part(viewer: Person, cluster: Cluster) -> bool:
    named = {each for case in cluster.cases for each in (*case.assessors, *case.members)}
    return viewer.person_id in named | set(cluster.managers)

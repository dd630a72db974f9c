"""Which open cases an accredited office handles."""

from collections.abc import Iterable

from domain.cluster.state import Cluster
from domain.facts import OfficeCase


def open_cases_of(office_id: str, clusters: Iterable[Cluster]) -> tuple[OfficeCase, ...]:
    """The open cases of the clusters that the office handles, by name."""
    found = (
        OfficeCase(case=f"{cluster.cluster_id}/{case.case_id}", country=cluster.country, level=case.level)
        for cluster in clusters
        for case in cluster.open_cases
        if case.office == office_id
    )
    return tuple(sorted(found, key=lambda each: each.case))

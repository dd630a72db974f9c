"""A programme as the rules see it: the fold of its stream. What it asks of members is data (`domain/programmes`)."""

from datetime import date

from domain.frozen import Frozen
from domain.person.state import Span
from domain.programmes.rules import Target


class Plan(Frozen):
    """An action plan in a label's place: from the day it was filed to the day by which the label is owed."""

    filed_on: date
    due_on: date

    def runs(self, day: date) -> bool:
        return self.filed_on <= day <= self.due_on


class Membership(Span):
    """A cluster in the programme, from its first to its last day."""

    cluster_id: str
    plans: tuple[Plan, ...] = ()

    def overlaps(self, from_on: date, until_on: date | None) -> bool:
        """Whether it has a day in common with another span."""
        return self.reaches(from_on) and (until_on is None or self.from_on <= until_on)


class Programme(Frozen):
    """The fold of a programme's stream. `owners`: the persons who act for the programme."""

    programme_id: str
    version: int = 0
    owners: tuple[str, ...] = ()
    memberships: tuple[Membership, ...] = ()
    targets: tuple[Target, ...] = ()

    def of(self, cluster_id: str) -> tuple[Membership, ...]:
        """Every membership of the cluster, as they were enrolled."""
        return tuple(each for each in self.memberships if each.cluster_id == cluster_id)

    def reaching(self, cluster_id: str, day: date) -> Membership | None:
        """The earliest of the cluster's memberships that are not over before the day."""
        reaching = (each for each in self.of(cluster_id) if each.reaches(day))
        return min(reaching, key=lambda membership: membership.from_on, default=None)

    def covering(self, cluster_id: str, day: date) -> Membership | None:
        """The cluster's membership on the day."""
        return next((each for each in self.of(cluster_id) if each.covers(day)), None)

"""An accredited office as the rules see it: the fold of its stream."""

from datetime import date, timedelta

from domain.frozen import Frozen
from domain.levels import Level
from domain.person.state import Span


class Accreditation(Span):
    """For a span of days: the labels whose procedures an office may handle, and of clusters of which countries."""

    procedures: tuple[Level, ...]
    countries: tuple[str, ...]

    def allows(self, country: str, level: Level | None) -> bool:
        """Whether it is for such a case; without a level, for a cluster of that country at all."""
        return country in self.countries and (level is None or level in self.procedures)


class AccreditedOffice(Frozen):
    """The fold of an office's stream. `staff`: who works there now, in the order in which they came."""

    office_id: str
    version: int = 0
    name: str = ""
    accreditations: tuple[Accreditation, ...] = ()
    staff: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        return bool(self.name)

    def accredited(self, country: str, level: Level | None, day: date) -> bool:
        """Whether it may handle such a case on that day."""
        return any(each.covers(day) and each.allows(country, level) for each in self.accreditations)

    def countries_on(self, day: date) -> frozenset[str]:
        """The countries whose clusters it may look at on that day."""
        return frozenset(c for each in self.accreditations if each.covers(day) for c in each.countries)

    def ended_with(self, day: date) -> tuple[Accreditation, ...]:
        """The accreditations as they are once none of them reaches beyond that day."""
        begun = (each for each in self.accreditations if each.from_on <= day)
        return tuple(
            each.model_copy(update={"until_on": day}) if each.reaches(day + timedelta(days=1)) else each
            for each in begun
        )

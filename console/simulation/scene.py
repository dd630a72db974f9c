"""Where somebody acts: a stream as it stands now, with the case, the day, and what the edition asks."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from random import Random

from console.simulation.chance import Chance
from console.simulation.desk import Desk
from console.simulation.known import Known, cluster_of, person_of, scheme_of
from console.simulation.organisations import Organisation
from domain.catalogue import Catalogue
from domain.cluster.case import Case
from domain.cluster.rules.scope import indicators_audited
from domain.cluster.state import Cluster
from domain.commands import PersonCommand
from domain.edition import Edition
from domain.frozen import Frozen
from domain.person.state import Person
from domain.procedure import Procedure
from domain.scheme import Scheme
from domain.secretariat import secretariat_day
from domain.streams import CLUSTER


class Act(Frozen):
    """A command somebody could give now; `texts` are documents it hands in."""

    by: str
    command: PersonCommand
    on: str
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """One cluster of a desk at one moment."""

    known: Known
    desk: Desk
    organisation: Organisation
    at: datetime
    chance: Chance

    @property
    def stream(self) -> str:
        return f"{CLUSTER}{self.organisation.cluster_id}"

    @cached_property
    def cluster(self) -> Cluster:
        return cluster_of(self.known, self.organisation.cluster_id)

    @cached_property
    def today(self) -> date:
        return secretariat_day(self.at)

    @cached_property
    def scheme(self) -> Scheme:
        return scheme_of(self.known.states)

    def act(self, by: str, command: PersonCommand, *, texts: tuple[str, ...] = ()) -> Act:
        """Somebody's command to this cluster."""
        return Act(by=by, command=command, on=self.stream, texts=texts)

    def luck(self, *about: object) -> Random:
        """Chance about something of this cluster."""
        return self.chance.of(self.stream, *about)

    def happens(self, probability: float, *about: object) -> bool:
        return self.chance.happens(probability, self.stream, *about)

    def person(self, person_id: str) -> Person:
        return person_of(self.known, person_id)

    def operator(self, *about: object) -> str:
        """The operator who sees to something: the same one whenever it is asked."""
        return self.chance.one(self.desk.operators, self.stream, *about).person_id

    def another_operator(self, operator: str) -> str:
        """The second person, where it takes two."""
        return next(each.person_id for each in self.desk.operators if each.person_id != operator)

    def edition(self, case: Case) -> Edition:
        return self.scheme.edition(case.edition)

    def procedure(self, case: Case) -> Procedure:
        return self.edition(case).procedure(case.level, case.kind)

    def catalogue(self, case: Case) -> Catalogue:
        return self.scheme.catalogue_of(self.edition(case))

    def scope(self, case: Case) -> tuple[str, ...]:
        """The indicators the case is audited by; none for Bronze."""
        return tuple(each.code for each in indicators_audited(case, self.scheme))

    @property
    def criteria(self) -> dict[str, bool]:
        """All answered well, by the edition of the day."""
        return {criterion.key: True for criterion in self.scheme.on(self.today).eligibility}

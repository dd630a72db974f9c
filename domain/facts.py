"""What rules need from outside their stream: how they say so beforehand, and what was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from domain.calendar import Calendar
from domain.frozen import Frozen
from domain.levels import Level
from domain.office.state import AccreditedOffice
from domain.person.state import Person
from domain.rejected import Rejected
from domain.round.state import Round
from domain.terms import Term

if TYPE_CHECKING:
    from domain.cluster.state import Cluster

Labels = Mapping[Level, tuple[Term, ...]]


class Organisation(Frozen):
    """What a rule may ask of another cluster: where it works, and in which sector."""

    country: str
    sector: str


class Part(Frozen):
    """A person's part in the work: clusters they act for, open cases they are needed in, the last day of all.

    `open_cases` are named CLUSTER/CASE. `last_on`: the latest day on which they did something in another stream
    than their own, or one of its events named them.
    """

    acts_for: tuple[str, ...] = ()
    open_cases: tuple[str, ...] = ()
    last_on: date | None = None


class AdHoc(Frozen):
    """A case waits for ad hoc members of the committee: by which edition, and who stepped aside from it."""

    edition: str
    recused: frozenset[str] = frozenset()


class OfficeCase(Frozen):
    """An open case an accredited office handles, named CLUSTER/CASE."""

    case: str
    country: str
    level: Level


@dataclass(frozen=True)
class Needs:
    """What a command's rules ask for; `record` reads exactly this.

    With the `committee` come the labels of the clusters that nominated its members, and where they work. `case`
    is a case of another stream, as CLUSTER/CASE; `part_of` a person whose part in all streams is asked for, `texts`
    commitments of which those count that are the command's stream's own and by no event redacted. `clusters`: others
    that are wanted whole, as are those known by the name `clusters_named`, a slug; `teams_of`: those of them whose
    open cases' experts are wanted. `offices_of` is a person whose
    accredited offices are asked for beside those in `offices`, `cases_of_office` the office whose open cases are.
    """

    persons: frozenset[str] = frozenset()
    committee: bool = False
    round_id: str | None = None
    case: str | None = None
    labels_of: frozenset[str] = frozenset()
    clusters: frozenset[str] = frozenset()
    teams_of: frozenset[str] = frozenset()
    clusters_named: str | None = None
    namesake_of: tuple[str, str] | None = None
    documents: frozenset[str] = frozenset()
    part_of: str | None = None
    texts: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    offices_of: str | None = None
    cases_of_office: str | None = None


@dataclass(frozen=True)
class Facts:
    """What was found. `calendars` answers for any country; `namesake` is the cluster that has the name.

    `ad_hoc` is None unless the case asked about waits for ad hoc members.
    """

    persons: Mapping[str, Person] = field(default_factory=dict)
    committee: tuple[Person, ...] = ()
    round: Round | None = None
    ad_hoc: AdHoc | None = None
    labels: Mapping[str, Labels] = field(default_factory=dict)
    clusters: Mapping[str, "Cluster"] = field(default_factory=dict)
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    namesake: str | None = None
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()
    part: Part | None = None
    texts_kept: frozenset[str] = frozenset()
    offices: Mapping[str, AccreditedOffice] = field(default_factory=dict)
    office_cases: tuple[OfficeCase, ...] = ()
    nobody_registered: bool = False

    def person(self, person_id: str) -> Person:
        """The person; `Rejected` when nobody is registered under that id."""
        person = self.persons.get(person_id)
        if person is None or not person.registered:
            raise Rejected("person-unknown", f"No person is registered as {person_id}.")
        return person

    def cluster(self, cluster_id: str) -> "Cluster":
        """Another cluster that was asked for; `Rejected` when none is registered under that id."""
        cluster = self.clusters.get(cluster_id)
        if cluster is None:
            raise Rejected("cluster-unknown", f"No cluster is registered as {cluster_id}.")
        return cluster

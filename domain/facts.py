"""What rules need from outside their stream: how they say so beforehand, and what was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.calendar import Calendar
from domain.frozen import Frozen
from domain.levels import Level
from domain.person.state import Person
from domain.rejected import Rejected
from domain.round.state import Round
from domain.terms import Term

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


@dataclass(frozen=True)
class Needs:
    """What a command's rules ask for; `record` reads exactly this.

    With the `committee` come the labels of the clusters that nominated its members, and where they work. `case`
    is a case of another stream, as CLUSTER/CASE; `part_of` a person whose part in all streams is asked for, `texts`
    commitments of which those count that are the command's stream's own and by no event redacted.
    """

    persons: frozenset[str] = frozenset()
    committee: bool = False
    round_id: str | None = None
    case: str | None = None
    labels_of: frozenset[str] = frozenset()
    namesake_of: tuple[str, str] | None = None
    documents: frozenset[str] = frozenset()
    part_of: str | None = None
    texts: frozenset[str] = frozenset()


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
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    namesake: str | None = None
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()
    part: Part | None = None
    texts_kept: frozenset[str] = frozenset()
    nobody_registered: bool = False

    def person(self, person_id: str) -> Person:
        """The person; `Rejected` when nobody is registered under that id."""
        person = self.persons.get(person_id)
        if person is None or not person.registered:
            raise Rejected("person-unknown", f"No person is registered as {person_id}.")
        return person

"""An act about no case, asked whether who took part was free: by what was known then, and by what is known now."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from domain.cluster.decided import Entry
from domain.conflicts import Conflict
from domain.person.state import Person
from domain.questions.irregularity import Act, Irregularity, Question
from domain.questions.timeline import Known
from domain.secretariat import secretariat_day
from domain.streams import PERSON


@dataclass(frozen=True)
class ActBeside:
    """One event, whose it is, and what it is about: of a label its level, of an appeal its id, of a complaint nothing.

    `of`: the cluster, or the complaint.
    """

    entry: Entry
    of: str
    about: str = ""

    @property
    def day(self) -> date:
        return secretariat_day(self.entry.happened.recorded_at)

    @property
    def type(self) -> str:
        return str(self.entry.happened.event.type)

    def irregular(
        self, question: Question, rule: str, persons: tuple[str, ...], sentence: str
    ) -> Irregularity:
        return Irregularity(
            question=question,
            cluster_id=self.of,
            case_id=self.about,
            rule=rule,
            persons=persons,
            sentence=sentence,
            acts=(Act(position=self.entry.position, on=self.day, type=self.type),),
        )

    def then(self, person: str, known: Known) -> Person:
        """As known just before the act."""
        return known.person(person, self.entry.position - 1)

    def conflicted(
        self, persons: Iterable[str], conflicts: Callable[[Person], tuple[Conflict, ...]], known: Known
    ) -> Iterator[Irregularity]:
        """Who took part with a conflict. One known then is not told once more as known now."""
        for person in dict.fromkeys(persons):
            then = _told(conflicts(self.then(person, known)))
            for rule, sentence in then:
                yield self.irregular(Question.KNOWN_THEN, rule, (person,), sentence)
            for told in _told(conflicts(known.person(person))):
                if told not in then:
                    found = self.irregular(Question.KNOWN_NOW, told[0], (person,), told[1])
                    learned = self._learned_at(person, told, conflicts, known)
                    yield found.model_copy(update={"learned_at": learned})

    def _learned_at(
        self,
        person: str,
        told: tuple[str, str],
        conflicts: Callable[[Person], tuple[Conflict, ...]],
        known: Known,
    ) -> tuple[int, ...]:
        """The position of the first event after which the conflict was known."""
        later = known.timeline(f"{PERSON}{person}").after(self.entry.position - 1)
        first = (
            entry.position
            for entry, state in later
            if isinstance(state, Person) and told in _told(conflicts(state))
        )
        return (next(first),)


def _told(conflicts: tuple[Conflict, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((each.rule, each.sentence) for each in conflicts)

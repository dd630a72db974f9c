"""All that is kept on one person: who they are, what they did and where they are named, letters, documents."""

from datetime import datetime

from pydantic import JsonValue

from console.privacy.mentions import UNSEARCHED, Letter, Mention
from domain.frozen import Frozen
from domain.person.state import Person


class OwnEvent(Frozen):
    """An event of the person's own stream, with the texts in it that are still kept."""

    position: int
    type: str
    recorded_at: datetime
    payload: dict[str, JsonValue]
    texts: dict[str, str]


class Act(Frozen):
    """An event of another stream: the person caused it (`acted`), or stands in these fields of it.

    `texts`: what they wrote in it themselves, where it is still kept; what others wrote is not theirs to see here.
    """

    position: int
    stream: str
    type: str
    recorded_at: datetime
    acted: bool
    named_as: tuple[str, ...]
    texts: tuple[str, ...]


class LetterSent(Letter):
    """A letter as it was handed over; `accepted_at` None: no mail server took it."""

    attempts: int
    first_attempt_at: datetime
    accepted_at: datetime | None


class Inventory(Frozen):
    """All of it. `person` holds commitments; `name` and `email` are empty where they are erased."""

    person_id: str
    erased: bool
    name: str
    email: str
    person: Person
    history: tuple[OwnEvent, ...]
    acts: tuple[Act, ...]
    letters: tuple[LetterSent, ...]
    mentions: tuple[Mention, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        """The hashes of documents that name the person, without those nobody could look into."""
        named = {
            each.name for each in self.mentions if each.what == "document" and each.because != UNSEARCHED
        }
        return tuple(sorted(named))

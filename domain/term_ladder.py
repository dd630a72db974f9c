"""Where the reminders of one term stand: which rungs are dealt with, put off, stopped; what the holder answered."""

from datetime import date, datetime

from pydantic import Field

from domain.frozen import Frozen
from domain.rungs import BEFORE_END, LAPSE, Rung


class TermLadder(Frozen):
    """The ladder of one term, folded.

    `since`: when the term's instants went on record. `planned`: whether its rungs did; those of a term recorded
    without are still to be. `dealt`: rungs sent or skipped, by key. `unanswered`: reminders sent since the holder last
    answered. `escalated_at`: when the secretariat was told of too many, until the next answer. `unaddressed_at`: since
    when a reminder found nobody to write to. `renewal_ended_at`: when a renewal ended without award that the holder
    has not been written to about.
    """

    term: int
    since: datetime
    last_day: date
    grace_until: date
    planned: bool
    rungs: tuple[Rung, ...]
    dealt: frozenset[str] = frozenset()
    put_off: dict[str, datetime] = Field(default_factory=dict)
    stopped: bool = False
    unanswered: int = 0
    reminded: bool = False
    escalated_at: datetime | None = None
    unaddressed_at: datetime | None = None
    renewal_ended_at: datetime | None = None

    @property
    def ahead(self) -> tuple[Rung, ...]:
        """The rungs still to come, as they are due by now, in order of time."""
        ahead = (
            rung.model_copy(update={"due_at": self.put_off.get(rung.key, rung.due_at)})
            for rung in self.rungs
            if not rung.past and rung.key not in self.dealt
        )
        # Where a term was corrected, one put off may have come to lie behind the next.
        return tuple(sorted(ahead, key=lambda rung: rung.due_at))

    def reached(self, at: datetime) -> tuple[Rung, ...]:
        """The rungs that have come by `at`: after an outage several, the latest last."""
        return tuple(rung for rung in self.ahead if rung.due_at <= at)

    def too_late(self, rung: Rung, day: date) -> bool:
        """Whether the letter of the rung would speak of what is over on the day it would be written."""
        if rung.key == LAPSE:
            return False
        return day > (self.last_day if rung.step == BEFORE_END else self.grace_until)

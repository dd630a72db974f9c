"""A measure about a label, from its announcement until the label is restored, withdrawn, or the measure dropped."""

from datetime import datetime
from typing import Final
from uuid import UUID

from domain.cluster.case_parts import CastBallot
from domain.frozen import Frozen
from domain.levels import Level
from domain.running import Limit

HEARING: Final = "hearing"
DECISION: Final = "measure_decision"


class Measure(Frozen):
    """One level has one open measure at most. `event_id`: its announcement; `settled`: its cause is no more.

    `ballots`: votes for or against a withdrawal. `acted`: every person who did something in it.
    """

    event_id: UUID
    level: Level
    since: datetime
    limits: tuple[Limit, ...] = ()
    answered: bool = False
    suspended: bool = False
    settled: bool = False
    acted: frozenset[str] = frozenset()
    ballots: tuple[CastBallot, ...] = ()

    def limit(self, name: str) -> Limit | None:
        return next((limit for limit in self.limits if limit.name == name), None)

    def hearing_open(self, at: datetime) -> bool:
        """Whether the holder may still be heard: it has not answered, and its time is not over."""
        limit = self.limit(HEARING)
        return not self.answered and limit is not None and at < limit.due_at

    @property
    def heard(self) -> bool:
        """Whether the hearing is over, as far as the clock has noted its end."""
        limit = self.limit(HEARING)
        return self.answered or limit is None or limit.overdue


def of_a_measure(subject: str) -> bool:
    """Whether a limit that belongs to no case is a measure's: its subject is the level."""
    return subject in set(Level)

"""An event together with when and as which entry of the record it happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar
from uuid import UUID, uuid5

Event_co = TypeVar("Event_co", covariant=True)
ENGINE: Final = "engine"


@dataclass(frozen=True)
class Happened(Generic[Event_co]):
    """One event of a stream, as folding sees it. `actor`: who gave the command it followed from, or `ENGINE`."""

    event_id: UUID
    recorded_at: datetime
    event: Event_co
    actor: str = ENGINE

    def derived_id(self, name: str) -> UUID:
        """An id that is the same whenever this event is folded."""
        return uuid5(self.event_id, name)

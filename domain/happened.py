"""An event together with when and as which entry of the record it happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID, uuid5

Event_co = TypeVar("Event_co", covariant=True)


@dataclass(frozen=True)
class Happened(Generic[Event_co]):
    """One event of a stream, as folding sees it."""

    event_id: UUID
    recorded_at: datetime
    event: Event_co

    def derived_id(self, name: str) -> UUID:
        """An id that is the same whenever this event is folded."""
        return uuid5(self.event_id, name)

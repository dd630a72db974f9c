"""States folded before, so that a command reads and folds only what has happened since."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.permissions import State
from domain.standing import Standing
from domain.streams import blank, fold, standing
from ledger.reading import StoredEvent
from readmodel.history import happened_of


@dataclass(frozen=True, slots=True)
class Fold:
    """A stream's state, and the last event it was folded to: none for a stream without events."""

    state: State
    last_event: UUID | None = None
    recorded_at: datetime | None = None


class AnotherRecord(Exception):
    """A stream no longer has the event its state was folded to: the database was replaced by another."""

    def __init__(self, stream: str) -> None:
        super().__init__(f"{stream} is not the stream it was.")


class Folds:
    """The folds of the streams used last, at most `most`. States are immutable, hence shared without copies."""

    def __init__(self, most: int = 1000) -> None:
        self._most = most
        self._kept: OrderedDict[str, Fold] = OrderedDict()

    def of(self, streams: Iterable[str]) -> dict[str, Fold]:
        """Where each stream was last seen. It is read from there on, the last event included as proof."""
        return {stream: self._kept.get(stream) or Fold(blank(stream)) for stream in streams}

    def advanced(
        self, folds: Mapping[str, Fold], read: Mapping[str, Sequence[StoredEvent]]
    ) -> dict[str, Fold]:
        """The folds after the events read from their versions on; raises `AnotherRecord`, and forgets the stream."""
        return {stream: self._advanced(stream, before, read[stream]) for stream, before in folds.items()}

    def _advanced(self, stream: str, before: Fold, events: Sequence[StoredEvent]) -> Fold:
        if before.last_event is not None:
            if not events or events[0].event_id != before.last_event:
                self._kept.pop(stream, None)
                raise AnotherRecord(stream)
            events = events[1:]
        after = _further(before, events)
        self.keep(stream, after)
        return after

    def keep(self, stream: str, fold: Fold) -> None:
        """Where the stream was seen, unless it was seen further."""
        kept = self._kept.get(stream)
        # Another command of the stream may have read further meanwhile.
        if kept is None or kept.state.version <= fold.state.version:
            self._kept[stream] = fold
        self._kept.move_to_end(stream)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


def stands_at(fold: Fold) -> Standing:
    """What the stream stands at, and by which event."""
    return standing(fold.state).model_copy(update={"last_event": fold.last_event})


def versions(folds: Mapping[str, Fold]) -> dict[str, int]:
    return {stream: fold.state.version for stream, fold in folds.items()}


def _further(before: Fold, events: Sequence[StoredEvent]) -> Fold:
    if not events:
        return before
    state = fold(before.state, map(happened_of, events))
    return Fold(state, events[-1].event_id, events[-1].recorded_at)

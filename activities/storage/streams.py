"""What one attempt at a command reads: each stream once, so that everything decided rests on one version of it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from activities.storage.folds import Fold, Folds, versions
from domain.permissions import State
from ledger.connection import Connection
from ledger.reading import StoredOutcome, read_for_command, read_streams


class Streams:
    """Reads on `connection`, from where `folds` know each stream to be. Any reading may raise `AnotherRecord`."""

    def __init__(self, connection: Connection, folds: Folds) -> None:
        self._connection = connection
        self._folds = folds
        self._read: dict[str, Fold] = {}

    async def for_command(self, stream: str, command_id: UUID, also: Iterable[str]) -> StoredOutcome | None:
        """The outcome the command had before, if any. Reads its stream and those in `also` at the same time."""
        before = self._folds.of({stream, *also})
        outcome, events = await read_for_command(self._connection, stream, command_id, versions(before))
        self._read |= self._folds.advanced(before, events)
        return outcome

    async def states(self, streams: Iterable[str]) -> dict[str, State]:
        """The state of each; what was read before is not read again."""
        streams = tuple(streams)
        if missing := [stream for stream in streams if stream not in self._read]:
            before = self._folds.of(missing)
            events = await read_streams(self._connection, versions(before))
            self._read |= self._folds.advanced(before, events)
        return {stream: self._read[stream].state for stream in streams}

    def went_on(self, folds: Iterable[tuple[str, Fold]]) -> None:
        """What was just written to streams that were read: the next command reads on from there."""
        for stream, after in folds:
            self._folds.keep(stream, after)

    def fold(self, stream: str) -> Fold:
        """The fold of a stream that was read."""
        return self._read[stream]

    def versions(self, streams: Iterable[str]) -> Mapping[str, int]:
        return {stream: self._read[stream].state.version for stream in streams}

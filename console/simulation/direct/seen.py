"""The states the record goes by: for whoever plays on it, every stream, where it stands, and what changed."""

from activities.interface import Recorded
from activities.storage.folds import Fold, Folds, stands_at
from domain.permissions import State
from domain.standing import Standing
from domain.streams import WITH_A_CLOCK


class Seen(Folds):
    """Folds none of which is given up: all streams as the record wrote them last."""

    def __init__(self) -> None:
        super().__init__(most=2**31)
        self.states: dict[str, State] = {}
        self.standings: dict[str, Standing] = {}
        self._changed: set[str] = set()

    def keep(self, stream: str, fold: Fold) -> None:
        super().keep(stream, fold)
        before = self.states.get(stream)
        if not fold.state.version or (before is not None and fold.state.version <= before.version):
            return
        self.states[stream] = fold.state
        self._changed.add(stream)

    def stand(self, recorded: Recorded) -> None:
        """Where a command's own stream stands now, as its path is told, and every other one it wrote to."""
        own = recorded.standing
        for stream in (own.stream, *(each.stream for each in recorded.touched)):
            if stream.startswith(WITH_A_CLOCK) and stream in self.states:
                stands = own if stream == own.stream else stands_at(self._kept[stream])
                self.standings[stream] = stands

    def changed(self) -> tuple[str, ...]:
        """Streams that went on since this was asked last."""
        changed = tuple(sorted(self._changed))
        self._changed.clear()
        return changed

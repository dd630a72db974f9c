"""The states the record goes by: for whoever plays on it, every stream and what changed."""

from activities.storage.folds import Fold, Folds
from domain.permissions import State
from domain.standing import Standing
from domain.streams import WITH_A_CLOCK, standing


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
        if stream.startswith(WITH_A_CLOCK):
            stands = standing(fold.state)
            self.standings[stream] = stands.model_copy(update={"last_event": fold.last_event})

    def changed(self) -> tuple[str, ...]:
        """Streams that went on since this was asked last."""
        changed = tuple(sorted(self._changed))
        self._changed.clear()
        return changed

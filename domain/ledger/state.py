"""The record as a whole, as its own stream tells it."""

from domain.frozen import Frozen


class Ledger(Frozen):
    """The fold of the stream `ledger`. `restored_to`: the last position each restored backup held."""

    version: int = 0
    restored_to: tuple[int, ...] = ()

    @property
    def generation(self) -> int:
        """Which log of the record this is, from 1: each restore begins another one, since positions come again."""
        return 1 + len(self.restored_to)

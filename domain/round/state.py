"""A committee round as the rules see it: the fold of its stream."""

from datetime import date

from domain.debts import FailedNotice
from domain.frozen import Frozen
from domain.running import Limit
from domain.standing import Debt


class AgendaItem(Frozen):
    """One case on the agenda; `concluded` once it was decided, adjourned or withdrawn."""

    cluster_id: str
    case_id: str
    concluded: bool = False


class Round(Frozen):
    """The fold of a round's stream."""

    round_id: str
    version: int = 0
    opens_on: date | None = None
    closes_on: date | None = None
    members: tuple[str, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    limits: tuple[Limit, ...] = ()
    debts: tuple[Debt, ...] = ()
    failed: tuple[FailedNotice, ...] = ()
    closed: bool = False

    @property
    def opened(self) -> bool:
        return self.opens_on is not None

    @property
    def unconcluded(self) -> tuple[AgendaItem, ...]:
        return tuple(item for item in self.agenda if not item.concluded)

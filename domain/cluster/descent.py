"""What a cluster's state holds of its descent: kin, its own end, and the changes to be reviewed (R37)."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.cluster.case_parts import CastBallot
from domain.frozen import Frozen
from domain.levels import Level
from domain.lineage import Act, HowEnded, Kin, ReviewOutcome, Role
from domain.running import Limit

ChangeKind = Literal["absorption", "transfer", "split", "carrier"]


class Descent(Frozen):
    """One bond to another cluster. `role`: what the other one is to this; `ended`: whether the earlier one did."""

    event_id: UUID
    act: Act
    role: Role
    kin: Kin
    effective_on: date
    ended: bool


class End(Frozen):
    """The end of a cluster: from `on` it is no more. `into`: who came after it."""

    event_id: UUID
    on: date
    how: HowEnded
    into: tuple[str, ...] = ()


class ContinuationBallot(Frozen):
    """A member's vote on letting a label count on until that day."""

    level: Level
    until_on: date
    ballot: CastBallot


class Change(Frozen):
    """A change under which labels are kept subject to a review. One limit at a time runs: its review's, its audit's.

    `change` names it in its cluster: `change-1`.
    """

    change: str
    event_id: UUID
    kind: ChangeKind
    since: datetime
    limit: Limit | None
    outcome: ReviewOutcome | None = None

    @property
    def under_review(self) -> bool:
        return self.outcome is None and self.limit is not None

    @property
    def under_audit(self) -> bool:
        return self.outcome == "special-audit" and self.limit is not None


def of_a_change(subject: str) -> bool:
    """Whether a limit runs for a change of the cluster."""
    return subject.startswith("change-")

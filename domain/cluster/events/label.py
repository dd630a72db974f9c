"""What happened to a label: awarded, renewed, past its end, past its grace."""

from datetime import date
from typing import Literal

from domain.cluster.events.shared import ClusterEvent
from domain.levels import Level
from domain.term_clock import TermClock
from domain.terms import Term


class LabelAwarded(ClusterEvent):
    """A first term began. The rule and inputs of its dates stand in the term (R8)."""

    type: Literal["LabelAwarded"] = "LabelAwarded"
    case_id: str
    level: Level
    term: Term
    clock: TermClock | None


class LabelRenewed(ClusterEvent):
    type: Literal["LabelRenewed"] = "LabelRenewed"
    case_id: str
    level: Level
    term: Term
    clock: TermClock | None


class LabelExpired(ClusterEvent):
    """A note for trail and letters that the term's last day is over; the status itself is always computed."""

    type: Literal["LabelExpired"] = "LabelExpired"
    level: Level
    term: int
    renewable_until: date


class LabelLapsed(ClusterEvent):
    """A note for trail and letters that grace is over without renewal."""

    type: Literal["LabelLapsed"] = "LabelLapsed"
    level: Level
    term: int


class LabelSuperseded(ClusterEvent):
    """A lower label sleeps from here, while the higher one is valid (R23). Its own term runs on."""

    type: Literal["LabelSuperseded"] = "LabelSuperseded"
    level: Level
    by: Level


class LabelAnnulled(ClusterEvent):
    """A term fell with its annulled decision; `clock` is that of the term before, which counts again."""

    type: Literal["LabelAnnulled"] = "LabelAnnulled"
    level: Level
    term: int
    clock: TermClock | None


LabelEvent = LabelAwarded | LabelRenewed | LabelExpired | LabelLapsed | LabelSuperseded | LabelAnnulled

"""What happened to a committee round, and to the cases on its agenda."""

from datetime import date
from typing import Literal

from domain.cluster.events.application import ApplicationWithdrawn, RenewalOvertaken
from domain.cluster.events.clock import DeadlineEscalated, DeadlinePassed, DeadlineWarned
from domain.cluster.events.committee import CasePlacedOnAgenda, DecisionAdjourned, DecisionTaken
from domain.cluster.events.effects import EffectEvent
from domain.cluster.events.lineage import CaseEnded
from domain.cluster.events.review import DecisionAnnulled
from domain.erasure import TextRedacted
from domain.frozen import Frozen
from domain.running import Limit
from domain.standing import Notice


class RoundOpened(Frozen):
    type: Literal["RoundOpened"] = "RoundOpened"
    opens_on: date
    closes_on: date
    members: tuple[str, ...]
    limits: tuple[Limit, ...] = ()
    notices: tuple[Notice, ...] = ()


class RoundClosed(Frozen):
    type: Literal["RoundClosed"] = "RoundClosed"
    notices: tuple[Notice, ...] = ()


AgendaEvent = (
    CasePlacedOnAgenda
    | DecisionTaken
    | DecisionAdjourned
    | ApplicationWithdrawn
    | RenewalOvertaken
    | CaseEnded
    | DecisionAnnulled
)
RoundEvent = (
    RoundOpened
    | RoundClosed
    | AgendaEvent
    | DeadlineWarned
    | DeadlinePassed
    | DeadlineEscalated
    | EffectEvent
    | TextRedacted
)

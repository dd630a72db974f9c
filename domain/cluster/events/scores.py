"""What happened to scores: each expert's own sheet, then the consensus with its reasons and dissent (R7)."""

from typing import Literal

from pydantic import Field

from domain.cluster.events.shared import AreaKey, CaseEvent
from domain.sealed import Commitment

Seat = Literal["lead", "second"]


class ScoresSubmitted(CaseEvent):
    """One expert's sheet. It stays hidden from the other until both are in.

    `areas` says of each improvement area whether it is proven. `agreed`: the procedure has one expert only,
    whose sheet is the result. `seat`: for which the sheet counts, whoever has it later; the first sheets on
    record do not say.
    """

    type: Literal["ScoresSubmitted"] = "ScoresSubmitted"
    expert: str
    scores: dict[str, int]
    areas: dict[AreaKey, bool] = Field(default_factory=dict)
    agreed: bool = False
    seat: Seat | None = None


class ConsensusProposed(CaseEvent):
    """The lead's proposal after both sheets are in, with a reason wherever they differed.

    `number` counts the case's proposals up: a confirmation names it.
    """

    type: Literal["ConsensusProposed"] = "ConsensusProposed"
    proposed_by: str
    scores: dict[str, int]
    reasons: dict[str, Commitment]
    number: int = 1


class ConsensusReached(CaseEvent):
    """The scores that count. Without agreement in time the lead's stand and the dissent is kept (R7).

    `dissent`: the other expert's score of each indicator where the lead's stands against it.
    """

    type: Literal["ConsensusReached"] = "ConsensusReached"
    scores: dict[str, int]
    reasons: dict[str, Commitment] = Field(default_factory=dict)
    confirmed_by: str | None = None
    dissent: dict[str, int] = Field(default_factory=dict)
    by_silence: bool = False


ScoreEvent = ScoresSubmitted | ConsensusProposed | ConsensusReached

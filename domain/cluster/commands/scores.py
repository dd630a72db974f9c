"""What may be asked about scores and consensus."""

from typing import Literal

from pydantic import Field

from domain.cluster.commands.shared import CaseCommand
from domain.cluster.events.shared import AreaKey
from domain.frozen import Flag, Whole
from domain.sealed import FreeText


class SubmitScores(CaseCommand):
    """An expert's own score for every indicator in scope, and for Silver whether each area is proven."""

    type: Literal["SubmitScores"] = "SubmitScores"
    scores: dict[str, Whole]
    areas: dict[AreaKey, Flag] = Field(default_factory=dict)


class AgreeConsensus(CaseCommand):
    """The lead proposes the scores both agreed on, with a reason wherever the sheets differed (R7)."""

    type: Literal["AgreeConsensus"] = "AgreeConsensus"
    scores: dict[str, Whole]
    reasons: dict[str, FreeText] = Field(default_factory=dict)


class ConfirmConsensus(CaseCommand):
    """The other expert confirms the lead's latest proposal, by its number; from here its scores count."""

    type: Literal["ConfirmConsensus"] = "ConfirmConsensus"
    proposal: Whole = Field(
        ge=1, description="the number of the proposal that was read; an older one is refused"
    )


ScoreCommand = SubmitScores | AgreeConsensus | ConfirmConsensus

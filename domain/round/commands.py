"""What may be asked of a committee round."""

from datetime import date
from typing import Literal

from domain.frozen import Frozen


class OpenRound(Frozen):
    """Opens a round; every seated member is told until when to vote."""

    type: Literal["OpenRound"] = "OpenRound"
    opens_on: date
    closes_on: date


class CloseRound(Frozen):
    """Closes a round in which each case has its outcome."""

    type: Literal["CloseRound"] = "CloseRound"


RoundCommand = OpenRound | CloseRound

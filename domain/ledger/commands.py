"""What may be asked of the record as a whole."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from domain.frozen import Frozen, Whole
from domain.ledger.events import CitedCheckpoint
from domain.sealed import FreeText


class RestoreLedger(Frozen):
    """Says that the record was restored to an earlier moment; `laurel restore` gives it."""

    type: Literal["RestoreLedger"] = "RestoreLedger"
    position: Whole = Field(ge=1)
    made_at: datetime | None = None
    checkpoints: tuple[CitedCheckpoint, ...] = ()
    lost: Annotated[Whole, Field(ge=0)] | None = None
    erasures: Whole = Field(default=0, ge=0)
    reason: FreeText


LedgerCommand = RestoreLedger

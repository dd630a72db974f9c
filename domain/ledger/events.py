"""What happened to the record as a whole."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from domain.erasure import TextRedacted
from domain.frozen import Frozen, Whole
from domain.sealed import Commitment


class CitedCheckpoint(Frozen):
    """What a published log held: its origin, how many entries, and the root over them in hex."""

    origin: str
    size: Whole
    root: str


class LedgerRestored(Frozen):
    """The record was restored to an earlier moment; what had happened since is not on it."""

    type: Literal["LedgerRestored"] = "LedgerRestored"
    position: int = Field(description="the last position restored")
    made_at: datetime | None = Field(
        default=None, description="when the backup was made; None: restored by other means"
    )
    checkpoints: tuple[CitedCheckpoint, ...] = Field(
        default=(), description="the last published of each log until then"
    )
    lost: int | None = Field(
        default=None, description="so many positions at least were published and are lost; None: not known"
    )
    erasures: int = Field(default=0, description="so many erasures were carried out again")
    reason: Commitment


LedgerEvent = LedgerRestored | TextRedacted

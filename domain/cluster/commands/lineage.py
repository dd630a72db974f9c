"""What may be asked when clusters merge, split, dissolve or hand a part over, and about what follows (R37)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.cluster.events.committee import Vote
from domain.cluster.events.lineage import ChangeKey
from domain.frozen import Flag, Frozen
from domain.levels import Level
from domain.lineage import ReviewOutcome
from domain.person.commands import ClusterId
from domain.sealed import FreeText

_Others = Annotated[tuple[ClusterId, ...], Field(min_length=1, max_length=20)]
_Day = Field(description="since when it is so: today or a day before")


class RecordMerger(Frozen):
    """Records at the successor that other clusters became a part of it, and ended.

    A new formation is registered first, and holds nothing yet; in an absorption this cluster lives on as it was. A
    second operator endorses it beforehand: EndorseAct `merger`, its subject the parties joined by commas.
    """

    type: Literal["RecordMerger"] = "RecordMerger"
    kind: Literal["new-formation", "absorption"]
    parties: _Others = Field(description="the clusters that end")
    effective_on: date = _Day
    reason: FreeText


class RecordTransfer(Frozen):
    """Records at the receiving cluster that a part of another one moved to it; both live on.

    A second operator endorses it beforehand: EndorseAct `transfer`, its subject the giving cluster.
    """

    type: Literal["RecordTransfer"] = "RecordTransfer"
    giver: ClusterId
    effective_on: date = _Day
    reason: FreeText = Field(description="which part, and by which document")


class RecordSplit(Frozen):
    """Records at the cluster that was split which registered clusters its parts are now.

    A second operator endorses it beforehand: EndorseAct `split`, its subject the parts joined by commas.
    """

    type: Literal["RecordSplit"] = "RecordSplit"
    parts: _Others
    ended: Flag = Field(description="whether the cluster itself is no more")
    effective_on: date = _Day
    reason: FreeText


class DissolveCluster(Frozen):
    """Records that the cluster is no more, and nobody came after it.

    A second operator endorses it beforehand: EndorseAct `dissolution`, its subject the cluster's id.
    """

    type: Literal["DissolveCluster"] = "DissolveCluster"
    effective_on: date = _Day
    reason: FreeText


class CastContinuationVote(Frozen):
    """A member of the committee votes on letting a merged cluster's label count on until a day; yes: it does."""

    type: Literal["CastContinuationVote"] = "CastContinuationVote"
    level: Level
    until_on: date
    vote: Vote
    reason: FreeText | None = None


class ContinueLabel(Frozen):
    """Who presides, for the committee, lets a merged cluster's label count on, as the votes on that day say.

    It is given at the cluster that ended.
    """

    type: Literal["ContinueLabel"] = "ContinueLabel"
    level: Level
    until_on: date
    reason: FreeText


class ReviewChange(Frozen):
    """Says what a change means for the labels the cluster keeps."""

    type: Literal["ReviewChange"] = "ReviewChange"
    change: ChangeKey | None = Field(
        default=None, description="may be left out while exactly one change is under review"
    )
    outcome: ReviewOutcome
    reason: FreeText


class ConcludeSpecialAudit(Frozen):
    """Says what the special audit of a change found: whether the labels stand."""

    type: Literal["ConcludeSpecialAudit"] = "ConcludeSpecialAudit"
    change: ChangeKey | None = Field(
        default=None, description="may be left out while exactly one special audit is due"
    )
    held_on: date
    upheld: Flag
    reason: FreeText


LineageCommand = (
    RecordMerger
    | RecordTransfer
    | RecordSplit
    | DissolveCluster
    | CastContinuationVote
    | ContinueLabel
    | ReviewChange
    | ConcludeSpecialAudit
)

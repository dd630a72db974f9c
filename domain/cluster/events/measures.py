"""What happened to a label beside its terms: announced, heard, suspended, restored, withdrawn, given up, corrected."""

from datetime import date
from typing import Literal

from domain.cluster.events.committee import Vote
from domain.cluster.events.shared import ClusterEvent, DocumentHash
from domain.levels import Level
from domain.running import Limit
from domain.sealed import Commitment
from domain.term_clock import TermClock
from domain.terms import Interval, Term


class MeasureAnnounced(ClusterEvent):
    """The holder is told of what may cost it the label, and heard until the end of the limit `hearing`."""

    type: Literal["MeasureAnnounced"] = "MeasureAnnounced"
    level: Level
    term: int
    cause: Commitment
    limits: tuple[Limit, ...]


class MeasureAnswered(ClusterEvent):
    """The holder was heard. A later answer stands beside the earlier one."""

    type: Literal["MeasureAnswered"] = "MeasureAnswered"
    level: Level
    answer: Commitment


class MeasureDropped(ClusterEvent):
    """The hearing ended without a measure."""

    type: Literal["MeasureDropped"] = "MeasureDropped"
    level: Level
    reasons: Commitment


class LabelSuspended(ClusterEvent):
    """From `suspended_on` the label counts as not valid; its term runs on (R24).

    `decide_by`: the last day of the limit within which it is to be decided what follows. `urgency`: why the end of
    the hearing was not waited for. `endorsed_by`: the second person.
    """

    type: Literal["LabelSuspended"] = "LabelSuspended"
    level: Level
    term: int
    suspended_on: date
    decide_by: date
    reasons: Commitment
    urgency: Commitment | None = None
    endorsed_by: str
    limits: tuple[Limit, ...]


class CauseSettled(ClusterEvent):
    """What a suspended label was suspended for is no more: it may be restored, and renewed."""

    type: Literal["CauseSettled"] = "CauseSettled"
    level: Level
    documents: tuple[DocumentHash, ...] = ()
    reasons: Commitment


class LabelRestored(ClusterEvent):
    """From `restored_on` the label is again what its term says (R24). `endorsed_by`: the second person."""

    type: Literal["LabelRestored"] = "LabelRestored"
    level: Level
    term: int
    restored_on: date
    reasons: Commitment
    endorsed_by: str


class MeasureVoteCast(ClusterEvent):
    """A member's vote on withdrawing the label; a later one takes its place."""

    type: Literal["MeasureVoteCast"] = "MeasureVoteCast"
    level: Level
    member: str
    vote: Vote
    reason: Commitment | None = None


class LabelWithdrawn(ClusterEvent):
    """The committee withdrew the label: from `withdrawn_on` it has ended, without grace or renewal (R24, R25).

    `revives`: whether a lower label that slept is valid again from that day (R23).
    """

    type: Literal["LabelWithdrawn"] = "LabelWithdrawn"
    level: Level
    term: int
    withdrawn_on: date
    revives: bool
    reasons: Commitment
    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    decided_by_casting_vote_of: str | None = None


class LabelRelinquished(ClusterEvent):
    """The holder gave the label up: from `relinquished_on` it has ended; a lower one that slept wakes (R23, R25)."""

    type: Literal["LabelRelinquished"] = "LabelRelinquished"
    level: Level
    term: int
    relinquished_on: date
    reason: Commitment | None = None


class TermCorrected(ClusterEvent):
    """A term's dates were wrong. What they were stands beside what they are; the clock and grace follow.

    It rests on a `rule` or on a `document`. `limits`: until when a renewal under way is in time by now.
    """

    type: Literal["TermCorrected"] = "TermCorrected"
    level: Level
    former_first_day: Interval
    former_last_day: Interval
    former_grace: Interval
    term: Term
    clock: TermClock | None
    rule: str | None = None
    document: DocumentHash | None = None
    reasons: Commitment
    endorsed_by: str
    renewal: str | None = None
    limits: tuple[Limit, ...] = ()


MeasureEvent = (
    MeasureAnnounced
    | MeasureAnswered
    | MeasureDropped
    | LabelSuspended
    | CauseSettled
    | LabelRestored
    | MeasureVoteCast
    | LabelWithdrawn
    | LabelRelinquished
    | TermCorrected
)

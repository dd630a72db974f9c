"""What may be asked about a label beside its procedure: measures, giving it up, correcting its term (R24, R25)."""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.cluster.events.committee import Vote
from domain.cluster.events.shared import DocumentHash
from domain.edition import RuleKey
from domain.frozen import Flag, Frozen, Whole
from domain.levels import Level
from domain.sealed import FreeText


class AnnounceMeasure(Frozen):
    """Tells the holder of what may cost it the label, and opens its hearing."""

    type: Literal["AnnounceMeasure"] = "AnnounceMeasure"
    level: Level
    cause: FreeText


class AnswerMeasure(Frozen):
    """The holder says what it has to say; the hearing is over with it."""

    type: Literal["AnswerMeasure"] = "AnswerMeasure"
    level: Level
    answer: FreeText


class DropMeasure(Frozen):
    """Ends a measure behind its hearing, before the label was suspended."""

    type: Literal["DropMeasure"] = "DropMeasure"
    level: Level
    reasons: FreeText


class SuspendLabel(Frozen):
    """Suspends a label behind the hearing; another operator endorses it beforehand, as `suspension` of the level."""

    type: Literal["SuspendLabel"] = "SuspendLabel"
    level: Level
    reasons: FreeText
    urgency: FreeText | None = Field(
        default=None, description="why the hearing's end cannot be waited for: misuse that goes on"
    )


class SettleCause(Frozen):
    """Says that what a label was suspended for is no more; evidence of it is named by its hash."""

    type: Literal["SettleCause"] = "SettleCause"
    level: Level
    documents: tuple[DocumentHash, ...] = ()
    reasons: FreeText


class RestoreLabel(Frozen):
    """Ends a suspension whose cause is settled; another operator endorses it beforehand, as `restoration`."""

    type: Literal["RestoreLabel"] = "RestoreLabel"
    level: Level
    reasons: FreeText


class CastMeasureVote(Frozen):
    """A member of the committee votes on withdrawing a label; yes: it is withdrawn."""

    type: Literal["CastMeasureVote"] = "CastMeasureVote"
    level: Level
    vote: Vote
    reason: FreeText | None = None


class WithdrawLabel(Frozen):
    """Who presides, for the committee, withdraws a label behind the hearing, as the votes say."""

    type: Literal["WithdrawLabel"] = "WithdrawLabel"
    level: Level
    revives: Flag = Field(
        default=False, description="whether a lower label that sleeps is valid again from now on (R23)"
    )
    reasons: FreeText


class RelinquishLabel(Frozen):
    """The holder gives a label up, today and for good; a lower one that sleeps is valid again."""

    type: Literal["RelinquishLabel"] = "RelinquishLabel"
    level: Level
    reason: FreeText | None = None


class CorrectTerm(Frozen):
    """Corrects the dates of a label's latest term, by a rule or a document.

    Another operator endorses it beforehand, as `term-correction` of `LEVEL/TERM/LAST-DAY`.
    """

    type: Literal["CorrectTerm"] = "CorrectTerm"
    level: Level
    term: Whole = Field(ge=1)
    first_day: date | None = Field(default=None, description="where it was wrong, too")
    last_day: date
    rule: RuleKey | None = None
    document: DocumentHash | None = None
    reasons: FreeText


MeasureCommand = (
    AnnounceMeasure
    | AnswerMeasure
    | DropMeasure
    | SuspendLabel
    | SettleCause
    | RestoreLabel
    | CastMeasureVote
    | WithdrawLabel
    | RelinquishLabel
    | CorrectTerm
)

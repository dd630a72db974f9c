"""What became of the engine's effects, and how an operator deals with a failed one."""

from typing import Literal
from uuid import UUID

from domain.frozen import Frozen
from domain.scoring import DimensionResult, GroupComparison
from domain.sealed import FreeText


class RetryEffect(Frozen):
    """Owes a failed letter again, after its cause was mended."""

    type: Literal["RetryEffect"] = "RetryEffect"
    notice_id: UUID
    reason: FreeText


class SkipEffect(Frozen):
    """Gives a failed letter up; a decision's letter may not be given up."""

    type: Literal["SkipEffect"] = "SkipEffect"
    notice_id: UUID
    reason: FreeText


class SendNotice(Frozen):
    """The engine: the mail server took the letter."""

    type: Literal["SendNotice"] = "SendNotice"
    notice_id: UUID
    message_id: str


class FailNotice(Frozen):
    """The engine: the letter cannot be delivered as it stands."""

    type: Literal["FailNotice"] = "FailNotice"
    notice_id: UUID
    cause: str


class MakeComparison(Frozen):
    """The engine: results per dimension beside the comparison groups are computed."""

    type: Literal["MakeComparison"] = "MakeComparison"
    case_id: str
    dimensions: tuple[DimensionResult, ...]
    groups: tuple[GroupComparison, ...]
    portfolio_position: int


class IssueDocument(Frozen):
    """The engine: a document that was owed is rendered and stored under its hash."""

    type: Literal["IssueDocument"] = "IssueDocument"
    debt_id: UUID
    document: str


NoticeCommand = SendNotice | FailNotice | RetryEffect | SkipEffect
EffectCommand = SendNotice | FailNotice | MakeComparison | IssueDocument

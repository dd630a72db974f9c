"""The activities by name and shape: all that workflows know of them."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from domain.frozen import Frozen
from domain.scoring import DimensionResult, GroupComparison
from domain.standing import DocumentOwed, Standing

LOAD = "load"
RECORD = "record"
SEND_NOTICE = "send_notice"
SCORE_BENCHMARK = "score_benchmark"
ISSUE_DOCUMENT = "issue_document"
PUBLISH_CHECKPOINT = "publish_checkpoint"
RECONCILE = "reconcile"
SEND_DIGEST = "send_digest"
REFRESH_PATH = "refresh_path"

# The type of the error by which a path learns that the record was restored to an earlier moment than it knows of.
RECORD_BEHIND = "RecordBehind"
# That of the error by which who erases learns that the list of erasures is away: nothing was erased.
ERASURES_OUT_OF_REACH = "ErasuresOutOfReach"


class Order(Frozen):
    """A person's command on its way to a stream. The actor comes from the session, never from the command."""

    stream: str
    command_id: UUID
    actor: str
    command: dict[str, Any] = Field(description="a PersonCommand in its JSON form")
    seen: int | None = Field(default=None, description="the ledger position the actor had seen")


class Refresh(Frozen):
    """Has a path take up what the record says of its stream.

    `given_up`: the last event of a standing that the record does not hold any more, and that an operator gives up.
    """

    given_up: UUID | None = None


class Recording(Frozen):
    """What `record` carries out. `actor` is None for the engine; `at` is the workflow's clock.

    `known`: the last event the path knows of. A record that does not hold it was restored to an earlier moment.
    """

    stream: str
    command_id: UUID
    actor: str | None
    command: dict[str, Any]
    seen: int | None = None
    at: datetime
    known: UUID | None = None


class Receipt(Frozen):
    """An accepted command: where the stream stands after it, and which events it had; none is an answer too."""

    stream: str
    version: int
    position: int | None = Field(description="of its last event in this stream; None when it had none")
    events: tuple[str, ...]


class Refusal(Frozen):
    """A rule's no, remembered under the command's id."""

    code: str
    sentence: str


class Touched(Frozen):
    """Another stream with a clock that got events in the same append: its path has something else to do now."""

    stream: str
    version: int
    last_event: UUID


class Foreseen(Frozen):
    """What a command would give: a rule's no, or the types of its stream's events."""

    refusal: Refusal | None = None
    events: tuple[str, ...] = ()


class Recorded(Frozen):
    """The outcome of a command, first time or repeated, and what the stream stands at now.

    `behind`: the record does not hold what the path knows, and nothing was carried out. `touched`: whose paths are
    to be refreshed, so that they act on what this command wrote into their streams.
    """

    receipt: Receipt | None = None
    refusal: Refusal | None = None
    standing: Standing
    behind: bool = False
    touched: tuple[Touched, ...] = ()


class NoticeRequest(Frozen):
    """One letter owed to one recipient, by a path that knows of the event `known`."""

    stream: str
    notice_id: UUID
    notice: str
    recipient: str
    details: dict[str, str]
    at: datetime
    known: UUID | None = None


class NoticeResult(Frozen):
    """What became of a letter; `reason` is empty when it was sent and never holds an address."""

    outcome: Literal["sent", "undeliverable"]
    message_id: str
    reason: str


class ComparisonRequest(Frozen):
    """One case whose benchmark is to be compared with the portfolio (R45)."""

    stream: str
    case_id: str
    at: datetime


class ComparisonResult(Frozen):
    """Results per dimension beside the groups of peers, as of a position of the record."""

    dimensions: tuple[DimensionResult, ...]
    groups: tuple[GroupComparison, ...]
    portfolio_position: int


class IssueRequest(Frozen):
    """A document owed by a stream: the draft or report of a case, or the certificate of a term."""

    stream: str
    case_id: str | None
    document: DocumentOwed
    at: datetime


class IssueResult(Frozen):
    """The document is stored under this hash."""

    document: str


class CheckpointRequest(Frozen):
    """One checkpoint of each log of the record."""

    at: datetime


class CheckpointResult(Frozen):
    """How many events and outcomes the published checkpoints cover; `refused` says why none was signed."""

    events: int
    outcomes: int
    refused: str | None = None


class RefreshRequest(Frozen):
    """What one command wrote into other streams."""

    touched: tuple[Touched, ...]


class ReconcileRequest(Frozen):
    """Every path is to be compared with the record."""

    at: datetime


class ReconcileResult(Frozen):
    """How many paths and streams were examined, how many were mended, and for how many an incident stands."""

    examined: int
    mended: int
    wrong: int


class DigestRequest(Frozen):
    """The week's letter to the operators, as of a moment of the week."""

    at: datetime


class DigestResult(Frozen):
    """To how many operators it was sent; none in an empty week, and none to whom it was sent before."""

    sent: int

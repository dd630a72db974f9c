"""What a stream stands at: its stage, what the engine owes, who must act, when the clock acts next."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from domain.frozen import Frozen
from domain.levels import Party


class Notice(Frozen):
    """A letter an event owes to one recipient, recorded in it so that later code cannot owe it anew."""

    notice: str = Field(description="the letter's folder name")
    recipient: str = Field(description="a person's id, or 'secretariat'")
    details: dict[str, str] = Field(
        default_factory=dict, description="what the letter says besides names: dates, level"
    )


def letters(recipients: tuple[str, ...], notice: str, **details: str) -> tuple[Notice, ...]:
    """The same letter to each recipient."""
    return tuple(Notice(notice=notice, recipient=recipient, details=details) for recipient in recipients)


class DocumentOwed(Frozen):
    """A document the engine owes: of which case and version of its report, or of which term of a label.

    A report is owed twice: as it becomes final, to those who decide, and behind the decision to the applicant.
    A certificate is dated by the day it came to be owed, and names cluster and carrier as they were then.
    """

    kind: Literal["report-draft", "report-final", "report", "certificate"]
    version: int = 0
    level: str = ""
    term: int = 0
    replaces: str | None = Field(default=None, description="the certificate it is issued anew for, by hash")
    cluster_name: str = ""
    carrier: str = ""
    owed_on: date | None = None


class Debt(Frozen):
    """An effect the engine owes. `debt_id` is the same at every fold, so the effect is paid once."""

    debt_id: UUID
    effect: Literal["send-notice", "make-comparison", "issue-document"]
    case_id: str | None = None
    notice: Notice | None = None
    document: DocumentOwed | None = None


class Task(Frozen):
    """Work that waits for a person."""

    task: str
    party: Party
    persons: tuple[str, ...] = Field(default=(), description="who may do it; empty: anyone of that party")
    case_id: str | None = None
    since: datetime
    due_at: datetime | None = Field(default=None, description="the instant after which it is overdue, UTC")


class Due(Frozen):
    """The next moment the clock acts, and the engine command it then gives."""

    at: datetime
    command_id: UUID
    command: dict[str, Any] = Field(description="an EngineCommand in its JSON form")


class Standing(Frozen):
    """All a workflow needs to know of its stream; computed beside every append, never in replayed code."""

    stream: str
    version: int
    stage: str = Field(description="in words an operator understands")
    level: str = ""
    country: str = ""
    debts: tuple[Debt, ...] = ()
    tasks: int = Field(default=0, description="how many human tasks are open")
    due: Due | None = None
    stalled: tuple[str, ...] = Field(
        default=(), description="open cases with neither debt, nor task, nor deadline: each is an incident"
    )
    uncertified: tuple[str, ...] = Field(
        default=(), description="cases whose certificate is overdue: each is an incident (R28)"
    )
    ended: bool = False
    last_event: UUID | None = Field(
        default=None,
        description="the stream's last event: by it path and record know that they tell one history",
    )

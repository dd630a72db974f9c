"""What a command erases, told from its events: listed outside the database first, then erased as it is recorded."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from domain.commands import Command
from domain.erasure import RedactText, TextRedacted
from domain.frozen import Frozen
from domain.person.commands import ErasePerson
from domain.person.events import PersonErased
from domain.rejected import Rejected
from ledger.appending import StreamAppend
from ledger.erasures import Erasure, Erasures


def require_list(command: Command, erasures: Erasures | None) -> None:
    """`Rejected` for a command that erases while there is no list to keep that in."""
    if erasures is None and isinstance(command, ErasePerson | RedactText):
        raise Rejected(
            "erasures-not-listed",
            "Nothing is erased while LAUREL_ERASURES_URL names no place to list erasures in: a restored backup"
            " would bring back what was erased.",
        )


def erasures_of(
    appends: Sequence[StreamAppend], decided: Mapping[str, Sequence[Frozen]], at: datetime
) -> tuple[Erasure, ...]:
    """The erasures among the events to be appended; nearly always none."""
    return tuple(
        erasure
        for append in appends
        for new, event in zip(append.events, decided[append.stream], strict=True)
        if (erasure := _erasure(append.stream, new.event_id, event, at))
    )


def _erasure(stream: str, event_id: UUID, event: Frozen, at: datetime) -> Erasure | None:
    match event:
        case PersonErased():
            return Erasure(event_id, "subject", stream, at)
        case TextRedacted(commitment=commitment):
            return Erasure(event_id, "text", commitment, at)
        case _:
            return None

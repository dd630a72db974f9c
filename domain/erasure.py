"""Erasure: why data may have to go, and the one command that any stream takes, erasing a single text."""

from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Literal

from domain.frozen import Frozen
from domain.rejected import Rejected
from domain.sealed import Commitment, FreeText


class ErasureGround(StrEnum):
    """Why data is erased: Regulation (EU) 2016/679 (GDPR), Article 17(1), letters a to e."""

    NO_LONGER_NECESSARY = "no-longer-necessary"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    OBJECTION = "objection"
    UNLAWFUL = "unlawful"
    LEGAL_OBLIGATION = "legal-obligation"


class RedactText(Frozen):
    """Deletes one free text of a stream, for good; the record goes on holding the commitment to it."""

    type: Literal["RedactText"] = "RedactText"
    commitment: Commitment
    ground: ErasureGround
    note: FreeText | None = None


class TextRedacted(Frozen):
    """One text and its salt are deleted. Nothing that rests on the event it stood in changes."""

    type: Literal["TextRedacted"] = "TextRedacted"
    commitment: Commitment
    ground: ErasureGround
    note: Commitment | None = None


def redacted(
    command: RedactText, stream: str, texts_kept: AbstractSet[str], personal: AbstractSet[str]
) -> list[TextRedacted]:
    """The text is erased; `Rejected` when the stream keeps none under the commitment, or it is no free text.

    `texts_kept`: of the commitments asked about, those of the stream that no event says are redacted. `personal`: a
    person's name and address, which go with the person.
    """
    if command.commitment in personal:
        raise Rejected("personal-text", "A name or an address goes with its person only (ErasePerson).")
    if command.commitment not in texts_kept:
        raise Rejected(
            "text-not-kept",
            f"{stream} keeps no text under this commitment: it was erased before, or belongs to another stream.",
        )
    return [TextRedacted(**command.model_dump(exclude={"type"}))]

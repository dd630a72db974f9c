"""What a verification may find: which entry, row or file, and what is wrong with it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Where = Literal["events", "outcomes", "rows"]


class Kind(StrEnum):
    """What is wrong. The first six are said of positions that a checkpoint covers."""

    CHANGED = "changed"
    """The entry is not what was signed: its columns do not have the hash stored with them."""
    REWRITTEN = "rewritten"
    """The entry is not what was signed, but its hash fits its columns: another was put in its place."""
    MOVED = "moved"
    """Here stands what was signed at another position."""
    MISSING = "missing"
    """What was signed at this position is nowhere in the record."""
    INSERTED = "inserted"
    """Here stands what was never signed, between entries that were."""
    UNLOCATED = "unlocated"
    """Something in this range is not what was signed; the published hashes cannot say what."""
    BROKEN_LINK = "broken-link"
    """Above the last checkpoint: the entry does not fit those before it."""
    CHECKPOINT_REFUSED = "checkpoint-refused"
    """A checkpoint that no trusted key signed, or that is not what its place says."""
    CHECKPOINT_CONTRADICTS = "checkpoint-contradicts"
    """A trusted key signed it, and it is not of this record: one of two histories is false."""
    CHECKPOINT_MISSING = "checkpoint-missing"
    """The record knows that it was published, and it is not at its place."""
    CHECKPOINT_ROLLED_BACK = "checkpoint-rolled-back"
    """The newest checkpoint was replaced by an older one."""
    KEY_UNANNOUNCED = "key-unannounced"
    """A key is listed that the one before it did not announce."""
    TILE_CHANGED = "tile-changed"
    """Published hashes are missing, or not those of the record, which itself is as it was signed."""
    STAMP_REFUSED = "stamp-refused"
    """A time stamp that is not of its checkpoint."""
    ROW_CHANGED = "row-changed"
    """A row people look at is not what the events say."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `first` to `last`: positions of events, numbers of outcomes, or the size of a checkpoint."""

    where: Where
    kind: Kind
    first: int
    last: int
    stream: str = ""
    detail: str = ""

    @property
    def sentence(self) -> str:
        many = self.first != self.last
        said = f"{self._subject} {'are' if many else 'is'} {_PREDICATES[self.kind]}."
        return f"{said} {self.detail}" if self.detail else said

    @property
    def _subject(self) -> str:
        if self.where == "rows":
            return f"The row {self.stream}"
        if self.kind.startswith(("checkpoint", "stamp")):
            return f"The checkpoint of {self.first} {self.where}"
        if self.kind == Kind.KEY_UNANNOUNCED:
            return f"The key from {self.first} {self.where} on"
        noun = "event" if self.where == "events" else "outcome"
        of_stream = f" of {self.stream}" if self.stream else ""
        if self.first == self.last:
            return f"The {noun} at {self.first}{of_stream}"
        return f"The {noun}s at {self.first} to {self.last}{of_stream}"


_PREDICATES = {
    Kind.CHANGED: "changed since signed",
    Kind.REWRITTEN: "replaced by another, hash and all, since signed",
    Kind.MOVED: "signed at another position",
    Kind.MISSING: "deleted since signed",
    Kind.INSERTED: "inserted between signed ones",
    Kind.UNLOCATED: "not all as signed; which of them are not cannot be told",
    Kind.BROKEN_LINK: "not fitting what stands before",
    Kind.CHECKPOINT_REFUSED: "not to be trusted",
    Kind.CHECKPOINT_CONTRADICTS: "signed, and of another history",
    Kind.CHECKPOINT_MISSING: "gone, or no longer what was published",
    Kind.CHECKPOINT_ROLLED_BACK: "shown as the newest though a newer one was published",
    Kind.KEY_UNANNOUNCED: "not announced by the one before it",
    Kind.TILE_CHANGED: "published with other hashes than those of the record, which is as signed",
    Kind.STAMP_REFUSED: "dated by a time stamp of something else",
    Kind.ROW_CHANGED: "not what the events say",
}

"""A log that continues another one which was lost in part: its first checkpoint says which, and from where."""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Collection
from dataclasses import dataclass

from ledger.checkpoints import Checkpoint, LogName
from ledger.findings import Finding, Kind
from ledger.keyring import announced
from ledger.published import Place, PublishedLog
from ledger.trusting import read

_WORD = "continues"
_PARTS = 5


@dataclass(frozen=True, slots=True)
class Continuation:
    """The log `origin` had this size and root at last; of its entries the first `kept` are those of the new log."""

    origin: str
    size: int
    root: bytes
    kept: int

    @property
    def line(self) -> str:
        """As it stands in the checkpoint, signed with it."""
        return f"{_WORD} {self.origin} {self.size} {b64encode(self.root).decode()} {self.kept}"


def continuation(checkpoint: Checkpoint) -> Continuation | None:
    """What the log of this checkpoint continues; None when it says nothing of it."""
    for line in checkpoint.extensions:
        word, *parts = line.split(" ")
        if word == _WORD and len(parts) == _PARTS - 1 and parts[1].isdecimal() and parts[3].isdecimal():
            try:
                root = b64decode(parts[2], validate=True)
            except binascii.Error:
                continue
            return Continuation(parts[0], int(parts[1]), root, int(parts[3]))
    return None


def unsaid(log: LogName, continued: Continuation, restorations: Collection[int]) -> list[Finding]:
    """A log may only leave out what another had where the record itself says that it was brought back from a backup.

    `restorations`: the positions of the events that say so. Outcomes have none, and go with their events.
    """
    if log == "outcomes" or continued.kept == continued.size or continued.kept + 1 in restorations:
        return []
    lost = f"{continued.size - continued.kept} events of {continued.origin} are gone, and no event says why."
    return [Finding(log, Kind.MISSING, continued.kept + 1, continued.size, detail=lost)]


async def cited(place: Place, log: PublishedLog) -> tuple[PublishedLog, Checkpoint] | None:
    """The log that this one is to continue, and its last checkpoint, which lies here as `cited`; None for a first log.

    Raises `NoteRefused` or `NotACheckpoint` where no key of that log signed it.
    """
    note = await place.read(f"{log.origin}/cited")
    if note is None:
        return None
    text = note.decode(errors="replace")
    before = place.at(text.partition("\n")[0])
    ring, _ = await announced("events", before)
    return before, read(text, before.origin, ring.verifiers)

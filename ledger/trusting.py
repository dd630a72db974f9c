"""Which checkpoints may be believed: those that a trusted key signed for the size they lie under."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ledger.checkpoints import Checkpoint, LogName, NotACheckpoint, parse
from ledger.findings import Finding, Kind
from ledger.keyring import Key, KeyRing, KeysUnreadable, announced, parse_keys
from ledger.notes import NoteRefused, Verifier, opened
from ledger.published import PublishedLog


class TrustRefused(Exception):
    """A key or checkpoint given by hand cannot be used; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What an auditor brings along: it counts for more than what is published. Nothing: the published keys count.

    `vkey`: a public key; those it announced are trusted with it. `keys`: lines `SIZE VKEY`, which alone are trusted.
    `checkpoints`: signed notes kept since.
    """

    vkey: str | None = None
    keys: str | None = None
    checkpoints: tuple[str, ...] = ()

    @property
    def given(self) -> bool:
        return self.vkey is not None or self.keys is not None

    async def ring(self, log: LogName, published: PublishedLog) -> tuple[KeyRing, list[Finding]]:
        """The keys to believe for a log, and what is wrong with those it lists. Raises `TrustRefused`."""
        try:
            if self.keys is not None:
                return parse_keys(self.keys, published.origin), []
            if self.vkey is not None:
                own = Verifier.from_vkey(self.vkey).named(published.origin)
                return await announced(log, published, [Key(0, own)])
        except (KeysUnreadable, ValueError) as wrong:
            raise TrustRefused(str(wrong)) from wrong
        return await announced(log, published)

    def checkpoints_of(self, origin: str, ring: KeyRing) -> list[Checkpoint]:
        """The checkpoints of a log that were given by hand. Raises `TrustRefused` where no trusted key signed one."""
        own = [note for note in self.checkpoints if note.partition("\n")[0] == origin]
        try:
            return [read(note, origin, ring.verifiers) for note in own]
        except (NoteRefused, NotACheckpoint) as wrong:
            raise TrustRefused(f"The checkpoint given of {origin}: {wrong}") from wrong


def believed(
    log: LogName, origin: str, notes: Mapping[int, str], ring: KeyRing
) -> tuple[list[Checkpoint], list[Finding]]:
    """The checkpoints published under these sizes that may be believed, and why the others may not."""
    checkpoints, findings = [], []
    for size, note in notes.items():
        try:
            checkpoints.append(believed_at(note, origin, size, ring))
        except (NoteRefused, NotACheckpoint) as refusal:
            findings.append(Finding(log, Kind.CHECKPOINT_REFUSED, size, size, detail=str(refusal)))
    return checkpoints, findings


def believed_at(note: str, origin: str, size: int, ring: KeyRing) -> Checkpoint:
    """The checkpoint of this size in the note; raises `NoteRefused` or `NotACheckpoint`."""
    verifier = ring.at(size)
    if verifier is None:
        raise NoteRefused("No trusted key signs that size.")
    checkpoint = read(note, origin, [verifier])
    if checkpoint.size != size:
        raise NotACheckpoint(f"It is the one of {checkpoint.size}.")
    return checkpoint


def read(note: str, origin: str, verifiers: Iterable[Verifier]) -> Checkpoint:
    """The checkpoint of this log in the note; raises `NoteRefused` or `NotACheckpoint`."""
    checkpoint = parse(opened(note, verifiers))
    if checkpoint.origin != origin:
        raise NotACheckpoint(f"It is one of {checkpoint.origin}.")
    return checkpoint

"""The public keys of a log, one after the other: which may sign it at which size, and who said so."""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.checkpoints import LogName
from ledger.findings import Finding, Kind
from ledger.notes import NoteRefused, Signer, Verifier, opened
from ledger.published import PublishedLog


class KeysUnreadable(ValueError):
    """A list of keys with a line that is not a size and a public key."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key and the smallest size of the log it signs; it signs until the next one's."""

    size: int
    verifier: Verifier


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys in the order of their sizes."""

    keys: tuple[Key, ...]

    def at(self, size: int) -> Verifier | None:
        """The key that signs a checkpoint of this size."""
        found = [key.verifier for key in self.keys if key.size <= size]
        return found[-1] if found else None

    @property
    def verifiers(self) -> list[Verifier]:
        return [key.verifier for key in self.keys]

    @property
    def lines(self) -> str:
        return "".join(f"{key.size} {key.verifier.vkey}\n" for key in self.keys)


def parse_keys(lines: str, name: str) -> KeyRing:
    """The keys of the log of this name among the lines `SIZE NAME+ID+KEY`; raises `KeysUnreadable`."""
    keys = [_key(line) for line in lines.splitlines() if line.strip()]
    own = [key for key in keys if key.verifier.name == name]
    return KeyRing(tuple(sorted(own, key=lambda key: key.size)))


def change_text(origin: str, key: Key) -> str:
    """What a key signs to announce the one after it."""
    return f"{origin}\nkey change\n{key.size}\n{key.verifier.vkey}\n"


async def announced(
    log: LogName, published: PublishedLog, first: Sequence[Key] = ()
) -> tuple[KeyRing, list[Finding]]:
    """The keys the log lists, as far as each was announced by the one before it, and what is wrong with the others.

    Begins with the first that is listed, or with `first`, which is trusted whatever is listed.
    """
    try:
        listed = parse_keys(await published.keys(), published.origin).keys
    except KeysUnreadable as unreadable:
        return KeyRing(tuple(first)), [Finding(log, Kind.KEY_UNANNOUNCED, 0, 0, detail=str(unreadable))]
    size_of = {key.verifier.vkey: key.size for key in listed}
    # A trusted key that is listed signs from the size it is listed under.
    trusted = [Key(size_of.get(key.verifier.vkey, key.size), key.verifier) for key in first or listed[:1]]
    vkeys, findings = {key.verifier.vkey for key in trusted}, []
    for key in listed:
        if key.verifier.vkey in vkeys or key.size < trusted[-1].size:
            continue
        if await _is_announced(published, trusted[-1].verifier, key):
            trusted.append(key)
        else:
            findings.append(Finding(log, Kind.KEY_UNANNOUNCED, key.size, key.size, detail=key.verifier.vkey))
    return KeyRing(tuple(trusted)), findings


async def _is_announced(log: PublishedLog, by: Verifier, key: Key) -> bool:
    note = await log.key_change(key.verifier.key_id)
    try:
        return note is not None and opened(note, [by]) == change_text(log.origin, key)
    except NoteRefused:
        return False


def announcement(origin: str, key: Key, by: Signer) -> str:
    """The note in which one key announces the next."""
    return by.sign(change_text(origin, key))


def renamed(vkey: str, name: str) -> Verifier:
    """The same public key under the name of another log of the same record; raises `ValueError`."""
    return Verifier.from_vkey(vkey).named(name)


def _key(line: str) -> Key:
    size, _, vkey = line.strip().partition(" ")
    if not size.isdecimal():
        raise KeysUnreadable(f"{line!r} is not a size and a public key.")
    try:
        return Key(int(size), Verifier.from_vkey(vkey))
    except ValueError as error:
        raise KeysUnreadable(str(error)) from error

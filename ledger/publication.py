"""One log's publication: what it continues, what is wrong with it, and the files that make its next checkpoint."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from ledger.checkpoints import Checkpoint, LogName
from ledger.connection import Connection
from ledger.continuing import Continuation, cited, unsaid
from ledger.examining import Examination
from ledger.findings import Finding
from ledger.judging import judged, unfitting
from ledger.keyring import Key, KeyRing, announced, announcement
from ledger.notes import Signer
from ledger.published import Place
from ledger.remembering import gone, remember, remembered
from ledger.timestamping import StampRefused
from ledger.trusting import believed

Stamp = Callable[[bytes], Awaitable[bytes]]
"""Has a text dated and returns the answer of an RFC 3161 authority. Raises `StampRefused`."""


class KeyRefused(Exception):
    """Nothing was signed: the key is not the one in use, and the one in use is not there to announce it."""


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs. `origin` names the logs at their first publication; `seed_before` announces a new key."""

    origin: str
    seed: bytes
    seed_before: bytes | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """Where a log stands. `new`: it grew. `unstamped`: why its checkpoint has no time stamp though one is wanted."""

    log: LogName
    origin: str
    size: int
    new: bool
    unstamped: str = ""


class Publication:
    """The next checkpoint of one log, which continues the last one at its place."""

    def __init__(self, place: Place, origin: str, log: LogName, signing: Signing) -> None:
        self.log: LogName = log
        self._installation = origin
        self._at_place = place.log(origin, log)
        self._signer = Signer.from_seed(self._at_place.origin, signing.seed)
        self._signing = signing
        self._note: str | None = None
        self._size = 0
        self._cited: Checkpoint | None = None
        self._continued: Continuation | None = None

    @classmethod
    async def begin(
        cls, connection: Connection, place: Place, origin: str, log: LogName, signing: Signing
    ) -> "Publication":
        """Read what was published last, and what the database remembers of it."""
        publication = cls(place, origin, log, signing)
        await publication._read(connection, place)
        return publication

    async def _read(self, connection: Connection, place: Place) -> None:
        sizes = (await self._at_place.sizes())[-1:]
        self._ring, unannounced = await self._keys()
        self._announcer = self._who_announces([key.verifier.vkey for key in self._ring.keys])
        notes = {size: note async for size, note in self._at_place.notes(sizes)}
        last, refused = believed(self.log, self._at_place.origin, notes, self._ring)
        known = await remembered(connection, self._installation, self.log)
        newest = dict(list(known.items())[-1:])
        there = {size: note async for size, note in self._at_place.notes(newest)}
        self._findings = unannounced + refused + gone(self.log, newest, there)
        self._size, self._note = next(iter(notes.items()), (0, None))
        before = None if sizes else await cited(place, self._at_place)
        if before is None:
            self.examination = Examination(self.log, last, self._at_place, published_size=self._size)
        else:
            log_before, self._cited = before
            self.examination = Examination(self.log, [self._cited], log_before)

    async def _keys(self) -> tuple[KeyRing, list[Finding]]:
        """The keys listed, as far as they were announced; and this one, where an operator listed it by hand.

        A key that was lost can announce none. That nobody did is for whoever verifies to find, and to judge.
        """
        ring, unannounced = await announced(self.log, self._at_place)
        own = [finding for finding in unannounced if finding.detail == self._signer.vkey]
        if not own:
            return ring, unannounced
        key = Key(own[0].first, self._signer.verifier)
        return KeyRing((*ring.keys, key)), [finding for finding in unannounced if finding not in own]

    async def wrong(self, restorations: Collection[int]) -> list[Finding]:
        """All that is wrong with the record or its publication, once the log was read."""
        evidence = await self.examination.evidence()
        if self._cited is None:
            return self._findings + judged(evidence)
        # A log that continues another one begins with what they have in common, and owes an account of the rest.
        self._continued = Continuation(
            self._cited.origin, self._cited.size, self._cited.root, evidence.common
        )
        return [
            *self._findings,
            *unfitting(evidence),
            *unsaid(self.log, self._continued, restorations),
        ]

    async def finish(self, connection: Connection, at: datetime, stamp: Stamp | None) -> Published:
        """Publish: tiles first, the checkpoint last, so that none is ever there without what it stands for."""
        tree, size = self.examination.tree, self._size
        if grown := tree.size > size:
            await self._use_key()
            await self._at_place.add_tiles(tree.tiles())
            size = tree.size
            extensions = () if self._continued is None else (self._continued.line,)
            checkpoint = Checkpoint(self._at_place.origin, size, tree.root, extensions)
            self._note = self._signer.sign(checkpoint.text)
            await self._at_place.add_checkpoint(size, self._note)
        unstamped = "" if self._note is None else await self._stamped(size, self._note, stamp)
        if self._note is not None:
            if await self._at_place.newest() != self._note:
                await self._at_place.set_newest(self._note)
            await remember(connection, self._installation, self.log, size, self._note, at)
        return Published(self.log, self._at_place.origin, size, grown, unstamped)

    async def _use_key(self) -> None:
        """Have the key listed, and announced by the one before it if there was one."""
        keys = self._ring.keys
        if keys and keys[-1].verifier.vkey == self._signer.vkey:
            return
        key = Key(self._size + 1 if keys else 0, self._signer.verifier)
        if self._announcer is not None:
            note = announcement(self._at_place.origin, key, self._announcer)
            await self._at_place.set_key_change(key.verifier.key_id, note)
        await self._at_place.set_keys(KeyRing((*keys, key)).lines)

    def _who_announces(self, vkeys: list[str]) -> Signer | None:
        """The key that is to announce this one; None where it is in use, or the first. Raises `KeyRefused`."""
        if not vkeys or vkeys[-1] == self._signer.vkey:
            return None
        seed = self._signing.seed_before
        before = None if seed is None else Signer.from_seed(self._at_place.origin, seed)
        if before is None or before.vkey != vkeys[-1] or self._signer.vkey in vkeys:
            raise KeyRefused(f"The key in use is {vkeys[-1]}; only it can announce {self._signer.vkey}.")
        return before

    async def _stamped(self, size: int, note: str, stamp: Stamp | None) -> str:
        """Have the checkpoint dated, if it is not yet; why that failed, if it did. It never stops a publication."""
        if stamp is None or await self._at_place.stamp(size) is not None:
            return ""
        try:
            await self._at_place.set_stamp(size, await stamp(note.encode()))
        except StampRefused as refusal:
            return str(refusal)
        return ""

"""What is to be held against one log of the record: everything published of it that may be believed."""

from collections.abc import Collection
from dataclasses import dataclass, field

from ledger.checkpoints import LOGS, Checkpoint, LogName, log_origin
from ledger.connection import Connection
from ledger.continuing import continuation, unsaid
from ledger.findings import Finding, Kind
from ledger.keyring import KeyRing
from ledger.published import Place, PublishedLog
from ledger.remembering import gone, remembered, remembered_origins
from ledger.timestamping import stamps
from ledger.trusting import Trust, TrustRefused, believed

# The origin of a record of which nothing was published.
_NONE = "unpublished"


@dataclass(slots=True)
class Witnesses:
    """The checkpoints of one log, the keys they were believed by, and what is wrong with what is published.

    `given`: how many were given by hand.
    """

    log: LogName
    published: PublishedLog
    ring: KeyRing
    checkpoints: list[Checkpoint] = field(default_factory=list)
    given: int = 0
    findings: list[Finding] = field(default_factory=list)


async def witnesses(
    connection: Connection, place: Place, trust: Trust, restorations: Collection[int]
) -> list[Witnesses]:
    """All that speaks of each log. Raises `TrustRefused`."""
    own = {log_origin(origin, log) for origin in await place.origins() for log in LOGS}
    given = {note.partition("\n")[0] for note in trust.checkpoints}
    if foreign := given - own:
        raise TrustRefused(f"A checkpoint was given of {min(foreign)}, which is no log of this record.")
    return [await _witnesses(connection, place, log, trust, restorations) for log in LOGS]


async def _witnesses(
    connection: Connection, place: Place, log: LogName, trust: Trust, restorations: Collection[int]
) -> Witnesses:
    origins = await place.origins() or (await remembered_origins(connection))[-1:]
    if not origins:
        return Witnesses(log, place.log(_NONE, log), KeyRing(()))
    # In the reverse order of publication: what is seen first was there before what is seen later.
    known = await remembered(connection, origins[-1], log)
    published = place.log(origins[-1], log)
    newest = await published.newest()
    notes = {size: note async for size, note in published.notes(await published.sizes())}
    ring, findings = await trust.ring(log, published)
    found = Witnesses(log, published, ring, findings=findings)
    _believe(found, notes, trust)
    found.findings += gone(log, known, notes) + _not_newest(log, newest, notes, max(known, default=0))
    found.findings += [
        Finding(log, Kind.STAMP_REFUSED, size, size)
        for size in await published.stamped()
        if not stamps(await published.stamp(size) or b"", notes.get(size, "").encode())
    ]
    given = trust.checkpoints_of(published.origin, ring)
    found.checkpoints += given
    found.given = len(given)
    if notes:
        await _add_earlier(found, place, origins, trust, restorations)
    return found


def _believe(found: Witnesses, notes: dict[int, str], trust: Trust) -> None:
    """Add the checkpoints that may be believed. One from before the keys given by hand is nothing to judge by."""
    first = found.ring.keys[0].size if trust.given and found.ring.keys else 0
    since = {size: note for size, note in notes.items() if size >= first}
    checkpoints, refused = believed(found.log, found.published.origin, since, found.ring)
    found.checkpoints += checkpoints
    found.findings += refused


def _not_newest(log: LogName, newest: str | None, notes: dict[int, str], known: int) -> list[Finding]:
    """What is wrong with the file `checkpoint`. An older one is, if a newer was published to the end."""
    if not notes or newest == notes[max(notes)]:
        return []
    size = next((size for size, note in notes.items() if note == newest), 0)
    if newest is None and known == 0:
        # The first publication was cut off before its last step; the next one goes on.
        return []
    if size == 0:
        detail = "The file `checkpoint` is missing, or holds something else."
        return [Finding(log, Kind.CHECKPOINT_REFUSED, max(notes), max(notes), detail=detail)]
    return [Finding(log, Kind.CHECKPOINT_ROLLED_BACK, size, size)] if size < known else []


async def _add_earlier(
    found: Witnesses, place: Place, origins: list[str], trust: Trust, restorations: Collection[int]
) -> None:
    """Add the checkpoints of the logs this one continues, as far as it kept what they cover."""
    first, log = found.checkpoints[0] if found.checkpoints else None, found.log
    kept: int | None = None
    for origin in reversed(origins[:-1]):
        before = place.log(origin, log)
        continued = None if first is None else continuation(first)
        if continued is None or continued.origin != before.origin:
            detail = f"It does not say what it continues of {before.origin}."
            size = first.size if first is not None else 0
            found.findings.append(Finding(log, Kind.CHECKPOINT_REFUSED, size, size, detail=detail))
            return
        # What an earlier restore brought back may be lost to a later one, and the event that said so with it.
        if kept is None or continued.kept < kept:
            found.findings += unsaid(log, continued, restorations)
            kept = continued.kept
        there = await before.sizes()
        # The first says what this log continues, even where nothing else of it is kept.
        sizes = [size for size in there if size <= kept or size == there[0]]
        ring, _ = await trust.ring(log, before)
        notes = {size: note async for size, note in before.notes(sizes)}
        checkpoints, refused = believed(log, before.origin, notes, ring)
        given = [one for one in trust.checkpoints_of(before.origin, ring) if one.size <= kept]
        found.given += len(given)
        found.checkpoints += [one for one in checkpoints if one.size <= kept] + given
        found.findings += refused
        first = checkpoints[0] if checkpoints else None

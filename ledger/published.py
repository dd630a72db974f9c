"""The place outside the database where logs are published: a folder or a bucket that only ever gets more files.

    origins                              the origin of this record's logs, one a line, the last one is in use
    ORIGIN/events/checkpoint             the newest checkpoint
    ORIGIN/events/checkpoints/SIZE       every checkpoint there was, and SIZE.tsr its time stamp, where there is one
    ORIGIN/events/keys                   public keys, each behind the smallest size it signs
    ORIGIN/events/key-changes/ID         the key of this id, announced by the one before it
    ORIGIN/events/cited                  the last checkpoint of the log that this one continues, where there is one
    ORIGIN/events/tile/…                 hashes and entries, as C2SP tlog-tiles lays them out
    ORIGIN/outcomes/…                    the same for outcomes

`origins`, `checkpoint` and `keys` grow or are written over; tiles and checkpoints never change.
"""

import asyncio
import re
from collections import deque
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Callable,
    Coroutine,
    Iterable,
    Sequence,
)
from typing import TypeVar

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import ObjectStore

from ledger.checkpoints import LogName, log_origin
from ledger.outside import Outside
from ledger.tiles import HASH_BYTES, WIDTH, Tile, spans, tile_path

_ORIGIN = re.compile(r"[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)*")
_SIZE = re.compile(r"0|[1-9][0-9]*")
_AT_ONCE = 16
_TOGETHER = 16
_Item = TypeVar("_Item")
_Done = TypeVar("_Done")


class PlaceContradicts(Exception):
    """A file that is never changed lies there already, with another content."""


class Place:
    """`file:///folder`, `s3://bucket/prefix` or `memory:///`. Whoever may write there is not to write the database.

    The place is looked for once it is needed; whatever then reads or writes there raises `PlaceOutOfReach`.
    """

    def __init__(self, url: str, *, make: bool = True) -> None:
        """`make`: a folder that is not there is made."""
        self._outside = Outside(url, "The published logs", make=make)

    async def origins(self) -> list[str]:
        """The origins of the record's logs, the first one first; none before the first publication."""
        listed = await self.read("origins")
        return [] if listed is None else listed.decode().split()

    async def begin(self, origin: str) -> None:
        """Make this the origin that is in use. Raises `ValueError` where it is no path of small letters."""
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(f"{origin!r} is no origin: small letters, digits, dots, hyphens and slashes.")
        known = await self.origins()
        if origin not in known:
            await self.replace("origins", "".join(f"{line}\n" for line in [*known, origin]).encode())

    def log(self, origin: str, log: LogName) -> "PublishedLog":
        return self.at(log_origin(origin, log))

    def at(self, origin: str) -> "PublishedLog":
        """The log of this origin of its own."""
        return PublishedLog(self, origin)

    async def read(self, path: str) -> bytes | None:
        """The content of a file; None where there is none."""
        with self._outside.reached():
            store = self._outside.store
            try:
                found = await obstore.get_async(store, path)
                return bytes(await found.bytes_async())
            except FileNotFoundError:
                return None

    async def read_some(self, paths: Sequence[str]) -> list[bytes | None]:
        """As `read` for each, one after the other in a thread: many small files cost the event loop nothing."""
        with self._outside.reached():
            store = self._outside.store
            return await asyncio.to_thread(lambda: [_read_blocking(store, path) for path in paths])

    async def add(self, path: str, content: bytes) -> None:
        """Write a file that is never changed; again with the same content it is left as it is."""
        with self._outside.reached():
            try:
                await obstore.put_async(self._outside.store, path, content, mode="create")
            except AlreadyExistsError:
                if await self.read(path) != content:
                    raise PlaceContradicts(f"{path} lies there already, with another content.") from None

    async def replace(self, path: str, content: bytes) -> None:
        with self._outside.reached():
            await obstore.put_async(self._outside.store, path, content, mode="overwrite")

    async def names(self, folder: str) -> list[str]:
        """The names of the files in a folder."""
        with self._outside.reached():
            listed = [
                entry async for batch in obstore.list(self._outside.store, prefix=folder) for entry in batch
            ]
        return [entry["path"].removeprefix(f"{folder}/") for entry in listed]


class PublishedLog:
    """One log at its place."""

    def __init__(self, place: Place, origin: str) -> None:
        self._place = place
        self.origin = origin

    async def newest(self) -> str | None:
        """The note in the file `checkpoint`."""
        return await self._text("checkpoint")

    async def sizes(self) -> list[int]:
        """The sizes a checkpoint lies under, in order."""
        names = await self._place.names(f"{self.origin}/checkpoints")
        return sorted(int(name) for name in names if _SIZE.fullmatch(name))

    async def notes(self, sizes: Iterable[int]) -> AsyncIterator[tuple[int, str]]:
        """The note under each of these sizes, as far as there is one."""
        async for size, note in _ahead(sizes, lambda size: self._text(f"checkpoints/{size}")):
            if note is not None:
                yield size, note

    async def add_checkpoint(self, size: int, note: str) -> None:
        await self._place.add(f"{self.origin}/checkpoints/{size}", note.encode())

    async def set_newest(self, note: str) -> None:
        await self._place.replace(f"{self.origin}/checkpoint", note.encode())

    async def stamped(self) -> list[int]:
        """The sizes whose checkpoint has a time stamp, in order."""
        names = [
            name.removesuffix(".tsr")
            for name in await self._place.names(f"{self.origin}/checkpoints")
            if name.endswith(".tsr")
        ]
        return sorted(int(name) for name in names if _SIZE.fullmatch(name))

    async def stamp(self, size: int) -> bytes | None:
        return await self._place.read(f"{self.origin}/checkpoints/{size}.tsr")

    async def set_stamp(self, size: int, response: bytes) -> None:
        await self._place.replace(f"{self.origin}/checkpoints/{size}.tsr", response)

    async def keys(self) -> str:
        """The lines of the file `keys`; empty where there is none."""
        return await self._text("keys") or ""

    async def set_keys(self, lines: str) -> None:
        await self._place.replace(f"{self.origin}/keys", lines.encode())

    async def key_change(self, key_id: bytes) -> str | None:
        """The note in which the key of this id was announced by the one before it."""
        return await self._text(f"key-changes/{key_id.hex()}")

    async def set_key_change(self, key_id: bytes, note: str) -> None:
        await self._place.replace(f"{self.origin}/key-changes/{key_id.hex()}", note.encode())

    async def add_tiles(self, tiles: Iterable[Tile]) -> None:
        """Write files, several at a time; `PlaceContradicts` where one lies there with another content."""

        async def add(tile: Tile) -> None:
            await self._place.add(f"{self.origin}/{tile.path}", tile.content)

        async for _ in _ahead(tiles, add):
            pass

    async def leaves(self, size: int, start: int = 0) -> AsyncGenerator[tuple[int, bytes], None]:
        """The leaf hashes of a log of this size, tile by tile from the one that holds index `start`.

        Each with the index of its tile; empty where the tile is missing or has another length.
        """
        wanted = [(0, index, width) for index, width in spans(size) if index >= start // WIDTH]
        some = [wanted[at : at + _TOGETHER] for at in range(0, len(wanted), _TOGETHER)]
        async for asked, tiles in _ahead(some, self._tiles):
            for (_, index, _), hashes in zip(asked, tiles, strict=True):
                yield index, hashes

    async def tile(self, level: int, index: int, width: int = WIDTH) -> bytes:
        """The first `width` hashes of a tile; empty where it is missing or has fewer."""
        [hashes] = await self._tiles([(level, index, width)])
        return hashes

    async def _tiles(self, wanted: Sequence[tuple[int, int, int]]) -> list[bytes]:
        found = await self._place.read_some([f"{self.origin}/{tile_path(*tile)}" for tile in wanted])
        # A place may have dropped a partial tile once the full one was there.
        full = [
            await self._place.read(f"{self.origin}/{tile_path(level, index)}")
            if content is None and width < WIDTH
            else content
            for (level, index, width), content in zip(wanted, found, strict=True)
        ]
        return [_first(width, content or b"") for (_, _, width), content in zip(wanted, full, strict=True)]

    async def _text(self, name: str) -> str | None:
        content = await self._place.read(f"{self.origin}/{name}")
        return None if content is None else content.decode(errors="replace")


def _read_blocking(store: ObjectStore, path: str) -> bytes | None:
    try:
        return bytes(obstore.get(store, path).bytes())
    except FileNotFoundError:
        return None


def _first(width: int, hashes: bytes) -> bytes:
    """So many hashes; none where there are fewer."""
    return hashes[: width * HASH_BYTES] if len(hashes) >= width * HASH_BYTES else b""


async def _ahead(
    items: Iterable[_Item], work: Callable[[_Item], Coroutine[object, object, _Done]]
) -> AsyncIterator[tuple[_Item, _Done]]:
    """Each item with what `work` gave for it, in their order, while it is at work on those that follow."""
    begun: deque[tuple[_Item, asyncio.Task[_Done]]] = deque()
    try:
        for item in items:
            begun.append((item, asyncio.create_task(work(item))))
            if len(begun) == _AT_ONCE:
                first, task = begun.popleft()
                yield first, await task
        while begun:
            first, task = begun.popleft()
            yield first, await task
    finally:
        for _, task in begun:
            task.cancel()

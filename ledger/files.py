"""Files at a place outside the database: a folder or a bucket."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import obstore

from ledger.outside import Outside

_CHUNK = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stored:
    """One file: its path at the place, its SHA-256 in hex, its size in bytes."""

    path: str
    sha256: str
    size: int


class FileMissing(Exception):
    """There is no such file at the place."""


class Files:
    """`file:///folder` or `s3://bucket/prefix`.

    The place is looked for once it is needed; whatever then reads or writes there raises `PlaceOutOfReach`.
    """

    def __init__(self, url: str, *, make: bool = True) -> None:
        """`make`: a folder that is not there is made."""
        self._outside = Outside(url, "The files", make=make)

    async def paths(self, folder: str = "") -> list[str]:
        """Every file at the place, or in one folder of it, in order."""
        with self._outside.reached():
            listed = obstore.list(self._outside.store, folder or None)
            return sorted([entry["path"] async for batch in listed for entry in batch])

    async def read(self, path: str) -> bytes:
        """The file's content; raises `FileMissing`."""
        with self._outside.reached():
            store = self._outside.store
            try:
                found = await obstore.get_async(store, path)
                return bytes(await found.bytes_async())
            except FileNotFoundError as error:
                raise FileMissing(path) from error

    async def write(self, path: str, content: bytes) -> Stored:
        """Write the file, over what lay there."""
        with self._outside.reached():
            await obstore.put_async(self._outside.store, path, content, mode="overwrite")
        return Stored(path, sha256(content).hexdigest(), len(content))

    async def store(self, path: str, source: Path) -> Stored:
        """Write the file from a local one, of any size."""
        digest, size = sha256(), 0
        with source.open("rb") as content:
            while chunk := content.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
        with self._outside.reached():
            await obstore.put_async(self._outside.store, path, source)
        return Stored(path, digest.hexdigest(), size)

    async def fetch(self, path: str, target: Path) -> Stored:
        """Bring the file to a local one, of any size; raises `FileMissing`."""
        digest, size = sha256(), 0
        with self._outside.reached(), target.open("wb") as content:
            store = self._outside.store
            try:
                found = await obstore.get_async(store, path)
            except FileNotFoundError as error:
                raise FileMissing(path) from error
            async for chunk in found.stream(min_chunk_size=_CHUNK):
                digest.update(chunk)
                size += content.write(chunk)
        return Stored(path, digest.hexdigest(), size)

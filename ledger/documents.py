"""Documents under the SHA-256 of their content, in a folder or an object store."""

import re
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass, field
from hashlib import sha256

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import from_url

_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class DocumentId:
    """The content's SHA-256 in lower-case hex, and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Received:
    """A whole content with its id, held in memory: nothing says yet that it is stored."""

    id: DocumentId
    content: bytes = field(repr=False)


class DocumentTooLarge(Exception):
    """The content is larger than a document may be; nothing of it was stored."""

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(f"The document is larger than {limit_bytes} bytes.")
        self.limit_bytes = limit_bytes


class DocumentMissing(Exception):
    """The store has no document with this SHA-256."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"There is no document {sha256}.")
        self.sha256 = sha256


class DocumentDamaged(Exception):
    """The stored content no longer has the SHA-256 it is stored under."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"The content stored as document {sha256} was changed.")
        self.sha256 = sha256


class Documents:
    """A content-addressed store: `file:///folder`, `s3://bucket/prefix` or `memory:///`."""

    def __init__(self, url: str, *, limit_bytes: int) -> None:
        self._store = from_url(url, mkdir=True) if url.startswith("file:") else from_url(url)
        self._limit_bytes = limit_bytes

    async def put(self, content: AsyncIterable[bytes] | bytes) -> DocumentId:
        """Store the content, once however often it is put; raises as `receive` does."""
        return await self.keep(await self.receive(content))

    async def receive(self, content: AsyncIterable[bytes] | bytes) -> Received:
        """The whole content and, counted and hashed while it comes in, its id. Nothing is stored.

        Raises `DocumentTooLarge` as soon as the limit is passed: no more than that is held in memory.
        """
        whole, digest = bytearray(), sha256()
        async for chunk in _chunks(content):
            if len(whole) + len(chunk) > self._limit_bytes:
                raise DocumentTooLarge(self._limit_bytes)
            whole += chunk
            digest.update(chunk)
        return Received(DocumentId(digest.hexdigest(), len(whole)), bytes(whole))

    async def keep(self, received: Received) -> DocumentId:
        """Store what was received under its hash; a content that is there already is left as it is."""
        document = received.id
        try:
            await obstore.put_async(self._store, _path(document.sha256), received.content, mode="create")
        except AlreadyExistsError:
            await self._heal(document.sha256, received.content)
        return document

    async def get(self, digest: str) -> bytes:
        """The content with this SHA-256; raises `DocumentMissing`, or `DocumentDamaged` if it was changed."""
        if not _SHA256.fullmatch(digest):
            raise DocumentMissing(digest)
        try:
            found = await obstore.get_async(self._store, _path(digest))
            content = bytes(await found.bytes_async())
        except FileNotFoundError as error:
            raise DocumentMissing(digest) from error
        if sha256(content).hexdigest() != digest:
            raise DocumentDamaged(digest)
        return content

    async def holds(self, digest: str) -> bool:
        """Whether a document is stored under this SHA-256; its content is not read."""
        return await self.size(digest) is not None

    async def size(self, digest: str) -> int | None:
        """How many bytes are stored under this SHA-256, unread; None when nothing is."""
        if not _SHA256.fullmatch(digest):
            return None
        try:
            found = await obstore.head_async(self._store, _path(digest))
        except FileNotFoundError:
            return None
        return found["size"]

    async def hashes(self) -> AsyncIterator[str]:
        """The SHA-256 of every document, in no order; what lies in the store under other names is passed over."""
        async for batch in obstore.list(self._store):
            for entry in batch:
                digest = entry["path"].rpartition("/")[2]
                if _SHA256.fullmatch(digest) and entry["path"] == _path(digest):
                    yield digest

    async def listed(self) -> AsyncIterator[DocumentId]:
        """Every document that is stored, unread."""
        async for batch in obstore.list(self._store):
            for entry in batch:
                name = entry["path"].rpartition("/")[2]
                if _SHA256.fullmatch(name):
                    yield DocumentId(name, entry["size"])

    async def _heal(self, digest: str, content: bytes) -> None:
        """Replace a copy that was damaged where it lies: what was just received is its original."""
        try:
            await self.get(digest)
        except DocumentDamaged:
            await obstore.put_async(self._store, _path(digest), content, mode="overwrite")


async def _chunks(content: AsyncIterable[bytes] | bytes) -> AsyncIterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    async for chunk in content:
        yield chunk


def _path(digest: str) -> str:
    return f"{digest[:2]}/{digest}"

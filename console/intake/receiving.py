"""Receiving a document: limited while it streams in, and inspected as a whole before anything is stored."""

import asyncio
from collections.abc import AsyncIterable
from dataclasses import dataclass

from console.intake.inspecting import inspected
from console.intake.media import MediaType
from console.intake.refused import DocumentRefused
from ledger.documents import Documents, DocumentTooLarge, Received

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Examined:
    """A document that may be stored, by `Documents.keep`, and what it is."""

    received: Received
    media_type: MediaType


async def examine(documents: Documents, content: AsyncIterable[bytes]) -> Examined:
    """Read and inspect the content; nothing is stored.

    `DocumentRefused` if it is not taken; if it is too large, before the rest of it is read.
    """
    try:
        received = await documents.receive(content)
    except DocumentTooLarge as large:
        raise DocumentRefused("too-large", f"is larger than {_size(large.limit_bytes)}.") from large
    return Examined(received, await asyncio.to_thread(inspected, received.content))


def _size(limit_bytes: int) -> str:
    mebibytes, rest = divmod(limit_bytes, _MEBIBYTE)
    return f"{limit_bytes} bytes" if rest else f"{mebibytes} MiB"

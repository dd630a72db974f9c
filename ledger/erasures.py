"""The list of erasures kept outside the database: what was erased stays so when a backup from before is restored."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

import obstore
from obstore.exceptions import AlreadyExistsError
from pydantic import TypeAdapter

from ledger.canonical import canonical
from ledger.outside import Outside

_ENDING = ".json"


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure, without what was erased. `name`: the subject whose key is deleted, or one text's commitment."""

    event_id: UUID
    kind: Literal["subject", "text"]
    name: str
    erased_at: datetime


_ENTRY = TypeAdapter(Erasure)


class Erasures:
    """One small object an erasure, under its event's id: `file:///folder`, `s3://bucket/prefix` or `memory:///`.

    An entry may stand for an erasure that was begun and never recorded: it is written first. None is ever missing
    for one that was recorded, while nobody but this class writes here. The place is looked for once it is needed:
    what erases nothing does not fail with it, what does raises `PlaceOutOfReach`.
    """

    def __init__(self, url: str) -> None:
        self._outside = Outside(url, "The erasures listed")

    async def note(self, erasure: Erasure) -> None:
        """List the erasure; to be done before it is carried out. Noted again it is left as it is."""
        with self._outside.reached(), suppress(AlreadyExistsError):
            await obstore.put_async(
                self._outside.store, _path(erasure), _text(erasure).encode(), mode="create"
            )

    async def listed(self) -> list[Erasure]:
        """Every erasure, in order of time. Raises ValueError at an entry that cannot be read."""
        with self._outside.reached():
            listed = [entry["path"] async for batch in obstore.list(self._outside.store) for entry in batch]
            contents = {path: await self._content(path) for path in listed if path.endswith(_ENDING)}
        found = [_read(path, content) for path, content in contents.items()]
        return sorted(found, key=lambda erasure: (erasure.erased_at, erasure.event_id))

    async def _content(self, path: str) -> bytes:
        found = await obstore.get_async(self._outside.store, path)
        return bytes(await found.bytes_async())


def _read(path: str, content: bytes) -> Erasure:
    try:
        return _ENTRY.validate_json(content)
    except ValueError as error:
        raise ValueError(f"The list of erasures has an entry that cannot be read: {path}.") from error


def _path(erasure: Erasure) -> str:
    return f"{erasure.event_id}{_ENDING}"


def _text(erasure: Erasure) -> str:
    return canonical(
        {
            "erased_at": erasure.erased_at.isoformat(),
            "event_id": str(erasure.event_id),
            "kind": erasure.kind,
            "name": erasure.name,
        }
    )

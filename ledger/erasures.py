"""The list of erasures kept outside the database: what was erased stays so when a backup from before is restored."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal
from uuid import UUID

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import ObjectStore, from_url
from pydantic import TypeAdapter

from ledger.canonical import canonical

_ENDING = ".json"


class ErasuresOutOfReach(Exception):
    """The place of the list does not answer, or none can be there."""


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
    what erases nothing does not fail with it, what does raises `ErasuresOutOfReach`.
    """

    def __init__(self, url: str) -> None:
        self._url = url

    async def note(self, erasure: Erasure) -> None:
        """List the erasure; to be done before it is carried out. Noted again it is left as it is."""
        with _reached(), suppress(AlreadyExistsError):
            await obstore.put_async(self._store, _path(erasure), _text(erasure).encode(), mode="create")

    async def listed(self) -> list[Erasure]:
        """Every erasure, in order of time. Raises ValueError at an entry that cannot be read."""
        with _reached():
            entries = [entry async for batch in obstore.list(self._store) for entry in batch]
            found = [await self._read(entry["path"]) for entry in entries if entry["path"].endswith(_ENDING)]
        return sorted(found, key=lambda erasure: (erasure.erased_at, erasure.event_id))

    @cached_property
    def _store(self) -> ObjectStore:
        local = self._url.startswith("file:")
        return from_url(self._url, mkdir=True) if local else from_url(self._url)

    async def _read(self, path: str) -> Erasure:
        found = await obstore.get_async(self._store, path)
        try:
            return _ENTRY.validate_json(bytes(await found.bytes_async()))
        except ValueError as error:
            raise ValueError(f"The list of erasures has an entry that cannot be read: {path}.") from error


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (BaseError, OSError) as away:
        raise ErasuresOutOfReach(
            f"The list of erasures that LAUREL_ERASURES_URL names is out of reach: {type(away).__name__}."
        ) from away


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

"""The documents of a cluster with their titles opened and their sizes; and one of them by how its hash begins."""

import asyncio
import re
from collections.abc import Sequence

from console.cli.answers import NotFound, Usage
from console.cli.reading import opened_texts, stored_events
from console.cli.session import Session
from console.kept_documents import KeptDocument, kept_documents

_BEGINNING = re.compile(r"[0-9a-f]{12,63}")


async def filed(session: Session, stream: str) -> list[KeptDocument]:
    """Every document of the cluster, in the order of its events; `NotFound` when there is no such cluster."""
    found = kept_documents(await stored_events(session, stream))
    titles = await opened_texts(session, [each.title for each in found if each.title])
    store = session.documents
    sizes = await asyncio.gather(*(store.size(each.sha256) for each in found))
    return [
        each.model_copy(update={"title": titles.get(each.title or ""), "size": size})
        for each, size in zip(found, sizes, strict=True)
    ]


async def in_full(session: Session, stream: str, beginnings: Sequence[object], field: str) -> list[object]:
    """A field's hashes in full, each given whole or by at least twelve digits it begins with."""
    if not any(_is_beginning(each) for each in beginnings):
        return list(beginnings)
    listed = await filed(session, stream)
    return [named(str(each), listed, field).sha256 if _is_beginning(each) else each for each in beginnings]


def _is_beginning(given: object) -> bool:
    return isinstance(given, str) and _BEGINNING.fullmatch(given) is not None


def named(prefix: str, listed: Sequence[KeptDocument], where: str) -> KeptDocument:
    """The one document whose hash begins so; `NotFound` or `Usage`, saying where it is given, if there is not one."""
    found = {each.sha256: each for each in listed if each.sha256.startswith(prefix)}
    match list(found.values()):
        case [only]:
            return only
        case []:
            raise NotFound(f"{where}: no document of this cluster begins with {prefix}.")
        case several:
            raise Usage(f"{where}: {len(several)} documents begin with {prefix}: give more of the hash.")

"""The documents of a cluster as its events name them: issued to it, handed in by it, in answer to a finding."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import orjson

from console.cli.answers import NotFound, Usage
from console.cli.reading import opened_texts, stored_events
from console.cli.session import Session
from domain.frozen import Frozen
from domain.secretariat import secretariat_day
from ledger.reading import StoredEvent

_ISSUED = {
    "ReportDraftIssued": "report draft",
    "ReportIssued": "final report",
    "ReportReleased": "report",
    "CertificateIssued": "certificate",
}

_BEGINNING = re.compile(r"[0-9a-f]{12,63}")
_ANSWER = "answer to a finding"


class KeptDocument(Frozen):
    """One document of a cluster.

    `about`: a case, with the subject or finding where there is one, or a certificate's number. `version`: how many of
    its kind were there about the same, with it. `title`: as handed in; None where there is none, or it is erased.
    `size` in bytes; None when the store has it no more. `replaced`: a certificate that was issued anew.
    """

    sha256: str
    kind: str
    about: str
    version: int
    title: str | None
    received_on: date
    size: int | None = None
    replaced: bool = False


async def filed(session: Session, stream: str) -> list[KeptDocument]:
    """Every document of the cluster, in the order of its events; `NotFound` when there is no such cluster."""
    events = await stored_events(session, stream)
    found = list(_numbered(document for event in events for document in _documents(event)))
    titles = await opened_texts(session, [each.title for each in found if each.title])
    store = session.documents
    sizes = await asyncio.gather(*(store.size(each.sha256) for each in found))
    replaced = {
        replaces
        for event in events
        if event.type == "CertificateIssued" and (replaces := orjson.loads(event.payload).get("replaces"))
    }
    return [
        each.model_copy(
            update={
                "title": titles.get(each.title or ""),
                "size": size,
                "replaced": each.sha256 in replaced,
            }
        )
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


def _numbered(documents: Iterator[KeptDocument]) -> Iterator[KeptDocument]:
    """With versions where no event counts them. A finding is closed on documents it was answered with, too."""
    times: Counter[tuple[str, str]] = Counter()
    answers: set[tuple[str, str]] = set()
    for each in documents:
        if each.kind == _ANSWER:
            if (each.about, each.sha256) in answers:
                continue
            answers.add((each.about, each.sha256))
        times[each.kind, each.about] += 1
        yield each if each.version else each.model_copy(update={"version": times[each.kind, each.about]})


def _documents(event: StoredEvent) -> Iterator[KeptDocument]:
    payload, day = orjson.loads(event.payload), secretariat_day(event.recorded_at)
    if event.type in _ISSUED:
        yield _kept(
            payload["document"], _ISSUED[event.type], _about(payload), day, version=payload.get("version", 0)
        )
    for item in payload.get("items", ()) if event.type == "EvidenceSubmitted" else ():
        about = f"{payload['case_id']} {item.get('subject') or ''}".strip()
        yield _kept(item["document"], item["item"], about, day, title=item.get("title"))
    for document in (
        (*payload.get("documents", ()), *payload.get("evidence", ())) if "finding" in payload else ()
    ):
        about = f"{payload['case_id']} {payload['finding']}"
        yield _kept(document, _ANSWER, about, day)


def _kept(  # noqa: PLR0913
    sha256: str, kind: str, about: str, day: date, *, version: int = 0, title: str | None = None
) -> KeptDocument:
    return KeptDocument(sha256=sha256, kind=kind, about=about, version=version, title=title, received_on=day)


def _about(payload: dict[str, Any]) -> str:
    return str(payload.get("number") or payload["case_id"])

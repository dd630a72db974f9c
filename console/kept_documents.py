"""The documents a cluster's events name, in order: issued to it, handed in by it, what its labels rest on."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import orjson

from domain.frozen import Frozen
from domain.secretariat import secretariat_day
from ledger.reading import StoredEvent

_ISSUED = {
    "ReportDraftIssued": "report draft",
    "ReportIssued": "final report",
    "ReportReleased": "report",
    "CertificateIssued": "certificate",
}
_ANSWER = "answer to a finding"
_BASES = {"FactConfirmed": "confirmed fact", "TermCorrected": "corrected term"}


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


def kept_documents(events: Iterable[StoredEvent]) -> list[KeptDocument]:
    """Every document the cluster's events name. Titles are still commitments, and no size is known."""
    events = list(events)
    replaced = {orjson.loads(each.payload).get("replaces") for each in events}
    found = _numbered(document for event in events for document in _documents(event))
    return [each.model_copy(update={"replaced": each.sha256 in replaced}) for each in found]


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
    if event.type in _BASES and (document := payload.get("document")):
        about = f"{payload['level']}/{payload['term']['number']} {payload.get('fact', '')}".strip()
        yield _kept(document, _BASES[event.type], about, day)
    for document in payload.get("documents", ()) if event.type == "CauseSettled" else ():
        yield _kept(document, "settled cause", payload["level"], day)
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

"""Where a person is named outside the record: documents and letters, each with what the officer does about it.

Nothing here is deleted. A document is part of what a decision rests on, and copies of it are in other hands.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from email.message import EmailMessage
from pathlib import Path
from typing import Literal

from console.embedded.mailbox import read_mail
from console.kept_documents import KeptDocument
from console.privacy.phrases import occurs, text_in
from domain.cluster.state import Cluster
from domain.frozen import Frozen
from ledger.documents import DocumentDamaged, DocumentMissing, Documents

# Who is named in them by their form: whoever assessed the case.
_OF_THE_TEAM = frozenset({"report draft", "final report", "report"})
_BY_THE_ENGINE = _OF_THE_TEAM | {"certificate"}
_ISSUED = "Kept as long as the decision it belongs to; the applicant has a copy: tell them."
_HANDED_IN = "Ask the cluster for a version without the name, and whether it must be kept."
_UNKNOWN = "No event names it: an imported table, or of a command that was refused. Delete it where documents are kept."
UNSEARCHED = "cannot be searched"
_OCCURS = "found in its text"
_UNREADABLE = "Nothing in it can be searched: look at it."
_IN_THE_FOLDER = "Delete the file."
_SENT = "It is in the mailbox of whom it was sent to, and at the mail server: ask there."


# The documents events name, by hash: whose, and what they are there.
Known = Mapping[str, tuple[str, KeptDocument]]


class Mention(Frozen):
    """A document, letter or mail that names the person. `name`: a document's hash, a Message-ID, a file.

    `about`: the cluster and what it is kept for there, or the letter. `because`: how that is known.
    """

    what: Literal["document", "letter", "mail"]
    name: str
    kind: str
    about: str
    because: str
    to_do: str


class Letter(Frozen):
    """A letter that was sent to the person, as far as it is known: its text is not kept."""

    message_id: str
    notice: str
    stream: str


def letters_to(letters: Iterable[Letter]) -> list[Mention]:
    """The letters sent to the person."""
    return [
        Mention(
            what="letter",
            name=each.message_id,
            kind=each.notice,
            about=each.stream,
            because="sent to the person",
            to_do=_SENT,
        )
        for each in letters
    ]


def by_structure(person_id: str, cluster: Cluster, documents: Iterable[KeptDocument]) -> list[Mention]:
    """The documents whose form says that they name the person: drafts and reports of cases they assessed."""
    assessed = {case.case_id for case in cluster.cases if person_id in case.assessors}
    return [
        _found(each.sha256, (cluster.cluster_id, each), "names the team of the case")
        for each in documents
        if each.kind in _OF_THE_TEAM and each.about in assessed
    ]


async def by_text(
    phrases: Sequence[str],
    store: Documents,
    sha256s: Iterable[str],
    known: Known,
    near: AbstractSet[str],
) -> list[Mention]:
    """The documents among these in which one of the phrases occurs; and of clusters `near` those without text."""
    found = []
    for sha256 in sha256s:
        try:
            text = await asyncio.to_thread(text_in, await store.get(sha256))
        except (DocumentMissing, DocumentDamaged):
            text = None
        place = known.get(sha256)
        if text is not None and occurs(phrases, text):
            found.append(_found(sha256, place, _OCCURS))
        elif text is None and place is not None and place[0] in near:
            found.append(_found(sha256, place, UNSEARCHED))
    return found


def in_mails(phrases: Sequence[str], folder: Path) -> list[Mention]:
    """The mails a folder keeps in which one of the phrases occurs, in their order."""
    return [
        Mention(
            what="mail",
            name=file.name,
            kind=str(mail["Message-ID"] or ""),
            about=str(folder),
            because=_OCCURS,
            to_do=_IN_THE_FOLDER,
        )
        for file in sorted(folder.glob("*.eml"))
        if occurs(phrases, _words(mail := read_mail(file)))
    ]


def found_before(sha256s: Iterable[str], known: Known) -> list[Mention]:
    """The documents that were found to name the person when the name was still known."""
    return [_found(each, known.get(each), "named the person when they were erased") for each in sha256s]


def merged(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Each once, with the first reason that was found for it."""
    first: dict[tuple[str, str], Mention] = {}
    for each in mentions:
        first.setdefault((each.what, each.name), each)
    return tuple(first.values())


def _found(sha256: str, known: tuple[str, KeptDocument] | None, because: str) -> Mention:
    if known is None:
        kind, about, to_do = "unknown", "", _UNKNOWN
    else:
        cluster_id, document = known
        kind, about = document.kind, f"{cluster_id}: {document.about}"
        to_do = _ISSUED if kind in _BY_THE_ENGINE else _HANDED_IN
    return Mention(
        what="document",
        name=sha256,
        kind=kind,
        about=about,
        because=because,
        to_do=_UNREADABLE if because == UNSEARCHED else to_do,
    )


def _words(mail: EmailMessage) -> str:
    """Headers and every part that is text."""
    parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*map(str, mail.values()), *parts])

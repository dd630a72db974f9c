"""Taking the inventory of one person: from record and sealed texts, letters tried, documents and mails kept."""

import re
from collections.abc import Iterable
from pathlib import Path

import orjson

from console.kept_documents import kept_documents
from console.privacy.inventory import Act, Inventory, LetterSent, OwnEvent
from console.privacy.mentions import (
    Known,
    Mention,
    by_structure,
    by_text,
    found_before,
    in_mails,
    letters_to,
    merged,
)
from console.privacy.phrases import phrases_for
from domain.cluster.state import Cluster
from domain.person.state import Person
from domain.streams import CLUSTER, PERSON
from ledger.connection import Connection
from ledger.documents import Documents
from ledger.reading import StoredEvent, read_stream
from ledger.sealing import Sealer
from readmodel.history import folded
from readmodel.parts import PartTaken, naming_documents, parts_taken

_COMMITMENT = re.compile("sealed:[0-9a-f]{64}")
_LETTERS = """
select message_id, notice, stream, attempts, first_attempt_at, accepted_at
from operations.mail_attempts where recipient = $1 order by first_attempt_at, message_id
"""


class Holdings:
    """What an inventory is read from. `mails`: the folder of mails a mailbox keeps, where there is one."""

    def __init__(
        self, connection: Connection, sealer: Sealer, documents: Documents, mails: Path | None
    ) -> None:
        self._connection = connection
        self._sealer = sealer
        self._documents = documents
        self._mails = mails

    async def inventory(self, person_id: str) -> Inventory | None:
        """All that is kept on the person; None when there never was one. Looks into every document there is."""
        own = await read_stream(self._connection, f"{PERSON}{person_id}")
        person = folded(f"{PERSON}{person_id}", own)
        if not own or not isinstance(person, Person):
            return None
        parts = await parts_taken(self._connection, person_id)
        texts = await self._texts(*own, *(part.event for part in parts if part.acted))
        name, email = texts.get(person.name, ""), texts.get(person.email, "")
        letters = await self._letters(person_id)
        mentions = await self._mentions(person_id, own, parts, phrases_for(name, email))
        return Inventory(
            person_id=person_id,
            erased=person.erased,
            name=name,
            email=email,
            person=person,
            history=tuple(_own_event(each, texts) for each in own),
            acts=tuple(_act(each, texts) for each in parts),
            letters=letters,
            mentions=merged([*mentions, *letters_to(letters)]),
        )

    async def mentions_of(self, phrases: tuple[str, ...], stream: str) -> tuple[Mention, ...]:
        """The stream's own documents, and the mails, in which one of the phrases occurs."""
        kept = kept_documents(await read_stream(self._connection, stream))
        known = {each.sha256: (stream.removeprefix(CLUSTER), each) for each in kept}
        found = await by_text(phrases, self._documents, known, known, frozenset())
        return merged([*found, *self._in_mails(phrases)])

    async def _mentions(
        self, person_id: str, own: list[StoredEvent], parts: list[PartTaken], phrases: tuple[str, ...]
    ) -> list[Mention]:
        known = await self._known()
        clusters = {stream for part in parts if (stream := part.event.stream).startswith(CLUSTER)}
        near = frozenset(stream.removeprefix(CLUSTER) for stream in clusters)
        assessed = [each for stream in sorted(clusters) for each in await self._assessed(person_id, stream)]
        erased = [sha256 for each in own if each.type == "PersonErased" for sha256 in _documents(each)]
        stored = [sha256 async for sha256 in self._documents.hashes()] if phrases else []
        occurring = await by_text(phrases, self._documents, stored, known, near)
        return [*assessed, *found_before(erased, known), *occurring, *self._in_mails(phrases)]

    async def _assessed(self, person_id: str, stream: str) -> list[Mention]:
        events = await read_stream(self._connection, stream)
        cluster = folded(stream, events)
        return (
            by_structure(person_id, cluster, kept_documents(events)) if isinstance(cluster, Cluster) else []
        )

    async def _known(self) -> Known:
        return {
            document.sha256: (stream.removeprefix(CLUSTER), document)
            for stream, events in (await naming_documents(self._connection)).items()
            for document in kept_documents(events)
        }

    def _in_mails(self, phrases: tuple[str, ...]) -> list[Mention]:
        return in_mails(phrases, self._mails) if self._mails and phrases else []

    async def _texts(self, *events: StoredEvent) -> dict[str, str]:
        tokens = {token for each in events for token in _COMMITMENT.findall(each.payload)}
        return await self._sealer.unseal(self._connection, sorted(tokens))

    async def _letters(self, person_id: str) -> tuple[LetterSent, ...]:
        rows = await self._connection.fetch(_LETTERS, person_id)
        return tuple(LetterSent(**dict(row)) for row in rows)


def _own_event(event: StoredEvent, texts: dict[str, str]) -> OwnEvent:
    tokens = _COMMITMENT.findall(event.payload)
    return OwnEvent(
        position=event.position,
        type=event.type,
        recorded_at=event.recorded_at,
        payload=orjson.loads(event.payload),
        texts={token: texts[token] for token in tokens if token in texts},
    )


def _act(part: PartTaken, texts: dict[str, str]) -> Act:
    event = part.event
    own = _COMMITMENT.findall(event.payload) if part.acted else []
    return Act(
        position=event.position,
        stream=event.stream,
        type=event.type,
        recorded_at=event.recorded_at,
        acted=part.acted,
        named_as=part.named_as,
        texts=tuple(texts[token] for token in own if token in texts),
    )


def _documents(erased: StoredEvent) -> Iterable[str]:
    documents: list[str] = orjson.loads(erased.payload).get("documents", [])
    return documents

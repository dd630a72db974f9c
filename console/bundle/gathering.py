"""What an evidence bundle holds of the record: a cluster's stream, and what its decisions rest on in others."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import orjson

from console.kept_documents import KeptDocument, kept_documents
from console.processes.happenings import ENGINE, documents_in, persons_in
from domain.streams import CLUSTER, OFFICE, PERSON, SCHEME
from ledger.connection import Connection
from ledger.entries import EventEntry, OutcomeEntry, event_entries, existing, outcome_entries
from ledger.sealing import Sealed, Sealer

COMMITMENT = re.compile(r"sealed:[0-9a-f]{64}")
# Of a nominator, a seat rests on its Gold alone; of a round, on what it says of all its cases alike (R30).
_OF_A_LABEL = re.compile("LabelImported|LabelAwarded|LabelRenewed|LabelAnnulled|LabelExpired|LabelLapsed")
_OF_A_ROUND = re.compile("RoundOpened|RoundClosed|DeadlineWarned|DeadlinePassed|DeadlineEscalated")
Extent = Literal["whole", "part"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The record of one cluster as it was known at `position`, erasures since then left out.

    `streams`: which are here, whole or in part. `events` of all of them in order of position, `outcomes` of the
    cluster's commands. `texts` by commitment; one that is missing is erased. Titles of `documents` are commitments.
    """

    cluster_id: str
    position: int
    streams: Mapping[str, Extent]
    events: Sequence[EventEntry]
    outcomes: Sequence[OutcomeEntry]
    texts: Mapping[str, Sealed]
    documents: Sequence[KeptDocument]

    @property
    def stream(self) -> str:
        return f"{CLUSTER}{self.cluster_id}"

    @property
    def own(self) -> list[EventEntry]:
        """The events of the cluster's stream."""
        return [event for event in self.events if event.stream == self.stream]

    @property
    def persons(self) -> tuple[str, ...]:
        """Everybody who took part, by id."""
        return tuple(each.removeprefix(PERSON) for each in self.streams if each.startswith(PERSON))

    @property
    def commitments(self) -> list[str]:
        """Every sealed text the events name, erased ones too."""
        return sorted({token for event in self.events for token in COMMITMENT.findall(event.payload)})


async def gathered(connection: Connection, sealer: Sealer, cluster_id: str, position: int) -> Evidence | None:
    """The cluster's evidence; None if nothing was known of it then. One snapshot, whatever is appended meanwhile."""
    stream = f"{CLUSTER}{cluster_id}"
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        own = await event_entries(connection, [stream], position)
        if not own:
            return None
        payloads = [orjson.loads(event.payload) for event in own]
        persons = await _persons(connection, own, payloads)
        rounds = sorted({each["round_id"] for each in payloads if "round_id" in each})
        of_persons = await event_entries(connection, persons, position)
        nominators = sorted(_nominators(payloads, of_persons) - {stream})
        elsewhere = await event_entries(connection, [*rounds, *nominators], position)
        bases = await event_entries(connection, [SCHEME, *_offices(payloads)], position)
        needed = [event for event in elsewhere if _needed(event, cluster_id)]
        evidence = Evidence(
            cluster_id,
            position,
            _streams([*own, *of_persons, *bases], needed),
            sorted([*own, *of_persons, *bases, *needed], key=lambda event: event.position),
            await outcome_entries(connection, stream, position),
            {},
            documents_of(own),
        )
        return replace(evidence, texts=await sealer.opened(connection, evidence.commitments))


def _streams(complete: Iterable[EventEntry], needed: Iterable[EventEntry]) -> dict[str, Extent]:
    """By the events that are here: who was named before being registered is not here yet."""
    whole: dict[str, Extent] = dict.fromkeys(sorted({each.stream for each in complete}), "whole")
    return whole | dict.fromkeys(sorted({each.stream for each in needed}), "part")


def _offices(payloads: Iterable[Mapping[str, Any]]) -> list[str]:
    """The streams of the accredited offices that handled its cases: by them their staff had authority."""
    named = {payload.get(field) for payload in payloads for field in ("office", "from_office", "to_office")}
    return sorted(f"{OFFICE}{each}" for each in named if each)


async def _persons(
    connection: Connection, own: Iterable[EventEntry], payloads: Iterable[dict[str, Any]]
) -> list[str]:
    """The streams of all who acted or are named in the cluster's."""
    named = {person for payload in payloads for person in persons_in(payload)}
    actors = {orjson.loads(event.metadata)["actor"] for event in own} - {ENGINE}
    return sorted(await existing(connection, [f"{PERSON}{each}" for each in sorted(named | actors)]))


def _nominators(payloads: Iterable[dict[str, Any]], of_persons: Iterable[EventEntry]) -> set[str]:
    """The streams of the clusters on whose Gold a seat of these persons rests."""
    named = [*payloads, *(orjson.loads(event.payload) for event in of_persons)]
    return {f"{CLUSTER}{each['nominator']}" for each in named if each.get("nominator")}


def _needed(event: EventEntry, cluster_id: str) -> bool:
    payload = orjson.loads(event.payload)
    if event.stream.startswith(CLUSTER):
        return bool(_OF_A_LABEL.fullmatch(event.type)) and payload["level"] == "gold"
    return bool(_OF_A_ROUND.fullmatch(event.type)) or payload.get("cluster_id") == cluster_id


def documents_of(own: Sequence[EventEntry]) -> list[KeptDocument]:
    """Every document by each name it has; one that events name and no list of documents does has a name too."""
    kept = kept_documents(each.event for each in own)
    known = {each.sha256 for each in kept}
    for event in own:
        for digest in documents_in(orjson.loads(event.payload)):
            if digest not in known:
                known.add(digest)
                kept.append(_unlisted(event, digest))
    return kept


def _unlisted(event: EventEntry, digest: str) -> KeptDocument:
    day = event.recorded_at.date()
    return KeptDocument(
        sha256=digest, kind="document", about=event.type, version=1, title=None, received_on=day
    )

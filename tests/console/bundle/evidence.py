"""Evidence of a world's Gold case as the record would hold it, its checkpoints signed: bundles without a server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import uuid5

from console.bundle.bag import Content, write_archive
from console.bundle.exporting import Installation, base_of, whole
from console.bundle.gathering import COMMITMENT, Evidence, documents_of
from console.bundle.proofs import Proven
from console.processes.happenings import documents_in
from domain.events import payload_of
from domain.streams import CLUSTER, PERSON
from domain.upcasting import schema_version
from ledger.canonical import canonical
from ledger.chain import event_hash, outcome_hash
from ledger.checkpoints import Checkpoint, LogName, log_origin
from ledger.documents import Documents
from ledger.entries import EventEntry, OutcomeEntry
from ledger.merkle import Tree, leaf_hash
from ledger.notes import Signer
from ledger.published import Place
from ledger.sealing import Sealed
from tests.domain.specification import World, sealed

ORIGIN = "laurel.example/record"
SEED = bytes(range(32))
SIGNER = Signer.from_seed(f"{ORIGIN}/bundles", SEED)


def signer_of(log: LogName) -> Signer:
    return Signer.from_seed(log_origin(ORIGIN, log), SEED)


@dataclass(frozen=True)
class Case:
    """One cluster's evidence, and the proofs of it under checkpoints over the whole world."""

    evidence: Evidence
    proofs: Mapping[LogName, Proven]
    stored: Sequence[bytes]

    def files(self, spool: Path) -> dict[str, Content]:
        """The files of the bundle; those documents whose content is known are still stored, in `spool`."""
        kept = {}
        for content in self.stored:
            digest = sha256(content).hexdigest()
            kept[digest] = spool / digest
            kept[digest].write_bytes(content)
        return whole(installation(), self.evidence, self.proofs, kept)

    def archive(self, path: Path) -> Path:
        write_archive(path, base_of(self.evidence), self.files(path.parent))
        return path


def installation() -> Installation:
    return Installation(ORIGIN, Place("memory:///"), Documents("memory:///", limit_bytes=1000), SIGNER)


def case_of(world: World, *, texts: Sequence[str] = (), stored: Sequence[bytes] = (), above: int = 0) -> Case:
    """Aurora's evidence in a world. `texts` can be opened, any other is erased.

    `stored`: contents of so many of its first documents, the others are lost. `above`: so many of the last events no
    checkpoint covers.
    """
    commitments = {sealed(text): committed(text) for text in texts}
    instead = {stands_for: each.token for stands_for, each in commitments.items()}
    named = dict.fromkeys(
        digest for each in world.trail for digest in documents_in(payload_of(each.happened.event))
    )
    instead |= {digest: sha256(content).hexdigest() for digest, content in zip(named, stored, strict=False)}
    events, cluster_id = entries_of(world, instead), "aurora"
    outcomes = _outcomes(events)
    own = [event for event in events if event.stream == f"{CLUSTER}{cluster_id}"]
    streams = dict.fromkeys(
        [f"{CLUSTER}{cluster_id}", *(e.stream for e in events if e.stream.startswith(PERSON))]
    )
    mine = [event for event in events if event.stream in streams]
    evidence = Evidence(
        cluster_id,
        events[-1].position,
        dict.fromkeys(streams, "whole"),
        mine,
        [each for each in outcomes if each.stream == f"{CLUSTER}{cluster_id}"],
        {each.token: each for each in commitments.values() if _named(each.token, mine)},
        documents_of(own),
    )
    return Case(
        evidence,
        {
            "events": _proven("events", [e.hash for e in events], [e.position for e in mine], above),
            "outcomes": _proven(
                "outcomes", [o.hash for o in outcomes], [o.number for o in evidence.outcomes], 0
            ),
        },
        stored,
    )


def committed(text: str) -> Sealed:
    salt = sha256(f"salt of {text}".encode()).digest()
    return Sealed(f"sealed:{sha256(salt + text.encode()).hexdigest()}", salt, text)


def _named(token: str, events: list[EventEntry]) -> bool:
    return any(token in COMMITMENT.findall(event.payload) for event in events)


def entries_of(world: World, instead: Mapping[str, str] = MappingProxyType({})) -> list[EventEntry]:
    """Every event of the world as stored, texts and hashes in payloads exchanged as `instead` says."""
    heads: dict[str, tuple[int, bytes]] = {}
    entries = []
    for position, (stream, happened, actor) in enumerate(world.trail, 1):
        version, previous = heads.get(stream, (0, b""))
        payload = canonical(payload_of(happened.event))
        for stands_for, real in instead.items():
            payload = payload.replace(stands_for, real)
        columns: dict[str, Any] = {
            "position": position,
            "stream": stream,
            "version": version + 1,
            "event_id": happened.event_id,
            "type": happened.event.type,
            "schema_version": schema_version(happened.event.type),
            "payload": payload,
            "metadata": canonical({"actor": actor or "engine", "authority": "as the test has it"}),
            "recorded_at": happened.recorded_at.astimezone(UTC),
            "previous_hash": previous,
        }
        entry = EventEntry(**columns, hash=event_hash(**columns))
        heads[stream] = entry.version, entry.hash
        entries.append(entry)
    return entries


def _outcomes(events: list[EventEntry]) -> list[OutcomeEntry]:
    """One for each event, as if every command had led to one."""
    outcomes: list[OutcomeEntry] = []
    previous = b""
    for number, event in enumerate(events, 1):
        columns: dict[str, Any] = {
            "number": number,
            "stream": event.stream,
            "command_id": uuid5(event.event_id, "command"),
            "request_mac": bytes(32),
            "outcome": canonical({"events": [event.type], "version": event.version}),
            "recorded_at": event.recorded_at,
            "previous_hash": previous,
        }
        previous = outcome_hash(**columns)
        outcomes.append(OutcomeEntry(**columns, hash=previous))
    return outcomes


def _proven(log: LogName, entries: list[bytes], numbers: list[int], above: int) -> Proven:
    size = numbers[-1] - above
    tree = Tree([leaf_hash(entry) for entry in entries[:size]])
    note = signer_of(log).sign(Checkpoint(log_origin(ORIGIN, log), size, tree.root).text)
    leaves = [number - 1 for number in numbers if number <= size]
    proofs = [(leaf, tree.inclusion_proof(leaf)) for leaf in leaves]
    return Proven(note, size, proofs, [signer_of(log).vkey])

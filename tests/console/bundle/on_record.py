"""A world put on a real record, and its checkpoints published: what a bundle is exported from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid5

from console.bundle.exporting import Installation, Made, write_bundle
from console.bundle.gathering import gathered
from domain.events import payload_of
from domain.upcasting import schema_version
from ledger.appending import Append, NewEvent, Outcome, StreamAppend, append
from ledger.canonical import canonical
from ledger.checkpoints import Checkpoint, LogName, log_origin
from ledger.connection import Connection
from ledger.documents import Documents
from ledger.entries import entry_hashes
from ledger.keyring import Key, announcement
from ledger.merkle import Tree, leaf_hash
from ledger.notes import Signer
from ledger.published import Place
from ledger.reading import last_position
from ledger.sealing import Sealer
from tests.console.bundle.evidence import ORIGIN, SEED
from tests.domain.specification import World, sealed

LOGS: tuple[LogName, ...] = ("events", "outcomes")
SEALER = Sealer(bytes(32))


@dataclass
class Ledger:
    """A record with its place of publication and its documents in `folder`, and the key it signs with now."""

    connection: Connection
    folder: Path
    seed: bytes = SEED
    keys: dict[LogName, list[Key]] = field(default_factory=lambda: {"events": [], "outcomes": []})

    @property
    def place(self) -> Place:
        return Place((self.folder / "checkpoints").as_uri())

    @property
    def documents(self) -> Documents:
        return Documents((self.folder / "documents").as_uri(), limit_bytes=1000)

    def signer(self, name: str) -> Signer:
        return Signer.from_seed(f"{ORIGIN}/{name}", self.seed)

    async def put(self, world: World, texts: Mapping[str, str], stored: Mapping[str, bytes]) -> None:
        """Every event of the world. `texts`: what is sealed, with its stream; any other text is erased.

        `stored`: contents of documents by the hashes that the world has in their place.
        """
        instead = {old: (await self.documents.put(content)).sha256 for old, content in stored.items()}
        for text, stream in texts.items():
            commitment = SEALER.commit(text)
            async with self.connection.transaction():
                await SEALER.seal(self.connection, stream, [commitment])
            instead[sealed(text)] = commitment.token
        versions: dict[str, int] = {}
        for stream, happened, actor in world.trail:
            payload = canonical(payload_of(happened.event))
            for stands_for, real in instead.items():
                payload = payload.replace(stands_for, real)
            command = uuid5(happened.event_id, "command")
            said = {"actor": actor or "engine", "authority": "by the test", "command_id": str(command)}
            type_ = happened.event.type
            event = NewEvent(happened.event_id, type_, schema_version(type_), payload, canonical(said))
            version = versions.get(stream, 0)
            outcome = Outcome(
                stream, command, bytes(32), canonical({"events": [type_], "version": version + 1})
            )
            entry = Append((StreamAppend(stream, version, (event,)),), outcome)
            await append(self.connection, [entry], happened.recorded_at)
            versions[stream] = version + 1

    async def refuse(self, world: World, number: int) -> None:
        """A command that changes nothing but the list of outcomes."""
        command = uuid5(world.trail[0].happened.event_id, f"refused {number}")
        text = canonical({"refused": {"code": "wrong-stage", "sentence": "No."}})
        outcome = Outcome("cluster-aurora", command, bytes(32), text)
        await append(self.connection, [Append((), outcome)], world.trail[-1].happened.recorded_at)

    async def publish(self, size: int | None = None) -> None:
        """A checkpoint of each log: of the first `size` events, and of all outcomes."""
        await self.place.begin(ORIGIN)
        for log in LOGS:
            entries = await entry_hashes(self.connection, log, size if size and log == "events" else 10_000)
            published, signer = self.place.log(ORIGIN, log), self.signer(log)
            root = Tree([leaf_hash(entry) for entry in entries]).root
            note = signer.sign(Checkpoint(log_origin(ORIGIN, log), len(entries), root).text)
            if not self.keys[log]:
                self.keys[log].append(Key(0, signer.verifier))
            await published.set_keys("".join(f"{key.size} {key.verifier.vkey}\n" for key in self.keys[log]))
            await published.add_checkpoint(len(entries), note)

    async def rotate(self, seed: bytes) -> None:
        """Another key signs whatever comes after the last checkpoint, announced by the one before it."""
        before, self.seed = {log: self.signer(log) for log in LOGS}, seed
        for log in LOGS:
            sizes = await self.place.log(ORIGIN, log).sizes()
            key = Key(sizes[-1] + 1, self.signer(log).verifier)
            self.keys[log].append(key)
            note = announcement(log_origin(ORIGIN, log), key, before[log])
            await self.place.log(ORIGIN, log).set_key_change(key.verifier.key_id, note)

    async def last(self) -> int:
        return await last_position(self.connection)

    async def export(self, output: Path, position: int, cluster: str = "aurora") -> Made:
        evidence = await gathered(self.connection, SEALER, cluster, position)
        assert evidence is not None
        spool = output.with_suffix(".spool")
        spool.mkdir()
        installation = Installation(ORIGIN, self.place, self.documents, self.signer("bundles"))
        return await write_bundle(self.connection, installation, evidence, output, spool)

"""Publishing: what is signed goes on from what was signed before, or nothing is signed."""

import asyncio
import subprocess
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from ledger.checkpoints import parse
from ledger.connection import Connection
from ledger.merkle import leaf_hash, root
from ledger.notes import Signer, Verifier, opened
from ledger.publication import KeyRefused, Signing
from ledger.published import Place, PlaceContradicts
from ledger.publishing import PublicationRefused, publish
from ledger.timestamping import StampRefused
from ledger.trusting import Trust
from ledger.verifying import verify
from tests.ledger.appends import NOON
from tests.ledger.records import ORIGIN, SIGNING, grow, published
from tests.ledger.tamperings import TAMPERINGS, Bounds, said, tampered
from tests.servers import Database

pytestmark = pytest.mark.postgres

EVENTS = f"{ORIGIN}/events"
NEXT = Signing(ORIGIN, bytes(range(1, 33)), seed_before=SIGNING.seed)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "published"


@pytest.fixture
def place(folder: Path) -> Place:
    return Place(folder.as_uri())


class Interrupted(Place):
    """A place that is cut off after so many files."""

    def __init__(self, url: str, writes: int) -> None:
        super().__init__(url)
        self._left = writes

    async def add(self, path: str, content: bytes) -> None:
        self._write()
        await super().add(path, content)

    async def replace(self, path: str, content: bytes) -> None:
        self._write()
        await super().replace(path, content)

    def _write(self) -> None:
        if self._left == 0:
            raise ConnectionResetError
        self._left -= 1


async def test_a_checkpoint_has_the_root_of_the_hashes_the_record_holds(
    app: Connection, place: Place, folder: Path
) -> None:
    await grow(app, 300)
    assert await published(app, place) == [300, 300]
    for log, table, number in (("events", "events", "position"), ("outcomes", "outcomes", "number")):
        hashes = await app.fetch(f"select hash from ledger.{table} order by {number}")  # noqa: S608
        vkey = (folder / ORIGIN / log / "keys").read_text(encoding="utf-8").split()[1]
        note = (folder / ORIGIN / log / "checkpoint").read_text(encoding="utf-8")
        checkpoint = parse(opened(note, [Verifier.from_vkey(vkey)]))
        expected = root([leaf_hash(row["hash"]) for row in hashes])
        assert (checkpoint.origin, checkpoint.size, checkpoint.root) == (f"{ORIGIN}/{log}", 300, expected)


async def test_where_nothing_was_added_nothing_is_written(
    app: Connection, place: Place, folder: Path
) -> None:
    await grow(app, 10)
    first = await publish(app, place, SIGNING, NOON)
    before = _files(folder)
    again = await publish(app, place, SIGNING, NOON)
    assert [log.new for log in first + again] == [True, True, False, False]
    assert _files(folder) == before


async def test_an_empty_record_has_nothing_to_publish(app: Connection, place: Place) -> None:
    assert await published(app, place) == [0, 0]
    assert said(await verify(app, place)) == []


async def test_openssl_verifies_the_signature_of_a_checkpoint(
    app: Connection, place: Place, folder: Path, tmp_path: Path
) -> None:
    await grow(app, 3)
    await published(app, place)
    note = (folder / EVENTS / "checkpoint").read_text(encoding="utf-8")
    vkey = (folder / EVENTS / "keys").read_text(encoding="utf-8").split()[1]
    (tmp_path / "key.pem").write_text(Verifier.from_vkey(vkey).pem, encoding="ascii")
    (tmp_path / "text").write_text(note.partition("\n\n")[0] + "\n", encoding="utf-8")
    (tmp_path / "signature").write_bytes(b64decode(note.rpartition(" ")[2])[4:])
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "text"]
    verified = subprocess.run(
        [*command, "-sigfile", "signature"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert verified.stdout == "Signature Verified Successfully\n"


@pytest.mark.parametrize("tampering", TAMPERINGS[:1] + TAMPERINGS[5:8], ids=lambda one: one.name)
async def test_over_a_changed_past_nothing_is_signed(
    superuser: Connection, app: Connection, place: Place, folder: Path, tampering: object
) -> None:
    await grow(app, 20)
    await published(app, place)
    before = _files(folder)
    await grow(app, 10)
    chosen = next(one for one in TAMPERINGS if one is tampering)
    at = Bounds(p=5, q=11, n=20, m=30)
    await tampered(superuser, chosen, at)
    with pytest.raises(PublicationRefused) as refused:
        await published(app, place)
    assert [
        (finding.where, finding.kind.value, finding.first, finding.last)
        for finding in refused.value.findings
        if finding.first <= at.n
    ] == chosen.found(at)
    assert _files(folder) == before


async def test_over_a_broken_chain_nothing_is_signed_the_first_time_either(
    superuser: Connection, app: Connection, place: Place
) -> None:
    await grow(app, 20)
    await tampered(superuser, TAMPERINGS[0], Bounds(p=5, q=11, n=20, m=20))
    with pytest.raises(PublicationRefused, match=r"The event at 5 of trial-3 is not fitting"):
        await published(app, place)


async def test_a_place_that_lost_what_was_published_is_no_new_place(
    app: Connection, place: Place, tmp_path: Path
) -> None:
    await grow(app, 5)
    await published(app, place)
    with pytest.raises(PublicationRefused, match=r"The checkpoint of 5 events is gone"):
        await published(app, Place((tmp_path / "another").as_uri()))


@pytest.mark.parametrize("before", [0, 300])
async def test_a_checkpoint_that_was_cut_off_at_any_file_is_made_by_the_next_run(
    app: Connection, place: Place, folder: Path, before: int
) -> None:
    if before:
        await grow(app, before)
        await published(app, place)
    await grow(app, 300)
    cut_off = 0
    while not await _published_with(app, Interrupted(folder.as_uri(), cut_off)):
        assert said(await verify(app, place)) == []
        cut_off += 1
    assert [(log.covered, said([log])) for log in await verify(app, place)] == [(before + 300, [])] * 2
    # At each of: two tiles with their entries, the tile above them, the checkpoint, its copy.
    assert cut_off >= 7


async def _published_with(app: Connection, place: Place) -> bool:
    try:
        await published(app, place)
    except ConnectionResetError:
        return False
    return True


async def test_two_who_publish_at_once_sign_one_history(
    app: Connection, place: Place, database: Database, folder: Path
) -> None:
    other = await asyncpg.connect(database.app_url)
    writer = await asyncpg.connect(database.app_url)
    for _ in range(3):
        await asyncio.gather(published(app, place), published(other, place), grow(writer, 40))
    await published(app, place)
    await other.close()
    await writer.close()
    assert said(await verify(app, place)) == []
    assert max(int(name.name) for name in (folder / EVENTS / "checkpoints").iterdir()) == 120


async def test_a_new_key_is_announced_by_the_one_before_it(
    app: Connection, place: Place, folder: Path
) -> None:
    await grow(app, 5)
    await published(app, place)
    await grow(app, 5)
    assert await published(app, place, NEXT) == [10, 10]
    old, new = (Signer.from_seed(EVENTS, signing.seed) for signing in (SIGNING, NEXT))
    assert (folder / EVENTS / "keys").read_text(encoding="utf-8") == f"0 {old.vkey}\n6 {new.vkey}\n"
    change = folder / EVENTS / "key-changes" / new.verifier.key_id.hex()
    assert (
        opened(change.read_text(encoding="utf-8"), [old.verifier]) == f"{EVENTS}\nkey change\n6\n{new.vkey}\n"
    )
    assert said(await verify(app, place)) == []


async def test_a_key_that_the_one_in_use_does_not_announce_signs_nothing(
    app: Connection, place: Place, folder: Path
) -> None:
    await grow(app, 5)
    await published(app, place)
    before = _files(folder)
    await grow(app, 5)
    for signing in (replace(NEXT, seed_before=None), replace(NEXT, seed_before=bytes(32))):
        with pytest.raises(KeyRefused, match="only it can announce"):
            await published(app, place, signing)
    assert _files(folder) == before


async def test_the_key_before_does_not_sign_again(app: Connection, place: Place) -> None:
    for signing in (SIGNING, NEXT):
        await grow(app, 5)
        await published(app, place, signing)
    await grow(app, 5)
    with pytest.raises(KeyRefused):
        await published(app, place, replace(SIGNING, seed_before=NEXT.seed))


async def test_where_a_key_was_lost_the_next_one_signs_once_it_is_listed_by_hand_and_that_is_found(
    app: Connection, place: Place, folder: Path
) -> None:
    await grow(app, 5)
    await published(app, place)
    await grow(app, 5)
    keys = {}
    for log in ("events", "outcomes"):
        listed = folder / ORIGIN / log / "keys"
        new = Signer.from_seed(f"{ORIGIN}/{log}", NEXT.seed)
        listed.write_text(f"{listed.read_text(encoding='utf-8')}6 {new.vkey}\n", encoding="utf-8")
        keys[log] = listed.read_text(encoding="utf-8")
    assert await published(app, place, replace(NEXT, seed_before=None)) == [10, 10]
    assert said(await verify(app, place)) == [
        (log, kind, size, size)
        for log in keys
        for kind, size in (("key-unannounced", 6), ("checkpoint-refused", 10))
    ]
    assert said(await verify(app, place, trust=Trust(keys="".join(keys.values())))) == []


async def test_an_authority_out_of_reach_stops_no_checkpoint(
    app: Connection, place: Place, folder: Path
) -> None:
    async def away(_: bytes) -> bytes:
        raise StampRefused("The authority cannot be reached.")

    await grow(app, 5)
    logs = await publish(app, place, SIGNING, NOON, away)
    assert [(log.size, log.unstamped) for log in logs] == [(5, "The authority cannot be reached.")] * 2
    assert not (folder / EVENTS / "checkpoints" / "5.tsr").exists()


async def test_a_file_that_never_changes_is_not_written_over(place: Place) -> None:
    await place.add("tile/0/000", b"hashes")
    await place.add("tile/0/000", b"hashes")
    with pytest.raises(PlaceContradicts):
        await place.add("tile/0/000", b"others")


def _files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}

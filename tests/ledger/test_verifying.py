"""A record that was tampered with is found out, and each entry that is not as signed is named."""

from pathlib import Path

import asyncpg
import pytest

from ledger.connection import Connection
from ledger.notes import Signer
from ledger.published import Place
from ledger.scanning import RecordUnreadable
from ledger.trusting import Trust, TrustRefused
from ledger.verifying import verify
from tests.ledger.records import ORIGIN, SIGNING, grow, published
from tests.ledger.tamperings import TAMPERINGS, Bounds, Tampering, said, tampered

pytestmark = pytest.mark.postgres

AT = Bounds(p=151, q=403, n=600, m=620)
EVENTS = f"{ORIGIN}/events"
OWN, FORGER = Signer.from_seed(EVENTS, SIGNING.seed), Signer.from_seed(EVENTS, bytes(32))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "published"


@pytest.fixture
async def place(app: Connection, folder: Path) -> Place:
    """Where 300 and then 600 of the record's 620 entries were published."""
    place = Place(folder.as_uri())
    for _ in range(2):
        await grow(app, 300)
        await published(app, place)
    await grow(app, 20)
    return place


@pytest.fixture
def log(folder: Path, place: Place) -> Path:
    """The folder of the events' log, once it is published."""
    del place
    return folder / EVENTS


async def found(
    connection: Connection, place: Place, trust: Trust | None = None
) -> list[tuple[str, str, int, int]]:
    return said(await verify(connection, place, trust=trust))


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.name)
async def test_what_was_tampered_with_under_a_checkpoint_is_named(
    superuser: Connection, reader: Connection, place: Place, tampering: Tampering
) -> None:
    await tampered(superuser, tampering, AT)
    assert said(await verify(reader, place), AT.n) == tampering.found(AT)


async def test_an_untouched_record_is_found_whole_and_its_cover_is_told(
    reader: Connection, place: Place
) -> None:
    verdicts = await verify(reader, place)
    assert said(verdicts) == []
    assert [
        (verdict.entries, verdict.covered, verdict.by_chain_only, verdict.checkpoints) for verdict in verdicts
    ] == [(620, 600, 20, 2), (620, 600, 20, 2)]


async def test_a_record_of_which_nothing_was_published_is_covered_by_its_chain_alone(
    app: Connection, folder: Path
) -> None:
    await grow(app, 5)
    verdicts = await verify(app, Place(folder.as_uri()))
    assert [(verdict.covered, verdict.by_chain_only, verdict.findings) for verdict in verdicts] == [
        (0, 5, ()),
        (0, 5, ()),
    ]


async def test_above_the_last_checkpoint_the_chain_names_a_changed_event(
    superuser: Connection, reader: Connection, place: Place
) -> None:
    await tampered(superuser, TAMPERINGS[0], Bounds(p=610, q=613, n=600, m=620))
    assert await found(reader, place) == [("events", "broken-link", 610, 610)]


async def test_above_the_last_checkpoint_a_cut_tail_shows_in_the_number_of_entries_only(
    superuser: Connection, reader: Connection, place: Place
) -> None:
    await tampered(
        superuser, Tampering("", "delete from ledger.events where position > 611", lambda _: []), AT
    )
    events, outcomes = await verify(reader, place)
    assert (events.findings, outcomes.findings) == ((), ())
    assert (events.by_chain_only, outcomes.by_chain_only) == (11, 20)


async def test_a_policy_that_hides_rows_is_an_error_and_no_verdict(
    superuser: Connection, reader: Connection, place: Place
) -> None:
    await superuser.execute("alter table ledger.events enable row level security")
    await superuser.execute("create policy first_hundred on ledger.events using (position < 100)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await verify(reader, place)


async def test_a_table_of_another_form_is_no_record(
    superuser: Connection, reader: Connection, place: Place
) -> None:
    await superuser.execute("alter table ledger.events disable trigger all")
    await superuser.execute("alter table ledger.events alter payload drop not null")
    await superuser.execute("update ledger.events set payload = null where position = 610")
    with pytest.raises(RecordUnreadable):
        await verify(reader, place)


async def test_a_byte_of_a_checkpoint_changed_is_found(reader: Connection, place: Place, log: Path) -> None:
    _edit(log / "checkpoints" / "300", "\n300\n", "\n301\n")
    assert await found(reader, place) == [
        ("events", "checkpoint-refused", 300, 300),
        ("events", "checkpoint-missing", 300, 300),
    ]


async def test_a_checkpoint_replaced_by_anothers_is_found(
    reader: Connection, place: Place, log: Path
) -> None:
    text = (log / "checkpoints" / "600").read_text(encoding="utf-8").partition("\n\n")[0] + "\n"
    for name in ("checkpoint", "checkpoints/600"):
        (log / name).write_text(FORGER.sign(text), encoding="utf-8")
    assert await found(reader, place) == [
        ("events", "checkpoint-refused", 600, 600),
        ("events", "checkpoint-missing", 600, 600),
    ]


async def test_a_checkpoint_shown_as_the_newest_though_a_newer_was_published_is_found(
    reader: Connection, place: Place, log: Path
) -> None:
    (log / "checkpoint").write_bytes((log / "checkpoints" / "300").read_bytes())
    assert await found(reader, place) == [("events", "checkpoint-rolled-back", 300, 300)]


async def test_checkpoints_that_are_gone_are_missed(reader: Connection, place: Place, log: Path) -> None:
    (log / "checkpoint").write_bytes((log / "checkpoints" / "300").read_bytes())
    (log / "checkpoints" / "600").unlink()
    assert await found(reader, place) == [
        ("events", "checkpoint-missing", 600, 600),
    ]


async def test_a_place_that_was_emptied_is_missed(reader: Connection, place: Place, folder: Path) -> None:
    for file in sorted(folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    assert await found(reader, place) == [
        (log, "checkpoint-missing", size, size) for log in ("events", "outcomes") for size in (300, 600)
    ]


async def test_a_checkpoint_of_another_history_contradicts_those_that_hold(
    reader: Connection, place: Place, log: Path, superuser: Connection
) -> None:
    text = (log / "checkpoints" / "600").read_text(encoding="utf-8").partition("\n\n")[0]
    root = text.split("\n")[2]
    note = OWN.sign(f"{EVENTS}\n300\n{root}\n")
    (log / "checkpoints" / "300").write_text(note, encoding="utf-8")
    await superuser.execute(
        "update operations.checkpoints set note = $1 where size = 300 and log = 'events'", note
    )
    assert await found(reader, place) == [("events", "checkpoint-contradicts", 300, 300)]


async def test_a_published_hash_that_was_changed_is_told_from_a_changed_record(
    reader: Connection, place: Place, log: Path
) -> None:
    tile = log / "tile" / "0" / "001"
    content = bytearray(tile.read_bytes())
    content[40] ^= 1
    tile.write_bytes(content)
    (log / "tile" / "0" / "002.p" / "88").unlink()
    assert await found(reader, place) == [
        ("events", "tile-changed", 257, 512),
        ("events", "tile-changed", 513, 600),
    ]


async def test_a_row_changed_together_with_its_published_hash_is_bounded_by_the_checkpoints(
    superuser: Connection, reader: Connection, place: Place, log: Path
) -> None:
    await tampered(superuser, TAMPERINGS[0], Bounds(p=403, q=406, n=600, m=620))
    (log / "tile" / "0" / "001").unlink()
    assert await found(reader, place) == [
        ("events", "unlocated", 301, 600),
        ("events", "broken-link", 403, 403),
    ]


async def test_a_history_rewritten_with_all_that_is_published_is_found_by_a_checkpoint_kept_elsewhere(
    superuser: Connection, app: Connection, place: Place, folder: Path, log: Path
) -> None:
    kept = (log / "checkpoint").read_text(encoding="utf-8")
    await tampered(superuser, next(one for one in TAMPERINGS if "rewritten" in one.name), AT)
    for file in sorted(folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    await superuser.execute("delete from operations.checkpoints")
    await published(app, place)
    assert await found(app, place) == []
    assert await found(app, place, Trust(checkpoints=(kept,))) == [
        ("events", "checkpoint-contradicts", 600, 600)
    ]


async def test_a_key_given_by_hand_is_trusted_instead_of_those_published(
    reader: Connection, place: Place, log: Path
) -> None:
    assert await found(reader, place, Trust(vkey=OWN.vkey)) == []
    (log / "keys").write_text(f"0 {FORGER.vkey}\n", encoding="utf-8")
    assert await found(reader, place, Trust(vkey=OWN.vkey)) == [("events", "key-unannounced", 0, 0)]
    assert await found(reader, place, Trust(keys=f"0 {OWN.vkey}\n0 {_outcomes(OWN)}\n")) == []
    assert await found(reader, place, Trust(vkey=FORGER.vkey)) == [
        ("events", "checkpoint-refused", 300, 300),
        ("events", "checkpoint-refused", 600, 600),
        ("outcomes", "key-unannounced", 0, 0),
        ("outcomes", "checkpoint-refused", 300, 300),
        ("outcomes", "checkpoint-refused", 600, 600),
    ]


async def test_what_is_given_by_hand_must_be_of_use(reader: Connection, place: Place) -> None:
    for trust in (
        Trust(vkey="no key"),
        Trust(keys="no key"),
        Trust(checkpoints=(FORGER.sign(f"{EVENTS}\n1\nAAAA\n"),)),
        Trust(checkpoints=(Signer.from_seed("another/log", bytes(32)).sign("another/log\n1\nAAAA\n"),)),
    ):
        with pytest.raises(TrustRefused):
            await verify(reader, place, trust=trust)


def _outcomes(signer: Signer) -> str:
    return signer.verifier.named(f"{ORIGIN}/outcomes").vkey


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")

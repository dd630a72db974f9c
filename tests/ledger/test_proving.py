"""One stream is proven by inclusion proofs, built from the published tiles alone."""

from pathlib import Path

import pytest

from ledger import merkle
from ledger.connection import Connection
from ledger.proving import PublishedTree, verify_stream
from ledger.published import Place
from ledger.tiles import TiledTree
from tests.ledger.records import grow, published
from tests.ledger.tamperings import TAMPERINGS, Bounds, said, tampered

ENTRIES = [number.to_bytes(32, "big") for number in range(70_000)]
LEAVES = [merkle.leaf_hash(entry) for entry in ENTRIES]
AT = Bounds(p=151, q=403, n=600, m=620)


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 700, 65_535, 65_536, 65_537, 70_000])
async def test_a_proof_from_published_tiles_is_one_of_the_whole_tree(size: int) -> None:
    whole, tiled = merkle.Tree(LEAVES[:size]), TiledTree()
    tiled.extend(ENTRIES[:size], LEAVES[:size])
    log = Place("memory:///").at("log")
    await log.add_tiles(tiled.tiles())
    published = PublishedTree(log, size)
    for index in {0, size // 3, size // 2, max(0, size - 257), size - 1}:
        assert await published.inclusion_proof(index) == whole.inclusion_proof(index)


@pytest.fixture
async def place(app: Connection, tmp_path: Path) -> Place:
    place = Place(tmp_path.as_uri())
    await grow(app, 600)
    await published(app, place)
    await grow(app, 20)
    return place


@pytest.mark.postgres
async def test_every_entry_of_a_stream_is_proven(reader: Connection, place: Place) -> None:
    verdicts = await verify_stream(reader, place, "trial-1")
    assert said(verdicts) == []
    assert [(log.entries, log.covered) for log in verdicts] == [(206, 200), (206, 200)]


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("a byte of a payload", [("events", "changed", 151, 151)]),
        ("a byte of an outcome", [("outcomes", "changed", 151, 151)]),
        ("a row deleted", [("events", "broken-link", 154, 154)]),
        (
            "a stream rewritten with new hashes",
            [("events", "rewritten", number, number) for number in range(151, 601, 3)],
        ),
    ],
)
async def test_an_entry_that_is_not_as_signed_is_not_proven(
    superuser: Connection,
    reader: Connection,
    place: Place,
    name: str,
    found: list[tuple[str, str, int, int]],
) -> None:
    await tampered(superuser, next(one for one in TAMPERINGS if one.name == name), AT)
    assert said(await verify_stream(reader, place, "trial-2")) == found
    assert said(await verify_stream(reader, place, "trial-1")) == []


@pytest.mark.postgres
async def test_a_proof_whose_tiles_are_missing_is_none(
    reader: Connection, place: Place, tmp_path: Path
) -> None:
    (tmp_path / "laurel.example" / "record" / "events" / "tile" / "1" / "000.p" / "2").unlink()
    assert {said_ for said_, *_ in said(await verify_stream(reader, place, "trial-1"))} == {"events"}
    assert {kind for _, kind, *_ in said(await verify_stream(reader, place, "trial-1"))} == {"unlocated"}

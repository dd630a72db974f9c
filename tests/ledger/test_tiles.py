"""A log is laid out in the files the specification names, with the hashes it names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.merkle import leaf_hash, root
from ledger.tiles import Tile, TiledTree, entries_path, spans, tile_path

ENTRIES = [number.to_bytes(32, "big") for number in range(70_000)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


@pytest.mark.parametrize(
    ("index", "width", "path"),
    [
        (0, 256, "000"),
        (999, 256, "999"),
        (1000, 256, "x001/000"),
        (1234067, 256, "x001/x234/067"),
        (1234067, 8, "x001/x234/067.p/8"),
        (123456789, 256, "x123/x456/789"),
    ],
)
def test_a_tile_lies_where_its_number_says(index: int, width: int, path: str) -> None:
    assert (tile_path(0, index, width), entries_path(index, width)) == (
        f"tile/0/{path}",
        f"tile/entries/{path}",
    )


def test_the_specifications_example_has_the_tiles_it_counts() -> None:
    # A tree of 70,000: 273 full tiles and one of 112, one full tile and one of 17, and one of 1.
    paths = [tile.path for tile in _tiles(0, 70_000)]
    assert sorted(path for path in paths if not path.startswith("tile/entries/")) == sorted(
        [
            *(f"tile/0/{index:03d}" for index in range(273)),
            "tile/0/273.p/112",
            "tile/1/000",
            "tile/1/001.p/17",
            "tile/2/000.p/1",
        ]
    )


def test_each_hash_in_a_tile_is_the_root_of_the_entries_it_spans() -> None:
    for tile in _tiles(0, 70_000):
        _, level, number, *_ = tile.path.split("/")
        if level == "entries":
            continue
        index, span = int(number.partition(".")[0]), 256 ** int(level)
        hashes = [tile.content[at : at + 32] for at in range(0, len(tile.content), 32)]
        first = index * 256 * span
        assert hashes == [
            root(LEAVES[first + at * span : first + (at + 1) * span]) for at in range(len(hashes))
        ]


def test_the_entries_lie_each_behind_its_length() -> None:
    [entries, _] = _tiles(0, 2)
    assert entries == Tile("tile/entries/000.p/2", b"\0\x20" + ENTRIES[0] + b"\0\x20" + ENTRIES[1])


@given(st.integers(0, 1500), st.integers(1, 1500), st.lists(st.integers(1, 600), min_size=1, max_size=4))
def test_a_log_that_grew_lacks_just_the_files_it_did_not_have(
    published: int, growth: int, runs: list[int]
) -> None:
    size = published + growth
    before = {tile.path: tile.content for tile in _tiles(0, published)}
    new = {tile.path: tile.content for tile in _tiles(published, size, runs)}
    whole = {tile.path: tile.content for tile in _tiles(0, size)}
    assert {path: (before | new)[path] for path in whole} == whole
    assert new == {path: whole[path] for path in new}


@given(st.integers(0, 2000), st.lists(st.integers(1, 600), min_size=1, max_size=4))
def test_its_root_is_that_of_its_leaves(size: int, runs: list[int]) -> None:
    tree = _grown(0, size, runs)
    assert (tree.size, tree.root, tree.range.root) == (size, root(LEAVES[:size]), root(LEAVES[:size]))


def test_the_spans_of_a_size_are_its_lowest_tiles() -> None:
    assert [list(spans(size)) for size in (0, 1, 256, 513)] == [
        [],
        [(0, 1)],
        [(0, 256)],
        [(0, 256), (1, 256), (2, 1)],
    ]


def _tiles(published: int, size: int, runs: list[int] | None = None) -> list[Tile]:
    return list(_grown(published, size, runs or [1000]).tiles())


def _grown(published: int, size: int, runs: list[int]) -> TiledTree:
    tree, at = TiledTree(published), 0
    while at < size:
        for run in runs:
            end = min(at + run, size)
            tree.extend(ENTRIES[at:end], LEAVES[at:end])
            at = end
    return tree

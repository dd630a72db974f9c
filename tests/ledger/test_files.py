"""Files at a place: what is written is read again, and a place out of reach is said to be so."""

from hashlib import sha256
from pathlib import Path

import pytest

from ledger.files import FileMissing, Files, Stored
from ledger.outside import PlaceOutOfReach


async def test_what_is_written_or_stored_is_read_and_fetched_as_it_was(tmp_path: Path) -> None:
    files, local = Files((tmp_path / "far" / "place").as_uri()), tmp_path / "local"
    local.write_bytes(b"large")
    stored = await files.store("a/large", local)
    assert stored == Stored("a/large", sha256(b"large").hexdigest(), 5)
    assert await files.fetch("a/large", tmp_path / "fetched") == stored
    assert (tmp_path / "fetched").read_bytes() == b"large"
    await files.write("small", b"first")
    await files.write("small", b"second")
    assert await files.read("small") == b"second"
    assert (await files.paths(), await files.paths("a")) == (["a/large", "small"], ["a/large"])


async def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    files = Files(tmp_path.as_uri())
    with pytest.raises(FileMissing, match=r"^a/b$"):
        await files.read("a/b")
    with pytest.raises(FileMissing, match=r"^a/b$"):
        await files.fetch("a/b", tmp_path / "fetched")


@pytest.mark.parametrize("place", ["a file", "nowhere"])
async def test_a_place_that_is_out_of_reach_says_so_when_it_is_used(tmp_path: Path, place: str) -> None:
    (tmp_path / "a file").write_text("no folder")
    files = Files((tmp_path / "a file").as_uri() if place == "a file" else "nowhere://files")
    for use in (
        files.paths,
        lambda: files.read("a"),
        lambda: files.write("a", b""),
        lambda: files.store("a", tmp_path / "a file"),
        lambda: files.fetch("a", tmp_path / "fetched"),
    ):
        with pytest.raises(PlaceOutOfReach, match=r"^The files at .* are out of reach: [^\n]+$"):
            await use()


async def test_a_place_that_is_only_read_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(PlaceOutOfReach):
        await Files((tmp_path / "typo").as_uri(), make=False).paths()
    assert list(tmp_path.iterdir()) == []

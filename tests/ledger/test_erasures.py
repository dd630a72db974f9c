"""The list of erasures kept outside the database: what it holds, and that it is read as it was written."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from ledger.erasures import Erasure, Erasures
from ledger.outside import PlaceOutOfReach

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
JANE = Erasure(UUID(int=2), "subject", "person-jane", NOON)
TEXT = Erasure(UUID(int=1), "text", f"sealed:{'0' * 64}", NOON.replace(hour=13))


@pytest.fixture(params=["file", "memory"])
def erasures(request: pytest.FixtureRequest, tmp_path: Path) -> Erasures:
    """A list in a folder that is not there yet, and one in memory."""
    return Erasures((tmp_path / "far" / "erasures").as_uri() if request.param == "file" else "memory:///")


async def test_a_list_nobody_wrote_to_is_empty(erasures: Erasures) -> None:
    assert await erasures.listed() == []


async def test_erasures_are_listed_in_the_order_of_time(erasures: Erasures) -> None:
    for erasure in (TEXT, JANE):
        await erasures.note(erasure)
    assert await erasures.listed() == [JANE, TEXT]


async def test_an_erasure_noted_again_stays_as_it_was_first_noted(erasures: Erasures) -> None:
    await erasures.note(JANE)
    await erasures.note(Erasure(JANE.event_id, "subject", JANE.name, NOON.replace(hour=15)))
    assert await erasures.listed() == [JANE]


async def test_an_entry_holds_who_or_which_text_and_when_and_nothing_else(tmp_path: Path) -> None:
    await Erasures(tmp_path.as_uri()).note(JANE)
    written = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert written == {
        f"{JANE.event_id}.json": '{"erased_at":"2026-03-02T12:00:00.123456+00:00",'
        '"event_id":"00000000-0000-0000-0000-000000000002","kind":"subject","name":"person-jane"}'
    }


@pytest.mark.parametrize("content", [b"", b"{}", b'{"event_id":1}', b"\xff"])
async def test_an_entry_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "torn.json").write_bytes(content)
    with pytest.raises(
        ValueError, match=r"^The list of erasures has an entry that cannot be read: torn\.json\.$"
    ):
        await Erasures(tmp_path.as_uri()).listed()


async def test_what_is_no_entry_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README").write_text("Erasures of the installation in Berlin.")
    assert await Erasures(tmp_path.as_uri()).listed() == []


@pytest.mark.parametrize("place", ["a file", "nowhere"])
async def test_a_list_that_is_out_of_reach_says_so_when_it_is_used(tmp_path: Path, place: str) -> None:
    (tmp_path / "a file").write_text("no folder")
    erasures = Erasures((tmp_path / "a file").as_uri() if place == "a file" else "nowhere://erasures")
    for use in (erasures.listed, lambda: erasures.note(JANE)):
        with pytest.raises(PlaceOutOfReach, match=r"^The erasures listed at .* are out of reach: "):
            await use()

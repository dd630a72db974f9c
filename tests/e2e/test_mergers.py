"""A merger of five and an absorption, over real servers: trails, mails, register compared whole, in every stream."""

import asyncio
from collections.abc import Mapping

import pytest

from tests.e2e.mergers import FOLDER, all_told

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

NAMES = tuple(file.stem for file in sorted(FOLDER.glob("*.toml")))


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, str]]:
    """Both journeys, played together."""
    return asyncio.run(all_told(tmp_path_factory.mktemp("mergers")))


@pytest.mark.parametrize("journey", NAMES)
def test_a_merger_leaves_in_each_stream_exactly_what_its_folder_holds(
    journey: str, left: Mapping[str, Mapping[str, str]]
) -> None:
    kept = {file.name: file.read_text(encoding="utf-8") for file in (FOLDER / journey).iterdir()}
    assert left[journey] == kept

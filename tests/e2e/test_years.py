"""Journeys of years through Silver and Gold, on real servers: all that each leaves is compared whole."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from statistics import median

import pytest

from tests.e2e.years import FOLDER, Told, first_day, journeys, played
from tests.simulation import simulated

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

NAMES = tuple(file.stem for file in sorted(FOLDER.glob("*.toml")))
# Three of a workflow task, two of an update, and the marker that holds the outcome.
EVENTS_PER_COMMAND = 6


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Told]:
    """Every journey, played together."""
    return asyncio.run(_played(tmp_path_factory.mktemp("years")))


async def _played(data: Path) -> Mapping[str, Told]:
    told = journeys()
    async with simulated(data, begins=first_day(told)) as simulation:
        leaving = await played(simulation, told)
        assert await simulation.incidents() == []
    return leaving


@pytest.mark.parametrize("journey", NAMES)
def test_a_journey_of_years_leaves_exactly_what_its_folder_holds(
    journey: str, years: Mapping[str, Told]
) -> None:
    kept = {file.name: file.read_text(encoding="utf-8") for file in (FOLDER / journey).iterdir()}
    assert sorted(years[journey].left) == sorted(kept)
    for name, text in kept.items():
        assert years[journey].left[name] == text


def test_a_persons_command_on_the_way_to_gold_takes_six_history_events(years: Mapping[str, Told]) -> None:
    gold = years["gold-award-and-renewal"]
    print(  # noqa: T201 - a figure to be read
        f"Gold awarded and renewed: {gold.history_events} history events in all runs, {len(gold.costs)} commands of "
        f"persons at {sum(gold.costs) / len(gold.costs):.2f} each."
    )
    assert median(gold.costs) == EVENTS_PER_COMMAND

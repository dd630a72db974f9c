"""A few clusters over a few years without Temporal: the record is whole, and says what it should."""

import asyncio
from datetime import date
from pathlib import Path

import pytest

from console.simulation.people import experts_of
from console.simulation.simulating import Asked, EngineKind, NotEmpty, simulate
from tests.console.simulation.judging import left_lying, misjudged, unverified
from tests.console.simulation.ledgers import by_stream, opened_in

pytestmark = pytest.mark.postgres

# The change of edition on 15 Nov 2019, the leap day of 2020, and both changes of the clock.
ASKED = Asked(
    years=3,
    clusters=6,
    seed=3,
    begins=date(2018, 1, 8),
    engine=EngineKind.NONE,
    shards=2,
    effects=False,
)


async def test_what_is_left_verifies_and_its_labels_stand_as_a_second_hand_reckons(tmp_path: Path) -> None:
    summary = await simulate(tmp_path / "left", ASKED, lambda _: None)
    left = tmp_path / "left"
    assert await unverified(left) == []
    assert await left_lying(left) == []
    assert await misjudged(left, ASKED.ends) == {}
    assert (summary.stopped, summary.stalled, summary.incidents) == (False, (), {})
    assert summary.from_on == ASKED.begins
    assert summary.cases.get("awarded", 0) > 0
    met = {
        name: summary.calendar[name] for name in ("leap days", "changes of the clock", "changes of edition")
    }
    assert met == {"leap days": 1, "changes of the clock": 6, "changes of edition": 2}
    assert summary.told["absences told"] == len(experts_of(1, 3) + experts_of(2, 3)) * 2
    assert {"ecei-2013", "simulated-2020"} <= summary.editions.keys()


async def test_the_same_seed_leads_to_the_same_streams_and_another_one_does_not(tmp_path: Path) -> None:
    asked = ASKED.model_copy(update={"years": 1})
    ledgers = []
    for name, seed in (("first", 3), ("again", 3), ("other", 4)):
        await simulate(tmp_path / name, asked.model_copy(update={"seed": seed}), lambda _: None)
        ledgers.append(by_stream(await opened_in(tmp_path / name)))
    assert ledgers[0] == ledgers[1]
    assert ledgers[0] != ledgers[2]


async def test_stopped_half_way_it_leaves_a_record_that_verifies(tmp_path: Path) -> None:
    def half_way(day: date) -> None:
        if day >= date(2018, 9, 1):
            raise asyncio.CancelledError

    summary = await simulate(tmp_path / "left", ASKED, half_way)
    assert summary.stopped
    assert date(2018, 9, 1) <= summary.until_on < date(2018, 10, 1)
    assert await unverified(tmp_path / "left") == []


async def test_nothing_is_simulated_where_something_lies(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Keep me.")
    with pytest.raises(NotEmpty):
        await simulate(tmp_path, ASKED, lambda _: None)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]

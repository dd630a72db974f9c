"""Whole secretariats over ten years: with Temporal and without, large and small."""

from datetime import date
from pathlib import Path

import pytest

from console.simulation.simulating import Asked, EngineKind, simulate
from console.simulation.summary import Summary
from tests.console.simulation.judging import left_lying, misjudged, unverified
from tests.console.simulation.ledgers import by_stream, opened_in

pytestmark = [pytest.mark.postgres, pytest.mark.temporal, pytest.mark.drill]

BEGINS = date(2015, 1, 5)


async def test_thirty_clusters_over_ten_years_leave_equal_streams_on_both_engines(tmp_path: Path) -> None:
    ledgers = {}
    for engine in EngineKind:
        await _simulated(tmp_path / engine, engine, clusters=30, effects=True)
        ledgers[engine] = by_stream(await opened_in(tmp_path / engine))
    assert ledgers[EngineKind.TEMPORAL] == ledgers[EngineKind.NONE]


async def test_three_hundred_clusters_over_ten_years_leave_nothing_wrong(tmp_path: Path) -> None:
    left = tmp_path / "left"
    summary = await _simulated(left, EngineKind.NONE, clusters=300, effects=False)
    assert await unverified(left) == []
    assert await left_lying(left) == []
    assert await misjudged(left, summary.until_on) == {}
    assert (summary.stopped, summary.stalled, summary.incidents) == (False, (), {})
    assert [name for name, many in {**summary.told, **summary.calendar}.items() if not many] == []
    assert summary.calendar["leap days"] == len((2016, 2020, 2024))
    assert summary.calendar["changes of the clock"] == 2 * 10
    assert summary.editions.keys() == {"ecei-2013", "ecei-2019", "simulated-2022"}


async def _simulated(data: Path, engine: EngineKind, *, clusters: int, effects: bool) -> Summary:
    asked = Asked(
        years=10,
        clusters=clusters,
        seed=1,
        begins=BEGINS,
        engine=engine,
        shards=2,
        effects=effects,
    )
    return await simulate(data, asked, lambda _: None)

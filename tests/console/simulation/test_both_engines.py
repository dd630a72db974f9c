"""The same seed with Temporal and without leads to the same streams."""

from datetime import date
from pathlib import Path

import pytest

from console.simulation.simulating import Asked, EngineKind, simulate
from tests.console.simulation.ledgers import by_stream, opened_in

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]


async def test_four_clusters_in_a_year_leave_equal_streams_with_temporal_and_without(tmp_path: Path) -> None:
    ledgers = {}
    for engine in EngineKind:
        asked = Asked(
            years=1,
            clusters=4,
            seed=5,
            begins=date(2019, 10, 7),
            engine=engine,
            shards=2,
            effects=True,
        )
        await simulate(tmp_path / engine, asked, lambda _: None)
        ledgers[engine] = by_stream(await opened_in(tmp_path / engine))
    assert ledgers[EngineKind.TEMPORAL] == ledgers[EngineKind.NONE]
    assert sum(map(len, ledgers[EngineKind.NONE].values())) > 200
    assert [entry.type for entry in ledgers[EngineKind.NONE]["scheme"]] == ["EditionActivated"]

"""What goes into a bundle besides the cluster itself: offices that handled its cases, editions of its days."""

import pytest

from console.bundle.gathering import gathered
from ledger.sealing import Sealer
from tests.activities.storage.test_activated_editions import activate
from tests.readmodel.test_offices import NINA, applied, with_offices
from tests.recorder import KEY, recorder
from tests.servers import Database

pytestmark = pytest.mark.postgres


async def test_offices_that_handled_its_cases_and_activated_editions_are_there_whole(
    database: Database,
) -> None:
    async with recorder(database) as office:
        await with_offices(office)
        assert await activate(office) == "activated"
        await applied(office, by=NINA)
        await office.done("cluster-aurora", "olga-operator", "HandOverCase", reason="It closes.")
        async with office.pool.acquire() as connection:
            position = await connection.fetchval("select max(position) from ledger.events")
            evidence = await gathered(connection, Sealer(KEY), "aurora", position)
    assert evidence is not None
    assert dict(evidence.streams) == dict.fromkeys(
        (
            "cluster-aurora",
            "office-nordlys",
            "person-clara-manager",
            f"person-{NINA}",
            "person-olga-operator",
            "scheme",
        ),
        "whole",
    )

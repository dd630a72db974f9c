"""Journeys of clusters that merge, on real servers whose clock jumps: what each leaves in every stream concerned.

`python -m tests.e2e.mergers` writes anew what they leave, after a change that was meant. Read the difference before
it is kept: what is written here is what the tests expect.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from domain.secretariat import secretariat_day
from domain.streams import CLUSTER
from tests.e2e.telling import told
from tests.e2e.years import Journey, first_day, played
from tests.simulation import Simulation, simulated

FOLDER = Path(__file__).parent / "journeys" / "mergers"


def journeys() -> tuple[Journey, ...]:
    return tuple(Journey.of(file) for file in sorted(FOLDER.glob("*.toml")))


async def all_told(data: Path) -> Mapping[str, Mapping[str, str]]:
    """By journey, what was left in each cluster's stream, by the stream's name and the file's."""
    together = journeys()
    async with simulated(data, begins=first_day(together)) as simulation:
        await played(simulation, together)
        left = {each.name: await _left(simulation, each) for each in together}
        assert await simulation.incidents() == []
    return left


async def _left(simulation: Simulation, journey: Journey) -> dict[str, str]:
    on = secretariat_day(await simulation.clock.read())
    return {
        f"{stream.removeprefix(CLUSTER)}-{name}": text
        for stream in journey.streams
        if stream.startswith(CLUSTER) and not stream.startswith(f"{CLUSTER}gold-")
        for name, text in (await told(simulation, stream, (stream,), on)).items()
    }


async def _rewrite() -> None:
    with tempfile.TemporaryDirectory() as data:
        left = await all_told(Path(data))
    for journey, files in left.items():
        shutil.rmtree(FOLDER / journey, ignore_errors=True)
        (FOLDER / journey).mkdir()
        for name, text in files.items():
            (FOLDER / journey / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(_rewrite())

"""Writes anew what journeys of years leave, after a change that was meant: `python -m tests.e2e.retell`.

Read the difference before it is kept: what is written here is what the tests expect.
"""

import asyncio
import shutil
import tempfile
from pathlib import Path

from tests.e2e.years import FOLDER, first_day, journeys, played
from tests.simulation import simulated


async def main() -> None:
    told = journeys()
    with tempfile.TemporaryDirectory() as data:
        async with simulated(Path(data), begins=first_day(told)) as simulation:
            leaving = await played(simulation, told)
    for journey, each in leaving.items():
        shutil.rmtree(FOLDER / journey, ignore_errors=True)
        (FOLDER / journey).mkdir()
        for name, text in each.left.items():
            (FOLDER / journey / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())

"""A stack that is destroyed leaves nothing on the disk."""

from pathlib import Path

import pytest

from console.embedded.ports import Ports
from console.embedded.stack import Stack
from tests.servers import four_free

pytestmark = pytest.mark.postgres


async def test_destroying_it_deletes_the_data_wherever_it_lies(tmp_path: Path) -> None:
    stack = Stack(tmp_path / ".laurel", Ports.following(four_free()), task_queue="idle")
    stack.postgres.start()
    location = stack.postgres.folder / "location"
    home = Path(location.read_text().strip()) if location.exists() else stack.postgres.folder
    await stack.destroy()
    assert (home.exists(), list(tmp_path.iterdir())) == (False, [])

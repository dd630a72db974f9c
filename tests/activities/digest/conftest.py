"""A mail server of the test's own, and a record with its first persons."""

from collections.abc import AsyncIterator

import pytest

from tests.activities.notification.conftest import post_room, smtp_url
from tests.recorder import Recorder, recorder
from tests.servers import Database

__all__ = ["office", "post_room", "smtp_url"]


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Recorder]:
    async with recorder(database) as recording:
        yield recording

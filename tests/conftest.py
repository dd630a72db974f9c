"""Fixtures: one server of each kind for the session, a fresh database, clock and mailbox for each test."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from console.embedded import database as databases
from console.embedded.mailbox import Mailbox
from console.embedded.ports import free_port
from console.embedded.postgres import Postgres
from console.embedded.temporal import Temporal
from tests.servers import TEST_SERVER, Database

_TEMPLATE = "laurel_template"
# The same examples every time: a red run can be run again. `--hypothesis-profile=default` looks for new ones.
# No deadline for an example: a busy machine is no fault of the program.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """PostgreSQL for the whole session; a test that kills it starts it again."""
    server = Postgres(tmp_path_factory.mktemp("postgres"), port=free_port())
    server.start()
    yield server
    server.destroy()


@pytest.fixture(scope="session")
def migrated_template(postgres_server: Postgres) -> str:
    asyncio.run(databases.prepare(postgres_server, _TEMPLATE))
    return _TEMPLATE


@pytest.fixture
def database(postgres_server: Postgres, migrated_template: str) -> Iterator[Database]:
    """A fresh migrated database."""
    name = f"laurel_{uuid4().hex}"
    asyncio.run(_copy(postgres_server, name, migrated_template))
    yield Database(name, postgres_server)
    asyncio.run(databases.drop(postgres_server, name))


async def _copy(server: Postgres, name: str, template: str) -> None:
    await databases.make(server, name, template=template)
    await databases.open_to_roles(server, name)


@pytest.fixture(scope="session")
def temporal_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Temporal]:
    """Temporal's dev server on a file, for the whole session; a test that kills it starts it again."""
    server = Temporal(tmp_path_factory.mktemp("temporal"), port=free_port())
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def time_skipping_server() -> AsyncIterator[WorkflowEnvironment]:
    """A Temporal server whose clock jumps: a fresh one for each test, since time passed cannot be undone."""
    environment = await WorkflowEnvironment.start_time_skipping(
        data_converter=pydantic_data_converter, test_server_existing_path=str(TEST_SERVER)
    )
    yield environment
    await environment.shutdown()


@pytest.fixture
def mail_sink(tmp_path: Path) -> Iterator[Mailbox]:
    """A mailbox that listens; `stop` takes it down, `start` brings it back with its mails."""
    sink = Mailbox(tmp_path / "mails", port=free_port())
    sink.start()
    yield sink
    sink.stop()

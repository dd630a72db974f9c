"""A database out of reach is repeated; a call that is wrong is a fault, though asyncpg has one class for both."""

import asyncpg
import pytest

from activities.storage.reach import out_of_reach
from tests.servers import Database

pytestmark = pytest.mark.postgres


async def test_a_closed_connection_is_out_of_reach(database: Database) -> None:
    connection = await asyncpg.connect(database.app_url)
    await connection.close()
    with pytest.raises(asyncpg.InterfaceError) as closed:
        await connection.fetchval("select 1")
    assert out_of_reach(closed.value)


async def test_a_connection_that_breaks_is_out_of_reach(database: Database) -> None:
    connection = await asyncpg.connect(database.app_url)
    superuser = await asyncpg.connect(database.superuser_url)
    await superuser.execute("select pg_terminate_backend($1)", connection.get_server_pid())
    cut = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
    with pytest.raises(cut) as broken:
        await connection.fetchval("select 1")
    connection.terminate()
    await superuser.close()
    assert out_of_reach(broken.value)


async def test_a_wrong_number_of_arguments_is_a_fault(database: Database) -> None:
    connection = await asyncpg.connect(database.app_url)
    with pytest.raises(asyncpg.InterfaceError) as wrong:
        await connection.fetchval("select $1::int", 1, 2)
    await connection.close()
    assert not out_of_reach(wrong.value)

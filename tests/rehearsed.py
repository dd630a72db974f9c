"""A record as the demo rehearses it: clusters at every stage, rounds and persons, years of the clock between them."""

from pathlib import Path

import asyncpg
from temporalio.client import Client

from activities.storage.record import Record
from console.demo.demo import Demo
from console.gateway import Gateway
from console.journeys.installation import Installation
from domain.schemes import scheme
from ledger.documents import Documents
from ledger.sealing import Sealer
from tests.servers import Database


async def rehearsed(database: Database, folder: Path) -> None:
    """The demo's past on an empty record, each command by its own transaction; no Temporal is asked for it."""
    documents = Documents(folder.as_uri(), limit_bytes=1_000_000)
    client = await Client.connect("127.0.0.1:1", lazy=True)
    async with asyncpg.create_pool(database.app_url, min_size=1, max_size=2) as pool:
        record = Record(pool, Sealer(bytes(32)), documents, scheme())
        gateway = Gateway(client, pool, record, task_queue="none")
        await (await Demo.of(Installation(gateway, pool, record, documents))).bring_past()

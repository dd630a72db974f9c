"""The payload key is exchanged while workflows run: they go on, and what is written then lies under the new one."""

import asyncio
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client

from console.connections import connect_temporal
from console.embedded.kept import write_private
from console.embedded.stack import Stack, to_end
from console.payloads import key_id
from console.settings import settings_from
from tests.engine import Engine, running
from tests.scene import AURORA, CLARA, people, register

pytestmark = [pytest.mark.postgres, pytest.mark.temporal, pytest.mark.drill]

NEW = bytes([7] * 32)


async def restarted(stack: Stack, **settings: str) -> None:
    """The worker, with other settings."""
    await to_end(stack.worker.stop)
    stack.settings |= settings
    write_private(stack.env_file, "".join(f"{name}={value}\n" for name, value in stack.settings.items()))
    await to_end(stack.worker.start)


async def key_ids(client: Client) -> list[str]:
    """The keys of what the cluster's path began with, and of the commands it was sent, in the order of its history."""
    history = await client.get_workflow_handle(AURORA).fetch_history()
    begun = history.events[0].workflow_execution_started_event_attributes.input.payloads
    updates = (event.workflow_execution_update_accepted_event_attributes for event in history.events)
    sent = [payload for update in updates for payload in update.accepted_request.input.args.payloads]
    return [payload.metadata["encryption-key-id"].decode() for payload in (*begun, *sent)]


async def renamed(engine: Engine, name: str, client: Client | None = None) -> Any:
    if client is not None:
        engine.gateway._client = client
    return await engine.submit(AURORA, CLARA, "RenameCluster", name=name)


async def test_a_path_goes_on_under_a_new_key_and_waits_without_its_old_one(tmp_path: Path) -> None:
    async with running(tmp_path, patience=5) as engine:
        await people(engine)
        await register(engine)
        old = settings_from(engine.stack.env_file).payload_key_bytes
        new = urlsafe_b64encode(NEW).decode()
        keys = {
            "LAUREL_PAYLOAD_KEY": new,
            "LAUREL_PAYLOAD_KEYS_OLD": engine.stack.settings["LAUREL_PAYLOAD_KEY"],
        }
        await restarted(engine.stack, **keys)
        client = await connect_temporal(settings_from(engine.stack.env_file), engine.stack.env_file)
        await renamed(engine, "Aurora North", client)
        assert await key_ids(client) == [key_id(old), key_id(NEW)]

        await restarted(engine.stack, LAUREL_PAYLOAD_KEYS_OLD="")
        waiting = asyncio.create_task(renamed(engine, "Aurora South"))
        log = engine.stack.data / "worker.log"
        sentence = (
            f"A payload under the key {key_id(old)} cannot be opened by any key this program was given."
        )

        async def said() -> bool:
            return sentence in log.read_text(encoding="utf-8")

        await engine.until(said, "the worker to say which key it lacks")
        await asyncio.gather(waiting, return_exceptions=True)
        assert (await engine.trail(AURORA)).count("ClusterRenamed") == 1

        await restarted(engine.stack, **keys)

        async def went_on() -> bool:
            return (await engine.trail(AURORA)).count("ClusterRenamed") == 2

        await engine.until(went_on, "the path to go on with the command it had")

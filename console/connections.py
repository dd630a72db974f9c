"""Connections to the servers, by the settings."""

import os
from pathlib import Path

import asyncpg
from dotenv import dotenv_values
from temporalio.client import Client
from temporalio.envconfig import ClientConfig

from console.payloads import data_converter
from console.settings import Settings
from ledger.erasures import Erasures


async def connect_temporal(settings: Settings, env_file: Path) -> Client:
    """A client by Temporal's own variables; those of the environment come before those of the file."""
    kept = {name: value for name, value in dotenv_values(env_file).items() if value is not None}
    config = ClientConfig.load_client_connect_config(override_env_vars=kept | os.environ)
    address = config.get("target_host", "127.0.0.1:7233")
    namespace = config.get("namespace", "default")
    return await Client.connect(
        address,
        namespace=namespace,
        api_key=config.get("api_key"),
        tls=config.get("tls", False),
        rpc_metadata=config.get("rpc_metadata", {}),
        data_converter=data_converter(settings.payload_key_bytes, settings.older_payload_keys),
    )


def erasures_of(settings: Settings) -> Erasures | None:
    """The list of erasures outside the database; None where the settings name no place for it."""
    return Erasures(settings.erasures_url) if settings.erasures_url else None


async def connect_database(settings: Settings) -> "asyncpg.Pool[asyncpg.Record]":
    """A pool of connections as laurel_app."""
    return await asyncpg.create_pool(
        settings.database_url.get_secret_value(),
        min_size=1,
        max_size=settings.database_connections,
        command_timeout=30,
        reset=_as_it_is,
        server_settings={"application_name": "laurel"},
    )


async def _as_it_is(connection: object) -> None:
    """Leave the session alone: all that is set or locked ends with its transaction, and a reset is a round trip."""

"""The whole record verified: both logs against what was signed, and the rows against the events."""

from collections.abc import Callable, Sequence

import asyncpg
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.ledger.events import LedgerRestored
from domain.streams import LEDGER
from ledger.connection import Connection
from ledger.findings import Finding, Kind
from ledger.proving import verify_stream
from ledger.published import Place
from ledger.reading import positions_of
from ledger.trusting import Trust
from ledger.verifying import LogVerdict, Progress, verify
from readmodel.changed import changed_rows

_RESTORED: str = LedgerRestored.model_fields["type"].default


class AuditSettings(BaseSettings):
    """All that verifying needs: no key, and an address that may only read."""

    model_config = SettingsConfigDict(env_prefix="LAUREL_", frozen=True, extra="ignore")

    database_url: SecretStr = Field(description="PostgreSQL as laurel_reader or laurel_app")
    checkpoints_url: str | None = Field(default=None, description="where the checkpoints are published")


async def verified_logs(
    connection: Connection,
    place: Place,
    trust: Trust,
    *,
    stream: str | None = None,
    progress: Progress | None = None,
) -> list[LogVerdict]:
    """Both logs, or one stream's share in them. Raises as `verify`."""
    restored = await restorations(connection)
    if stream is not None:
        return await verify_stream(connection, place, stream, trust=trust, restorations=restored)
    return await verify(connection, place, trust=trust, restorations=restored, progress=progress)


async def restorations(connection: Connection) -> list[int]:
    """The positions of the events that say that the record was brought back from a backup."""
    return await positions_of(connection, LEDGER, _RESTORED)


async def wrong_rows(
    connection: Connection, streams: Sequence[str] | None, told: Callable[[int], None]
) -> list[Finding]:
    """The rows that are not what the events say; `told` hears how many events were folded."""
    return [
        Finding("rows", Kind.ROW_CHANGED, 0, 0, f"{row.key} of {row.stream} in {row.table}")
        async for row in changed_rows(connection, streams, told=told)
    ]


async def connected(settings: AuditSettings) -> "asyncpg.Connection[asyncpg.Record]":
    return await asyncpg.connect(settings.database_url.get_secret_value(), timeout=30)

"""The checkpoint a simulation ends with, by the worker's own activity."""

from datetime import datetime

from activities.interface import CheckpointRequest
from activities.storage.checkpointing import Checkpointing
from console.settings import Settings
from console.signing import place_of, signing_of, stamp_of
from ledger.connection import Pool


async def publish_checkpoint(settings: Settings, pool: Pool, at: datetime) -> None:
    """Sign what is on record, and publish it beside the database."""
    checkpointing = Checkpointing(pool, place_of(settings), signing_of(settings), stamp_of(settings))
    await checkpointing.publish_checkpoint(CheckpointRequest(at=at))

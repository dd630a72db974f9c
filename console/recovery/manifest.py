"""What a backup holds, and what it must be restored with: said in one file beside it."""

from datetime import datetime
from hashlib import sha256
from importlib import metadata
from typing import Literal

from pydantic import Field

from console.settings import Settings
from domain.frozen import Frozen
from domain.ledger.events import CitedCheckpoint

FILE = "manifest.json"
KEPT_APART = {
    "LAUREL_SEALING_KEY": "opens names, addresses and free texts; without it they are lost",
    "LAUREL_PAYLOAD_KEY": "opens what passed through Temporal; without it running workflows are ended",
    "LAUREL_CHECKPOINT_KEY": "signs checkpoints; without it another key goes on, which the old one cannot announce",
    "LAUREL_ERASURES_URL": "the list of erasures; without it a restore brings back what was erased since",
    "database passwords": "of laurel_owner, laurel_app and laurel_reader; others may be set",
}


class BackedUp(Frozen):
    """A file of the backup by its path in it, its SHA-256 in hex and its size in bytes."""

    path: str
    sha256: str
    size: int


class Manifest(Frozen):
    """A backup. `position` and `outcomes`: how far the two logs of the record reach in it."""

    format: Literal[1] = 1
    made_at: datetime
    laurel: str = Field(default_factory=lambda: metadata.version("laurel"))
    postgresql: str
    position: int
    outcomes: int
    last_recorded_at: datetime | None
    migrations: dict[str, str] = Field(description="name and SHA-256 of each migration the database has")
    database: BackedUp
    checkpoints: tuple[CitedCheckpoint, ...] = ()
    published: tuple[BackedUp, ...] = Field(default=(), description="the published logs, file by file")
    documents: dict[str, int] = Field(description="SHA-256 and size of each document")
    sealing_key: str = Field(description="a fingerprint of the key the texts in it are sealed under")
    kept_apart: dict[str, str] = Field(
        default_factory=lambda: dict(KEPT_APART), description="what is not in it, and is needed beside it"
    )


def fingerprint(settings: Settings) -> str:
    """Tells one sealing key from another, and nothing about it: it has 256 random bits."""
    return sha256(b"laurel sealing key\n" + settings.sealing_key_bytes).hexdigest()[:16]


def digest(content: bytes) -> str:
    """The content's SHA-256 in hex."""
    return sha256(content).hexdigest()

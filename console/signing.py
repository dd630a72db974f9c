"""What publishing takes of the settings: where, under which key and name, and who dates it."""

from urllib.parse import urlsplit

from console.settings import Settings
from ledger.publication import Signing, Stamp
from ledger.published import Place
from ledger.timestamping import TimestampAuthority


def place_of(settings: Settings) -> Place:
    return Place(settings.checkpoints_url)


def signing_of(settings: Settings) -> Signing:
    host = urlsplit(settings.public_url).hostname or "localhost"
    return Signing(
        settings.checkpoint_origin or f"{host}/record",
        settings.checkpoint_seed,
        settings.old_checkpoint_seed,
    )


def stamp_of(settings: Settings) -> Stamp | None:
    return None if settings.timestamp_url is None else TimestampAuthority(settings.timestamp_url).stamp

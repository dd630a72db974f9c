"""`laurel checkpoint`: sign and publish what the record holds, now."""

from datetime import UTC, datetime

from console.auditing import restorations
from console.cli.asking import Json
from console.cli.output import console, print_json
from console.cli.session import Session, run
from console.signing import place_of, signing_of, stamp_of
from domain.rejected import Rejected
from ledger.notes import Signer
from ledger.publication import KeyRefused, Published
from ledger.publishing import PublicationRefused, publish


def checkpoint(as_json: Json = False) -> None:
    """Sign and publish a checkpoint of the record.

    Only once what is published was found to be still so.
    """
    published, keys = run(_published, as_json=as_json)
    if as_json:
        print_json([_as_json(log, key) for log, key in zip(published, keys, strict=True)])
        return
    for log, key in zip(published, keys, strict=True):
        grown = "signed" if log.new else "unchanged since the last"
        console.print(f"{log.size} {log.log}, {grown}, under {key}", markup=False)
        if log.unstamped:
            console.print(f"Not dated: {log.unstamped}", markup=False)


async def published_now(session: Session) -> list[Published]:
    """Publish what the record holds; `Rejected` where nothing was signed."""
    settings = session.settings
    async with session.pool.acquire() as connection:
        try:
            return await publish(
                connection,
                place_of(settings),
                signing_of(settings),
                datetime.now(UTC),
                stamp_of(settings),
                await restorations(connection),
            )
        except PublicationRefused as refusal:
            raise Rejected("record-changed", f"Nothing was signed. {refusal}") from refusal
        except KeyRefused as refusal:
            raise Rejected("checkpoint-key-refused", f"Nothing was signed. {refusal}") from refusal


async def _published(session: Session) -> tuple[list[Published], list[str]]:
    published, seed = await published_now(session), session.settings.checkpoint_seed
    return published, [Signer.from_seed(log.origin, seed).vkey for log in published]


def _as_json(log: Published, key: str) -> dict[str, object]:
    return {
        "log": log.log,
        "origin": log.origin,
        "size": log.size,
        "new": log.new,
        "unstamped": log.unstamped,
        "key": key,
    }

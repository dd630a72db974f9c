"""Whether the record holds all that was published of it: one that does not was restored, and nobody has said so."""

from console.recovery.checking import cited
from ledger.connection import Pool
from ledger.published import Place
from ledger.reading import last_position


class BehindPublished(Exception):
    """Paths that start now would do a second time what the lost part of the record had them do."""

    def __init__(self, held: int, published: int) -> None:
        super().__init__(
            f"The record holds {held} events, and {published} were published of it: it was lost, or restored to an "
            "earlier moment. No path is started until `laurel restore` has brought a backup back, or has said with "
            "--done-elsewhere that it was brought back by other means."
        )


async def require_all_published(pool: Pool, place: Place) -> None:
    """`BehindPublished` where the log in use was published further than the record reaches."""
    origins = await place.origins()
    note = await place.log(origins[-1], "events").newest() if origins else None
    published = cited(note).size if note else 0
    async with pool.acquire() as connection:
        held = await last_position(connection)
    if held < published:
        raise BehindPublished(held, published)

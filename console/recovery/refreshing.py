"""One path is told to take up its stream, and started where it does not run."""

from activities.interface import Touched
from console.gateway import Gateway
from console.recovery.paths import NotRunning, Paths, Silent
from domain.standing import Standing
from ledger.connection import Pool
from ledger.reading import read_stream
from readmodel.history import standing_of


class Refresher:
    """Refreshes paths one at a time; asked again, it changes nothing more."""

    def __init__(self, gateway: Gateway, paths: Paths, pool: Pool) -> None:
        self._gateway = gateway
        self._paths = paths
        self._pool = pool

    async def __call__(self, touched: Touched) -> None:
        """Returns once the path stands at that version or beyond.

        Raises `Silent` or `OutOfReach` where it does not yet.
        """
        stands = await self._refreshed(touched.stream)
        if stands.version < touched.version:
            raise Silent(f"the path is at version {stands.version}, the record at {touched.version} at least")

    async def _refreshed(self, stream: str) -> Standing:
        try:
            return await self._paths.refresh(stream)
        except NotRunning:
            record = await self._recorded(stream)
            if record.ended:
                return record
            # A path that begins loads its stream from the ledger.
            await self._gateway.resume(stream)
            return await self._begun(stream)

    async def _begun(self, stream: str) -> Standing:
        try:
            return await self._paths.standing(stream)
        except NotRunning as gone:
            raise Silent("it ended as soon as it began") from gone

    async def _recorded(self, stream: str) -> Standing:
        async with self._pool.acquire() as connection:
            return standing_of(stream, await read_stream(connection, stream))

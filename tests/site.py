"""An engine whose record is backed up and restored."""

from collections import Counter

from activities.storage.record import Record
from console.connections import connect_database, erasures_of
from console.embedded.stack import to_end
from console.gateway import Gateway
from console.recovery.paths import Paths
from console.recovery.reconciling import Reconciler
from console.settings import Settings, settings_from
from console.signing import place_of
from domain.schemes import scheme
from ledger.sealing import Sealer
from tests.engine import Engine


class Site:
    """During a restore the worker stands still, and the engine's own connections are closed."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @property
    def settings(self) -> Settings:
        return settings_from(self.engine.stack.env_file)

    @property
    def record(self) -> Record:
        sealer = Sealer(self.settings.sealing_key_bytes)
        erasures = erasures_of(self.settings)
        return Record(self.engine.pool, sealer, self.engine.documents, scheme(), erasures)

    @property
    def reconciler(self) -> Reconciler:
        engine = self.engine
        return Reconciler(engine.gateway, Paths(engine.client), engine.pool, place_of(self.settings))

    async def stop(self) -> None:
        """Nobody is connected as laurel_app any more."""
        await to_end(self.engine.stack.worker.stop)
        await self.engine.pool.close()

    async def start(self) -> None:
        """Connected again, and the worker at work."""
        await self.connect()
        await to_end(self.engine.stack.worker.start)

    async def connect(self) -> None:
        engine = self.engine
        engine.pool = await connect_database(self.settings)
        engine.gateway = Gateway(engine.client, engine.pool, self.record, task_queue="laurel")

    def mails(self) -> Counter[str]:
        """Every mail there is, by its Message-ID."""
        return Counter(str(mail["Message-ID"]) for mail in self.engine.stack.mailbox.mails())

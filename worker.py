"""Composition root of the worker: settings → pool → activities → Worker. Nothing imports it."""

import asyncio
import signal
from datetime import timedelta

from temporalio.worker import Worker

from activities.notification.addressbook import SealedAddressBook
from activities.notification.sending import Notification
from activities.scoring.comparing import Scoring
from activities.storage.record import Record
from activities.storage.storing import Storage
from console.connections import connect_database, connect_temporal
from console.logs import configure_logs
from console.settings import Settings, env_file, settings_from
from domain.schemes import scheme
from ledger.documents import Documents
from ledger.sealing import Sealer
from workflows.certification import CertificationWorkflow
from workflows.committee_round import RoundWorkflow
from workflows.sandbox import sandbox

# Long enough for a letter that is being handed over; the mail server's own limits end it before.
DRAIN = timedelta(seconds=60)


async def run(settings: Settings) -> None:
    """Work until SIGINT or SIGTERM, then finish what is begun."""
    stopped = asyncio.Event()
    for signalled in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signalled, stopped.set)
    client = await connect_temporal(settings, env_file())
    async with await connect_database(settings) as pool:
        sealer = Sealer(settings.sealing_key_bytes)
        documents = Documents(settings.documents_url, limit_bytes=settings.document_limit_bytes)
        storage = Storage(pool, Record(pool, sealer, documents, scheme()))
        notification = Notification(
            pool,
            SealedAddressBook(pool, sealer),
            smtp_url=settings.smtp_url.get_secret_value(),
            public_url=settings.public_url,
            secretariat_address=settings.secretariat_address,
        )
        scoring = Scoring(pool, scheme())
        worker = Worker(
            client,
            task_queue=settings.task_queue,
            workflows=[CertificationWorkflow, RoundWorkflow],
            activities=[storage.load, storage.record, notification.send_notice, scoring.score_benchmark],
            workflow_runner=sandbox(),
            max_cached_workflows=settings.cached_workflows,
            max_concurrent_activities=settings.simultaneous_activities,
            graceful_shutdown_timeout=DRAIN,
        )
        async with worker:
            await stopped.wait()


def main() -> None:
    """Start a worker on the settings of the environment."""
    settings = settings_from(env_file())
    configure_logs(settings.log_format)
    asyncio.run(run(settings))


if __name__ == "__main__":
    main()
